import { PageOf } from '../client/client';
import type { SharedDeadline } from '../client/retry/shared-deadline';
import { Query } from '../contract/query';
import { Row } from '../contract/row';

/** One page as text, in HSS's form. */
export interface UpstreamPage {
  readonly body: string | Buffer;
  readonly requestId?: string;
}

/** The source of rows for the proxy and the commands: HSS, or a snapshot of it. */
export interface Upstream {
  /** HSS's endpoint, or the one that the snapshot was recorded from. */
  readonly endpoint: string;
  /** Region ID, where known. */
  readonly region?: string;
  /** The only project that is served. */
  readonly projectId: string;
  readonly source: 'live' | 'replay';
  /** When the snapshot was recorded, ms since 1970. */
  readonly recordedAt?: number;
  /** @throws HssError */
  page(query: Query, page: PageOf): Promise<UpstreamPage>;
  /**
   * Returns a whole list, as typed rows.
   * @param maxRows the most rows that the caller can use; a snapshot ignores it
   * @throws HssError
   */
  list(query: Query, maxRows?: number): Promise<readonly Row[]>;
  /** Returns the same upstream with one deadline for all its lists. A snapshot needs none. */
  within?(deadline: SharedDeadline): Upstream;
  close(): Promise<void>;
}
