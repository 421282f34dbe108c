import { isJsonObject } from '../data/exact-json';
import { ENDPOINT_NAMES } from '../query/routes';
import { Fault, FaultKind } from './faults';

/** Checks faults from JSON, so that a typing mistake is an error instead of having no effect. */

type Check = readonly [expected: string, test: (value: unknown) => boolean];

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
const count: Check = ['an integer of at least 0', isCount];
const positive: Check = ['an integer of at least 1', (value) => isCount(value) && value !== 0];
const whole: Check = ['an integer', Number.isSafeInteger];
const text: Check = ['a text', (value) => typeof value === 'string'];
const flag: Check = ['true or false', (value) => typeof value === 'boolean'];
const any: Check = ['a JSON value', () => true];
const object: Check = ['an object', isJsonObject];
const status: Check = ['a status from 200 to 599', (value) => between(value, 200, 599)];
const redirection: Check = ['a status from 300 to 399', (value) => between(value, 300, 399)];
const oneOf = (...values: string[]): Check => [
  `one of ${values.join(', ')}`,
  (value) => values.includes(value as string),
];
const page: Check = [
  'first, middle, last or an offset',
  (value) => isCount(value) || ['first', 'middle', 'last'].includes(value as string),
];
const retryAfter: Check = [
  'seconds, a text, or { inSeconds }',
  (value) =>
    isCount(value) ||
    typeof value === 'string' ||
    (isJsonObject(value) && typeof value.inSeconds === 'number'),
];

const TARGET: { readonly [name: string]: Check } = {
  endpoint: oneOf(...ENDPOINT_NAMES),
  page,
  times: positive,
  skip: count,
};

/** Fields of each kind; `!` marks required ones. */
const KINDS: {
  readonly [kind in FaultKind['kind']]: { readonly [name: string]: Check };
} = {
  status: { 'status!': status, retryAfter, body: any, errorCode: text, errorMsg: text },
  rate: { 'perSecond!': positive },
  redirect: { 'location!': text, status: redirection },
  html: { status },
  'wrong-type': { 'value!': any },
  empty: {},
  'reset-before': {},
  'reset-in-headers': {},
  'reset-in-body': {},
  hang: {},
  'hang-in-body': {},
  drip: { 'everyMs!': count, bytes: positive },
  truncated: { keep: count },
  gzip: {},
  latency: { 'ms!': count },
  oversized: { 'bytes!': count, chunked: flag },
  drift: { insertAt: count, removeAt: count, row: object },
  repeat: { what: oneOf('last-row', 'previous-page'), count: positive, keepSize: flag },
  total: { value: any, delta: whole, omit: flag },
  'page-cap': { 'rows!': positive },
  'single-object': {},
  'data-list': { value: any, omit: flag },
  'new-enum': { 'field!': text, value: any, first: flag },
};

/** Kinds that have no effect without one of these fields. */
const NEEDS_ONE: { readonly [name: string]: readonly string[] } = {
  drift: ['insertAt', 'removeAt'],
  total: ['value', 'delta', 'omit'],
  'data-list': ['value', 'omit'],
};

/**
 * Returns the list as faults.
 * @throws Error that says which fault is wrong and why
 */
export function checkFaults(list: unknown): Fault[] {
  if (!Array.isArray(list)) throw new Error('faults must be a list');
  list.forEach((fault: unknown, index) => {
    const wrong = complaint(fault);
    if (wrong !== undefined) throw new Error(`faults[${index}]${wrong}`);
  });
  return list as Fault[];
}

function complaint(fault: unknown): string | undefined {
  if (!isJsonObject(fault)) return ' must be an object';
  const kind = String(fault.kind);
  if (!Object.hasOwn(KINDS, kind)) return `.kind must be one of ${Object.keys(KINDS).join(', ')}`;
  const fields: { readonly [name: string]: Check } = KINDS[kind as FaultKind['kind']];
  for (const [field, value] of Object.entries(fault)) {
    if (field === 'kind' || value === undefined) continue;
    const check = TARGET[field] ?? fields[field] ?? fields[`${field}!`];
    if (check === undefined) return `.${field} is not a field of the kind ${kind}`;
    if (!check[1](value)) return `.${field} must be ${check[0]}`;
  }
  const missing = Object.keys(fields).find(
    (field) => field.endsWith('!') && fault[field.slice(0, -1)] === undefined,
  );
  if (missing !== undefined) {
    return `.${missing.slice(0, -1)} is missing: the kind ${kind} needs it`;
  }
  const choices = NEEDS_ONE[kind];
  return choices === undefined || choices.some((field) => fault[field] !== undefined)
    ? undefined
    : ` needs one of ${choices.join(', ')}`;
}

function between(value: unknown, low: number, high: number): boolean {
  return isCount(value) && Number(value) >= low && Number(value) <= high;
}
