import { MAX_ANSWER_BYTES } from '../../src/client/http/transport';
import { ConnectionOptions } from '../../src/client/settings/options';
import { HssErrorCode } from '../../src/contract/error';
import { FaultKind } from '../../src/simulator';
import { LISTS, ListName, Position, ROWS } from './support';
import { Trap } from './trap';

/** The faults, and what the design demands of each, to be read beside the design. */

/**
 * What the design demands:
 * - `end`: the error at once, by one attempt: another one would come to the same
 * - `again`: that page is asked for again, as often as allowed; the whole list once the fault is over, else the error
 * - `anew`: the pages contradict each other, so all are read anew; the whole list, else HSS_UNSTABLE_LIST
 * - `fine`: the whole list, as if nothing had been
 */
export type Demand = 'end' | 'again' | 'anew' | 'fine';

export interface MatrixRow {
  readonly fault: FaultKind | ((list: ListName, trap: Trap) => FaultKind);
  readonly demand: Demand;
  readonly code?: HssErrorCode;
  /** Where a position is another case. */
  readonly at?: Partial<Record<Position, Demand>>;
  readonly options?: ConnectionOptions;
  readonly rows?: number;
}

const status = (code: number, retryAfter?: number | string | { inSeconds: number }): FaultKind => ({
  kind: 'status',
  status: code,
  ...(retryAfter === undefined ? {} : { retryAfter }),
});
const redirect = (code: number, to = '/v5/') => {
  return (_: ListName, trap: Trap): FaultKind => ({
    kind: 'redirect',
    status: code,
    location: to.replace('TRAP', trap.url.replace('http:', '')).replace(/^\/v5/, `${trap.url}/v5`),
  });
};
const enumOf = (first?: true) => {
  return (list: ListName): FaultKind => ({
    kind: 'new-enum',
    field: LISTS[list].enumField,
    ...(first === undefined ? {} : { first }),
  });
};
/**
 * Short for those alone that it ends, and yet long: a healthy answer of a busy machine, where 120 lookups begin together, must
 * come in that time. Other rows are at work meanwhile.
 */
const SHORT_SECONDS = 6;
/** On a busy machine, large answers to all cases at once take longer than the default. */
const PATIENT: ConnectionOptions = { timeoutSeconds: 120 };
const SLOW: ConnectionOptions = { timeoutSeconds: SHORT_SECONDS, maxRetries: 1 };
const HOUR = 3600;

export const MATRIX: { readonly [what: string]: MatrixRow } = {
  // HSS says no.
  '400': { fault: status(400), demand: 'end', code: 'HSS_INVALID_ARGUMENT' },
  '401': { fault: status(401), demand: 'end', code: 'HSS_AUTH_FAILED' },
  '403': { fault: status(403), demand: 'end', code: 'HSS_FORBIDDEN' },
  '404': { fault: status(404), demand: 'end', code: 'HSS_NOT_FOUND' },
  '408': { fault: status(408), demand: 'end', code: 'HSS_TIMEOUT' },
  '413': { fault: status(413), demand: 'end', code: 'HSS_BAD_RESPONSE' },
  '500': { fault: status(500), demand: 'end', code: 'HSS_SERVER_ERROR' },
  '502': { fault: status(502), demand: 'again', code: 'HSS_SERVER_ERROR' },
  '503': { fault: status(503), demand: 'again', code: 'HSS_SERVER_ERROR' },
  '504': { fault: status(504), demand: 'again', code: 'HSS_SERVER_ERROR' },
  '503, later': { fault: status(503, 1), demand: 'again', code: 'HSS_SERVER_ERROR' },
  '503, much later': { fault: status(503, HOUR), demand: 'end', code: 'HSS_SERVER_ERROR' },
  '429': { fault: status(429), demand: 'again', code: 'HSS_THROTTLED' },
  '429, later, in seconds': { fault: status(429, 1), demand: 'again', code: 'HSS_THROTTLED' },
  '429, later, as a date': {
    fault: status(429, { inSeconds: 1 }),
    demand: 'again',
    code: 'HSS_THROTTLED',
  },
  '429, at no time': { fault: status(429, 'soon'), demand: 'again', code: 'HSS_THROTTLED' },
  '429, much later': { fault: status(429, HOUR), demand: 'end', code: 'HSS_THROTTLED' },
  '429, at a date much later': {
    fault: status(429, { inSeconds: HOUR }),
    demand: 'end',
    code: 'HSS_THROTTLED',
  },
  'a rate': { fault: { kind: 'rate', perSecond: 1 }, demand: 'fine' },

  // Nothing, or not all, arrives.
  'reset before headers': {
    fault: { kind: 'reset-before' },
    demand: 'again',
    code: 'HSS_UNREACHABLE',
  },
  'reset in headers': {
    fault: { kind: 'reset-in-headers' },
    demand: 'again',
    code: 'HSS_UNREACHABLE',
  },
  'reset in the body': {
    fault: { kind: 'reset-in-body' },
    demand: 'again',
    code: 'HSS_UNREACHABLE',
  },
  'silence before headers': {
    fault: { kind: 'hang' },
    demand: 'again',
    code: 'HSS_TIMEOUT',
    options: SLOW,
  },
  'silence between bytes': {
    fault: { kind: 'hang-in-body' },
    demand: 'again',
    code: 'HSS_TIMEOUT',
    options: SLOW,
  },
  'a drip too slow': {
    fault: { kind: 'drip', everyMs: 50 },
    demand: 'again',
    code: 'HSS_TIMEOUT',
    options: SLOW,
  },
  'a drip fast enough': { fault: { kind: 'drip', everyMs: 1, bytes: 4096 }, demand: 'fine' },
  'silence until the deadline': {
    fault: { kind: 'hang' },
    demand: 'end',
    code: 'HSS_TIMEOUT',
    options: { timeoutSeconds: 60, deadlineSeconds: SHORT_SECONDS },
  },
  latency: { fault: { kind: 'latency', ms: 20 }, demand: 'fine' },

  // What arrives is no page.
  truncated: { fault: { kind: 'truncated' }, demand: 'end', code: 'HSS_BAD_RESPONSE' },
  'truncated to nothing': {
    fault: { kind: 'truncated', keep: 0 },
    demand: 'end',
    code: 'HSS_BAD_RESPONSE',
  },
  gzip: { fault: { kind: 'gzip' }, demand: 'end', code: 'HSS_BAD_RESPONSE' },
  oversized: {
    fault: { kind: 'oversized', bytes: MAX_ANSWER_BYTES },
    options: PATIENT,
    demand: 'end',
    code: 'HSS_BAD_RESPONSE',
  },
  'oversized, of unknown length': {
    fault: { kind: 'oversized', bytes: MAX_ANSWER_BYTES, chunked: true },
    options: PATIENT,
    demand: 'end',
    code: 'HSS_BAD_RESPONSE',
  },
  'large, but not too large': { fault: { kind: 'oversized', bytes: 1024 * 1024 }, demand: 'fine' },
  HTML: { fault: { kind: 'html' }, demand: 'end', code: 'HSS_BAD_RESPONSE' },
  'HTML with a 503': {
    fault: { kind: 'html', status: 503 },
    demand: 'again',
    code: 'HSS_SERVER_ERROR',
  },
  'a list': { fault: { kind: 'wrong-type', value: [] }, demand: 'end', code: 'HSS_BAD_RESPONSE' },
  'an empty object': {
    fault: { kind: 'wrong-type', value: {} },
    demand: 'end',
    code: 'HSS_BAD_RESPONSE',
  },
  null: { fault: { kind: 'wrong-type', value: null }, demand: 'end', code: 'HSS_BAD_RESPONSE' },
  'no body': { fault: { kind: 'empty' }, demand: 'end', code: 'HSS_BAD_RESPONSE' },
  '204': { fault: status(204), demand: 'end', code: 'HSS_BAD_RESPONSE' },
  '206': { fault: status(206), demand: 'end', code: 'HSS_BAD_RESPONSE' },
  '206 of a page': {
    fault: { kind: 'status', status: 206, body: { total_num: 0, data_list: [] } },
    demand: 'end',
    code: 'HSS_BAD_RESPONSE',
  },
  '301 elsewhere': { fault: redirect(301), demand: 'end', code: 'HSS_BAD_RESPONSE' },
  '302 elsewhere': { fault: redirect(302), demand: 'end', code: 'HSS_BAD_RESPONSE' },
  '303 elsewhere': { fault: redirect(303), demand: 'end', code: 'HSS_BAD_RESPONSE' },
  '307 elsewhere': { fault: redirect(307), demand: 'end', code: 'HSS_BAD_RESPONSE' },
  '308 elsewhere, without a scheme': {
    fault: redirect(308, 'TRAP/v5/x'),
    demand: 'end',
    code: 'HSS_BAD_RESPONSE',
  },

  // Pages that are sound, each by itself or all together.
  'no data_list': {
    fault: { kind: 'data-list', omit: true },
    demand: 'end',
    code: 'HSS_BAD_RESPONSE',
  },
  'a data_list that is null': {
    fault: { kind: 'data-list', value: null },
    demand: 'end',
    code: 'HSS_BAD_RESPONSE',
  },
  'a data_list that is text': {
    fault: { kind: 'data-list', value: 'rows' },
    demand: 'end',
    code: 'HSS_BAD_RESPONSE',
  },
  'a data_list without rows': { fault: { kind: 'data-list', value: [] }, demand: 'anew' },
  'a data_list of no rows': { fault: { kind: 'data-list', value: [null, 5] }, demand: 'anew' },
  'no total_num': { fault: { kind: 'total', omit: true }, demand: 'end', code: 'HSS_BAD_RESPONSE' },
  'a total_num that is text': {
    fault: { kind: 'total', value: String(ROWS) },
    demand: 'end',
    code: 'HSS_BAD_RESPONSE',
  },
  'a total_num that is null': {
    fault: { kind: 'total', value: null },
    demand: 'end',
    code: 'HSS_BAD_RESPONSE',
  },
  'a negative total_num': {
    fault: { kind: 'total', value: -1 },
    demand: 'end',
    code: 'HSS_BAD_RESPONSE',
  },
  'a broken total_num': {
    fault: { kind: 'total', value: 449.5 },
    demand: 'end',
    code: 'HSS_BAD_RESPONSE',
  },
  'a total_num one too large': { fault: { kind: 'total', delta: 1 }, demand: 'anew' },
  'a total_num one too small': { fault: { kind: 'total', delta: -1 }, demand: 'anew' },
  'a total_num of 0': { fault: { kind: 'total', value: 0 }, demand: 'anew' },
  // Only the first page's total_num is taken for the list's; a later one that differs is a list that moved.
  'a total_num beyond all rows': {
    fault: { kind: 'total', value: 2_000_201 },
    demand: 'anew',
    code: 'HSS_TOO_MANY_ROWS',
    at: { first: 'end', every: 'end' },
  },
  'pages of at most 50 rows': { fault: { kind: 'page-cap', rows: 50 }, demand: 'fine' },
  'pages of at most 20 rows': { fault: { kind: 'page-cap', rows: 20 }, demand: 'fine' },
  'a row as itself, where a page has one': {
    fault: { kind: 'single-object' },
    demand: 'fine',
    // The third page has the last row alone.
    rows: 399,
  },
  'a row inserted': {
    fault: { kind: 'drift', insertAt: 0 },
    demand: 'anew',
    // The change is over before the first page is made.
    at: { first: 'fine' },
  },
  'a row removed': { fault: { kind: 'drift', removeAt: 0 }, demand: 'anew', at: { first: 'fine' } },
  'rows that move, and as many as before': {
    fault: { kind: 'drift', removeAt: 10, insertAt: 430 },
    demand: 'anew',
    at: { first: 'fine' },
  },
  'a page that repeats its last row': {
    fault: { kind: 'repeat' },
    demand: 'end',
    code: 'HSS_BAD_RESPONSE',
    // This one has room for it: no more rows than asked for, but more than there are.
    at: { last: 'anew' },
  },
  'a page that has its last row but one twice in place of the last': {
    fault: { kind: 'repeat', keepSize: true },
    demand: 'anew',
  },
  'a page that begins with a row of the one before': {
    fault: { kind: 'repeat', what: 'previous-page' },
    demand: 'end',
    code: 'HSS_BAD_RESPONSE',
    at: { first: 'fine', last: 'anew' },
  },
  'a page that is one row late': {
    fault: { kind: 'repeat', what: 'previous-page', keepSize: true },
    demand: 'anew',
    at: { first: 'fine' },
  },
  // The row that two pages share is another one in each, unless all pages say the same.
  'an enum value of tomorrow in each row': {
    fault: enumOf(),
    demand: 'anew',
    at: { every: 'fine' },
  },
  'an enum value of tomorrow in a page’s first row': {
    fault: enumOf(true),
    demand: 'anew',
    at: { first: 'fine' },
  },
};
