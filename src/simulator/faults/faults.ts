import { Endpoint } from '../query/routes';

/**
 * A fault to inject. It applies only to requests that would be answered with rows. A refused
 * request (401, 403, 404, 400) is refused without using up a fault.
 */
export type Fault = FaultTarget & FaultKind;

/** Selects the requests that a fault applies to. */
export interface FaultTarget {
  /** Only requests of this API; by default, all. */
  readonly endpoint?: Endpoint;
  /**
   * Only this page: `first` has offset 0, `last` has the selection's last row, `middle` is neither
   * (a single page is both first and last). A number is an offset.
   */
  readonly page?: 'first' | 'middle' | 'last' | number;
  /** The number of requests that it affects; unlimited by default. */
  readonly times?: number;
  /** The number of matching requests to skip first. */
  readonly skip?: number;
}

/**
 * The kind of a fault. Of the kinds marked "alone", only the first in the list acts. The others
 * combine.
 */
export type FaultKind =
  /** Alone. This status, with an HSS error body unless `body` (text, or JSON) is given. */
  | {
      readonly kind: 'status';
      readonly status: number;
      /** Seconds, a literal text, or a date this many seconds from now. */
      readonly retryAfter?: number | string | { readonly inSeconds: number };
      readonly body?: unknown;
      readonly errorCode?: string;
      readonly errorMsg?: string;
    }
  /** Alone. Status 429 above this many requests per second; no effect below. */
  | { readonly kind: 'rate'; readonly perSecond: number }
  /** Alone. A redirect (302 unless `status` is given). */
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: number }
  /** Alone. A web page instead of JSON, with status 200 unless `status` is given. */
  | { readonly kind: 'html'; readonly status?: number }
  /** Alone. 200 with this JSON value as the whole body. */
  | { readonly kind: 'wrong-type'; readonly value: unknown }
  /** Alone. 200 without a body. */
  | { readonly kind: 'empty' }
  /** Alone. The connection is reset before a byte is sent. */
  | { readonly kind: 'reset-before' }
  /** Alone. The connection is reset after half of the status line and headers. */
  | { readonly kind: 'reset-in-headers' }
  /** Alone. The connection is reset after the headers and half of the body. */
  | { readonly kind: 'reset-in-body' }
  /** Alone. The request is read and never answered. */
  | { readonly kind: 'hang' }
  /** Alone. The answer stops after the headers and half of the body. */
  | { readonly kind: 'hang-in-body' }
  /** Alone. Sends `bytes` (default 1) of the body every `everyMs`. */
  | { readonly kind: 'drip'; readonly everyMs: number; readonly bytes?: number }
  /** Alone. Valid HTTP whose JSON ends after `keep` bytes (default half of it). */
  | { readonly kind: 'truncated'; readonly keep?: number }
  /** The body is compressed, even if the client does not accept that. */
  | { readonly kind: 'gzip' }
  /** Waits this long before the answer. */
  | { readonly kind: 'latency'; readonly ms: number }
  /** A huge unknown field; `chunked` sends it without a content-length. */
  | { readonly kind: 'oversized'; readonly bytes: number; readonly chunked?: boolean }
  /**
   * Changes the list permanently before this request is answered: first removes the row at
   * `removeAt`, then inserts `row` (or a new one) at `insertAt`. Both together move rows across
   * pages while the total stays. Positions are in the complete list, unfiltered and unsorted.
   */
  | {
      readonly kind: 'drift';
      readonly insertAt?: number;
      readonly removeAt?: number;
      readonly row?: { readonly [name: string]: unknown };
    }
  /**
   * Repeats rows: `last-row` (the default) ends the page with `count` (default 1) more copies of
   * its last row, `previous-page` starts it with the `count` rows before it. The page grows by
   * them, unless `keepSize` pushes as many of its last rows out.
   */
  | {
      readonly kind: 'repeat';
      readonly what?: 'last-row' | 'previous-page';
      readonly count?: number;
      readonly keepSize?: boolean;
    }
  /** Sends a total_num that is `value` (any JSON), off by `delta`, or missing (`omit`). */
  | {
      readonly kind: 'total';
      readonly value?: unknown;
      readonly delta?: number;
      readonly omit?: boolean;
    }
  /** Sends pages of at most this many rows, regardless of the limit. */
  | { readonly kind: 'page-cap'; readonly rows: number }
  /** Sends the row itself as data_list if the page has exactly one. */
  | { readonly kind: 'single-object' }
  /** Sends a data_list that is `value` (any JSON), or missing (`omit`). */
  | { readonly kind: 'data-list'; readonly value?: unknown; readonly omit?: boolean }
  /** Sets `field` of every row (with `first`: of the page's first row) to an unknown value. */
  | {
      readonly kind: 'new-enum';
      readonly field: string;
      readonly value?: unknown;
      readonly first?: boolean;
    };

/** One kind of fault by its name. */
export type FaultOf<Kind extends FaultKind['kind']> = FaultTarget &
  Extract<FaultKind, { kind: Kind }>;
