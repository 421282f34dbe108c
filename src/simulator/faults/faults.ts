import { Endpoint } from '../query/routes';

/**
 * Everything that can be made to go wrong. A fault applies only to requests that would be answered
 * with rows: a refused one (401, 403, 404, 400) is refused and uses up no fault.
 */
export type Fault = FaultTarget & FaultKind;

/** Which requests a fault applies to. */
export interface FaultTarget {
  /** Only requests of this API; all when left out. */
  readonly endpoint?: Endpoint;
  /**
   * Only this page: `first` has offset 0, `last` holds the selection's last row, `middle` is
   * neither (a single page is first and last); a number is an offset.
   */
  readonly page?: 'first' | 'middle' | 'last' | number;
  /** How many requests it affects; unlimited if left out. */
  readonly times?: number;
  /** How many matching requests to skip first. */
  readonly skip?: number;
}

/** What goes wrong. Of the kinds marked "alone" the first in the list acts; the others combine. */
export type FaultKind =
  /** Alone. This status, with an HSS error body unless `body` (text, or JSON) is given. */
  | {
      readonly kind: 'status';
      readonly status: number;
      /** Seconds, a text as it is, or a date so many seconds from now. */
      readonly retryAfter?: number | string | { readonly inSeconds: number };
      readonly body?: unknown;
      readonly errorCode?: string;
      readonly errorMsg?: string;
    }
  /** Alone. 429 above so many requests within a second; below, nothing happens. */
  | { readonly kind: 'rate'; readonly perSecond: number }
  /** Alone. A redirect (302 unless `status` says otherwise). */
  | { readonly kind: 'redirect'; readonly location: string; readonly status?: number }
  /** Alone. A web page where JSON belongs, with status 200 unless `status` says otherwise. */
  | { readonly kind: 'html'; readonly status?: number }
  /** Alone. 200 with this JSON value as the whole body. */
  | { readonly kind: 'wrong-type'; readonly value: unknown }
  /** Alone. 200 without a body. */
  | { readonly kind: 'empty' }
  /** Alone. The connection is reset before a byte is sent. */
  | { readonly kind: 'reset-before' }
  /** Alone. ... after half of the status line and headers. */
  | { readonly kind: 'reset-in-headers' }
  /** Alone. ... after the headers and half of the body. */
  | { readonly kind: 'reset-in-body' }
  /** Alone. The request is read and never answered. */
  | { readonly kind: 'hang' }
  /** Alone. Headers and half of the body, then nothing. */
  | { readonly kind: 'hang-in-body' }
  /** Alone. `bytes` (1) of the body every `everyMs`. */
  | { readonly kind: 'drip'; readonly everyMs: number; readonly bytes?: number }
  /** Alone. Sound HTTP whose JSON ends after `keep` bytes (half of it). */
  | { readonly kind: 'truncated'; readonly keep?: number }
  /** The body is compressed, asked for or not. */
  | { readonly kind: 'gzip' }
  /** Waits so long before it answers. */
  | { readonly kind: 'latency'; readonly ms: number }
  /** A huge unknown field; `chunked` sends it without a content-length. */
  | { readonly kind: 'oversized'; readonly bytes: number; readonly chunked?: boolean }
  /**
   * Changes the list for good before this request is answered: first removes the row at `removeAt`,
   * then inserts `row` (or a new one) at `insertAt`. Both together move rows across pages while the
   * total stays. Positions are those of the whole list, unfiltered and unsorted.
   */
  | {
      readonly kind: 'drift';
      readonly insertAt?: number;
      readonly removeAt?: number;
      readonly row?: { readonly [name: string]: unknown };
    }
  /**
   * Rows that were sent already: `last-row` (the default) ends the page with `count` (1) more copies
   * of its last row, `previous-page` starts it with the `count` rows before it. The page grows by
   * them, unless `keepSize` pushes as many of its last rows out.
   */
  | {
      readonly kind: 'repeat';
      readonly what?: 'last-row' | 'previous-page';
      readonly count?: number;
      readonly keepSize?: boolean;
    }
  /** A total_num that is `value` (any JSON), or off by `delta`, or not there (`omit`). */
  | {
      readonly kind: 'total';
      readonly value?: unknown;
      readonly delta?: number;
      readonly omit?: boolean;
    }
  /** Pages of at most so many rows, whatever the limit. */
  | { readonly kind: 'page-cap'; readonly rows: number }
  /** data_list is the row itself when the page holds exactly one. */
  | { readonly kind: 'single-object' }
  /** A data_list that is `value` (any JSON), or not there (`omit`). */
  | { readonly kind: 'data-list'; readonly value?: unknown; readonly omit?: boolean }
  /** `field` of every row (with `first`: of the page's first) gets a value nobody knows. */
  | {
      readonly kind: 'new-enum';
      readonly field: string;
      readonly value?: unknown;
      readonly first?: boolean;
    };

/** One kind of fault by its name. */
export type FaultOf<Kind extends FaultKind['kind']> = FaultTarget &
  Extract<FaultKind, { kind: Kind }>;
