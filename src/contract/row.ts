import { InexactNumber } from './exact-number';
import { EndpointSpec, FieldSpec } from './fields';

/** A typed row as this folder makes it: props in camelCase, and what was wrong with the rest. */
export interface Row {
  readonly [prop: string]: string | number | boolean | string[] | undefined;
  readonly anomalies?: string[];
}

/** How the keys of a raw row are spelled: as in the API (`image_name`), or as props (`imageName`). */
export type Spelling = 'api' | 'prop';

/**
 * Reads one raw row by the endpoint's table. What is sound is kept; what is not is left out and said in
 * `anomalies`, each beginning with the API's name of the field and a colon. Never throws, never guesses.
 * Fields that the table doesn't know are not read: a newer HSS may send more.
 */
export function readRow(spec: EndpointSpec, raw: unknown, spelling: Spelling = 'api'): Row {
  const row: { [prop: string]: string | number | boolean | string[] } = {};
  if (!isRecord(raw)) {
    row.anomalies = [`row: expected an object, got ${describeValue(raw)}`];
    return row;
  }
  const anomalies: string[] = [];
  for (const prop of Object.keys(spec.fields)) {
    const field = spec.fields[prop];
    const value = rawValue(raw, prop, field, spelling);
    if (value === undefined || value === null) continue;
    const wrong = fault(field, value);
    if (wrong === undefined) row[prop] = value as string | number | boolean;
    else anomalies.push(`${field.name}: ${wrong}`);
  }
  if (anomalies.length > 0) row.anomalies = anomalies;
  return row;
}

/** The value of one field in a raw row. */
export function rawValue(
  raw: { readonly [key: string]: unknown },
  prop: string,
  field: FieldSpec,
  spelling: Spelling,
): unknown {
  const key = spelling === 'api' ? field.name : prop;
  return Object.hasOwn(raw, key) ? raw[key] : undefined;
}

/** The name of the API field that an anomaly is about. */
export function anomalyField(anomaly: string): string {
  return anomaly.slice(0, anomaly.indexOf(':'));
}

function fault(field: FieldSpec, value: unknown): string | undefined {
  switch (field.kind) {
    case 'string':
      if (typeof value !== 'string') return `expected a string, got ${describeValue(value)}`;
      return lengthFault(field.min ?? 0, field.max ?? Infinity, value);
    case 'integer':
      if (value instanceof InexactNumber) {
        return `expected a whole number that is exact, got ${describeValue(value)}`;
      }
      if (typeof value !== 'number') return `expected a whole number, got ${describeValue(value)}`;
      if (!Number.isSafeInteger(value)) {
        return `expected a whole number that is exact, got ${describeValue(value)}`;
      }
      if (value < field.min || value > field.max) {
        return `expected a whole number from ${field.min} to ${field.max}, got ${value}`;
      }
      return undefined;
    case 'boolean':
      return typeof value === 'boolean'
        ? undefined
        : `expected true or false, got ${describeValue(value)}`;
    case 'enum':
      return typeof value === 'string' && field.values.includes(value)
        ? undefined
        : `expected one of ${field.values.join(', ')}, got ${describeValue(value)}`;
  }
}

function lengthFault(min: number, max: number, value: string): string | undefined {
  // Characters are never more than UTF-16 units, so counting them is needed only above the bound.
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
