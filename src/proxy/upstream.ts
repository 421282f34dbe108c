import { PageOf } from '../client/client';
import { Query } from '../contract/query';
import { Row } from '../contract/row';

/** One page as text, as HSS wrote it or would have. */
export interface UpstreamPage {
  readonly body: string | Buffer;
  readonly requestId?: string;
}

/** What stands behind the proxy: HSS, or a snapshot of it. */
export interface Upstream {
  /** HSS's endpoint, or the one that the snapshot was recorded from. */
  readonly endpoint: string;
  /** Region ID, where one is known. */
  readonly region?: string;
  /** The one project that is served. */
  readonly projectId: string;
  readonly source: 'live' | 'replay';
  /** When the snapshot was recorded, ms since 1970. */
  readonly recordedAt?: number;
  /** @throws HssError */
  page(query: Query, page: PageOf): Promise<UpstreamPage>;
  /**
   * A whole list, as typed rows.
   * @param maxRows where the list is wanted only if it is shorter; a snapshot has it anyway
   * @throws HssError
   */
  list(query: Query, maxRows?: number): Promise<readonly Row[]>;
  close(): Promise<void>;
}
