import { FaultKind } from '../../simulator';

/** The fields and effect of each kind of fault; `?` marks optional fields. */
const KINDS: { readonly [kind in FaultKind['kind']]: readonly [fields: string, does: string] } = {
  status: [
    'status, retryAfter?, body?, errorCode?, errorMsg?',
    'answers with this HTTP status; retryAfter in seconds',
  ],
  rate: ['perSecond', 'answers 429 above this rate'],
  redirect: ['location, status?', 'redirects'],
  html: ['status?', 'answers with a web page'],
  'wrong-type': ['value', 'answers 200 with this JSON value'],
  empty: ['', 'answers 200 without a body'],
  'reset-before': ['', 'resets the connection before it answers'],
  'reset-in-headers': ['', 'resets the connection within the headers'],
  'reset-in-body': ['', 'resets the connection within the body'],
  hang: ['', 'never answers'],
  'hang-in-body': ['', 'stalls within the body'],
  drip: ['everyMs, bytes?', 'sends the body slowly'],
  truncated: ['keep?', 'cuts the JSON off after this many bytes'],
  gzip: ['', 'compresses the body, whatever the client accepts'],
  latency: ['ms', 'waits before it answers'],
  oversized: ['bytes, chunked?', 'adds a field of this size'],
  drift: ['insertAt?, removeAt?, row?', 'changes the list before it answers'],
  repeat: ['what?, count?, keepSize?', 'repeats rows; what is last-row or previous-page'],
  total: ['value?, delta?, omit?', 'answers with a wrong total_num'],
  'page-cap': ['rows', 'sends at most this many rows per page'],
  'single-object': ['', 'sends a page of one row as an object, not as a list'],
  'data-list': ['value?, omit?', 'answers with this data_list, or without one'],
  'new-enum': ['field, value?, first?', 'gives a field a value that its enum lacks'],
};

/** Returns the kinds of faults for the help. */
export function faultHelp(): string {
  return Object.entries(KINDS)
    .flatMap(([kind, [fields, does]]) => {
      const name = `  ${kind.padEnd(18)}`;
      return fields === '' ? [`${name}${does}`] : [`${name}${fields}`, `${' '.repeat(20)}${does}`];
    })
    .join('\n');
}
