import { WHOLE_ROW, anomalyText } from './anomaly';
import { InexactNumber } from './exact-number';
import { FieldSpec, ListSpec } from './fields';

/** A typed row: its valid fields as props in camelCase, and the anomalies of the others. */
export interface Row {
  readonly [prop: string]: string | number | boolean | string[] | Row[] | undefined;
  readonly anomalies?: string[];
}

/** The spelling of keys in a raw row: as in the API (`image_name`), or as props (`imageName`). */
export type Spelling = 'api' | 'prop';

/**
 * Reads one raw row by the endpoint's table. Invalid fields are omitted and listed in `anomalies`.
 * It never throws and never guesses a value. Fields that are not in the table are ignored, because
 * a newer HSS may send more.
 */
export function readRow(
  spec: Pick<ListSpec, 'fields'>,
  raw: unknown,
  spelling: Spelling = 'api',
): Row {
  if (!isRecord(raw)) {
    return { anomalies: [anomalyText(WHOLE_ROW, `expected an object, got ${describeValue(raw)}`)] };
  }
  const anomalies: string[] = [];
  const row = readFields(spec.fields, raw, spelling, '', anomalies);
  return anomalies.length > 0 ? { ...row, anomalies } : row;
}

/**
 * @param path position of the object in its row, as in anomalies: empty, or
 * `association_images[1].`
 */
function readFields(
  fields: ListSpec['fields'],
  raw: { readonly [key: string]: unknown },
  spelling: Spelling,
  path: string,
  anomalies: string[],
): Row {
  const row: { [prop: string]: Row[string] } = {};
  const plans = plansOf(fields);
  for (let index = 0; index < plans.length; index += 1) {
    const plan = plans[index];
    const { prop, field } = plan;
    const value = rawValue(raw, prop, field, spelling);
    if (value === undefined || value === null) continue;
    if (isPlain(plan, value)) {
      row[prop] = value;
      continue;
    }
    if (field.kind === 'objectList' && Array.isArray(value)) {
      row[prop] = value.map((one: unknown, index) => {
        const place = `${path}${field.name}[${index}]`;
        if (isRecord(one)) return readFields(field.fields, one, spelling, `${place}.`, anomalies);
        // The item keeps its position, because the list has an item there.
        anomalies.push(anomalyText(place, `expected an object, got ${describeValue(one)}`));
        return {};
      });
      continue;
    }
    const wrong = fault(field, value);
    if (wrong !== undefined) anomalies.push(anomalyText(`${path}${field.name}`, wrong));
    else row[prop] = valueOf(field, value);
  }
  return row;
}

/**
 * A field of a table, prepared for a fast check of common values, because millions of values may be
 * read.
 */
interface FieldPlan {
  readonly prop: string;
  readonly field: FieldSpec;
  /** JSON type of plain values. Undefined for fields whose values always need the full check. */
  readonly type: 'string' | 'number' | 'boolean' | undefined;
  /** Range of a number's value or a string's length. */
  readonly min: number;
  readonly max: number;
  readonly values: ReadonlySet<string> | undefined;
}

const plansByFields = new WeakMap<object, readonly FieldPlan[]>();

function plansOf(fields: ListSpec['fields']): readonly FieldPlan[] {
  let plans = plansByFields.get(fields);
  if (plans === undefined) {
    plans = Object.entries(fields).map(([prop, field]) => planOf(prop, field));
    plansByFields.set(fields, plans);
  }
  return plans;
}

function planOf(prop: string, field: FieldSpec): FieldPlan {
  const [min, max, values] = [0, Infinity, undefined];
  switch (field.kind) {
    case 'string':
      return { prop, field, type: 'string', min: field.min ?? min, max: field.max ?? max, values };
    case 'integer':
      return { prop, field, type: 'number', min: field.min, max: field.max, values };
    case 'boolean':
      return { prop, field, type: 'boolean', min, max, values };
    case 'enum':
      return { prop, field, type: 'string', min, max, values: new Set(field.values) };
    default:
      return { prop, field, type: undefined, min, max, values };
  }
}

/** Returns whether a value is valid and needs no conversion. Other values may still be valid. */
function isPlain(plan: FieldPlan, value: unknown): value is string | number | boolean {
  if (typeof value !== plan.type) return false;
  if (typeof value === 'string') {
    if (plan.values !== undefined) return plan.values.has(value);
    // A string has at most as many characters as UTF-16 units, and at least half as many.
    return value.length >= 2 * plan.min && value.length <= plan.max;
  }
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) && value >= plan.min && value <= plan.max;
  }
  return true;
}

function valueOf(field: FieldSpec, value: unknown): Row[string] {
  if (field.kind === 'int64Id') return digitsOf(value);
  // A decimal with more digits than a number can represent is rounded. No rule compares it.
  return value instanceof InexactNumber ? Number(value.text) : (value as Row[string]);
}

/** The largest int64. */
const INT64_ID_MAX = 9223372036854775807n;

/** Returns the decimal digits of an ID, which is a number from HSS or a string in a row. */
function digitsOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return String(value);
  if (typeof value !== 'string' && typeof value !== 'number' && !(value instanceof InexactNumber)) {
    return undefined;
  }
  const digits = value instanceof InexactNumber ? value.text : String(value);
  const isIn = /^(?:0|[1-9]\d{0,18})$/.test(digits) && BigInt(digits) <= INT64_ID_MAX;
  return isIn ? digits : undefined;
}

/** Returns the value of a field in a raw row. */
export function rawValue(
  raw: { readonly [key: string]: unknown },
  prop: string,
  field: FieldSpec,
  spelling: Spelling,
): unknown {
  const key = spelling === 'api' ? field.name : prop;
  return Object.hasOwn(raw, key) ? raw[key] : undefined;
}

/** Formats a field's value as a string: a list as JSON, and a missing value as an empty string. */
export function fieldText(value: Row[string]): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value ?? '');
}

function fault(field: FieldSpec, value: unknown): string | undefined {
  switch (field.kind) {
    case 'string':
      if (typeof value !== 'string') return `expected a string, got ${describeValue(value)}`;
      return lengthFault(field.min ?? 0, field.max ?? Infinity, value);
    case 'integer':
      if (value instanceof InexactNumber) {
        return `expected an exact whole number, got ${describeValue(value)}`;
      }
      if (typeof value !== 'number') return `expected a whole number, got ${describeValue(value)}`;
      if (!Number.isSafeInteger(value)) {
        return `expected an exact whole number, got ${describeValue(value)}`;
      }
      if (value < field.min || value > field.max) {
        return `expected a whole number from ${field.min} to ${field.max}, got ${value}`;
      }
      return undefined;
    case 'number': {
      const number = value instanceof InexactNumber ? Number(value.text) : value;
      return typeof number === 'number' && number >= field.min && number <= field.max
        ? undefined
        : `expected a number from ${field.min} to ${field.max}, got ${describeValue(value)}`;
    }
    case 'boolean':
      return typeof value === 'boolean'
        ? undefined
        : `expected true or false, got ${describeValue(value)}`;
    case 'enum':
      return typeof value === 'string' && field.values.includes(value)
        ? undefined
        : `expected one of ${field.values.join(', ')}, got ${describeValue(value)}`;
    case 'int64Id':
      return digitsOf(value) === undefined
        ? `expected a whole number from 0 to ${INT64_ID_MAX}, got ${describeValue(value)}`
        : undefined;
    case 'objectList':
      return `expected a list, got ${describeValue(value)}`;
  }
}

function lengthFault(min: number, max: number, value: string): string | undefined {
  // A string has at most as many characters as UTF-16 units, so they are counted only above the
  // bound.
  if (value.length >= min && value.length <= max) return undefined;
  const length = [...value].length;
  if (length >= min && length <= max) return undefined;
  return `expected ${min} to ${max} characters, got ${length}`;
}

function describeValue(value: unknown): string {
  if (value instanceof InexactNumber) return cut(value.text);
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return cut(JSON.stringify(value) ?? typeof value);
}

function cut(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

export function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof InexactNumber)
  );
}
