import { EndpointSpec, ParameterSpec } from '../../../contract/fields';
import { QueryValue, checkQuery } from '../../../contract/query';
import { Row } from '../../../contract/row';
import { Probe } from './answers';

/** The kinds of name probes: a part of a name, or another spelling. */
export const NAME_PROBES = {
  whole: 'a whole name',
  beginning: 'the beginning of a name',
  end: 'the end of a name',
  otherCase: 'a name in another case',
} as const;

/** Descriptions of values that a report must not quote. */
export const ROW_VALUE = 'the value of a row';
export const MEDIAN_TIME = 'the time of a row';

/**
 * Returns queries for the parameters that can be tried with values from the rows, so that some
 * known rows fulfil them. Each probe is one query for one page.
 * @param base parameters that every query has
 */
export function probesFor(
  spec: EndpointSpec,
  rows: readonly Row[],
  base: { readonly [prop: string]: QueryValue },
): Probe[] {
  const found = Object.entries(spec.parameters).flatMap(([prop, parameter]) =>
    prop in base || parameter.inPath === true || prop === 'enterpriseProjectId'
      ? []
      : probesOf(prop, parameter, rows).map((one) => ({ prop, parameter: parameter.name, ...one })),
  );
  return found.filter(({ values }) => isAllowedQuery(spec, { ...base, ...values }));
}

type Tried = Pick<Probe, 'given' | 'values'>;

/** Returns whether the contract allows a query. A value from a row may violate it. */
export function isAllowedQuery(
  spec: EndpointSpec,
  values: { readonly [prop: string]: QueryValue },
): boolean {
  try {
    checkQuery(spec, values);
    return true;
  } catch {
    return false;
  }
}

function probesOf(prop: string, parameter: ParameterSpec, rows: readonly Row[]): Tried[] {
  const field = parameter.recheck?.field ?? parameter.nameOf;
  const given = (value: QueryValue, shown = String(value)): Tried => ({
    given: shown,
    values: { [prop]: value },
  });
  if (prop === 'sortKey') return sorts(parameter);
  if (prop === 'sortDir') return [];
  if (parameter.kind === 'boolean') return [given(true), given(false)];
  if (field === undefined) return [];
  const values = rows.map((row) => row[field]).filter((value) => value !== undefined);
  switch (parameter.kind) {
    case 'enum':
      return enumValues(parameter.values, values).map((value) => given(value));
    case 'enumList': {
      const chosen = enumValues(parameter.values, values);
      const both = chosen.length > 1 ? [given(chosen, chosen.join(','))] : [];
      return [...chosen.map((value) => given([value], value)), ...both];
    }
    case 'integer': {
      const numbers = values.filter((value) => typeof value === 'number').sort((a, b) => a - b);
      if (numbers.length === 0) return [];
      const isTime = parameter.recheck !== undefined;
      return [given(numbers[numbers.length >> 1], isTime ? MEDIAN_TIME : ROW_VALUE)];
    }
    case 'string': {
      const texts = values.filter((value): value is string => typeof value === 'string');
      if (parameter.nameOf !== undefined) return nameProbes(prop, texts);
      const text = texts.find((one) => one !== '');
      return text === undefined ? [] : [given(text, ROW_VALUE)];
    }
  }
}

/**
 * Returns the rarest and the most frequent value in the rows, or any value if the rows have none.
 */
function enumValues(allowed: readonly string[], seen: readonly unknown[]): string[] {
  const counts = allowed
    .map((value) => ({ value, count: seen.filter((one) => one === value).length }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => a.count - b.count);
  if (counts.length === 0) return allowed.slice(0, 1);
  return [...new Set([counts[0].value, counts[counts.length - 1].value])];
}

function sorts(parameter: ParameterSpec): Tried[] {
  if (parameter.kind !== 'enum') return [];
  return parameter.values.flatMap((key): Tried[] => [
    { given: key, values: { sortKey: key } },
    { given: `${key}, asc`, values: { sortKey: key, sortDir: 'asc' } },
    { given: `${key}, desc`, values: { sortKey: key, sortDir: 'desc' } },
  ]);
}

/**
 * Returns probes with parts of a name. The parts are not complete names themselves, so that only a
 * partial match finds rows.
 */
function nameProbes(prop: string, names: readonly string[]): Tried[] {
  const all = new Set(names);
  const isNew = (part: string): boolean => part.trim() === part && part !== '' && !all.has(part);
  const name =
    names.find((one) => one.length > 2 && isNew(one.slice(0, -1)) && isNew(one.slice(1))) ??
    names.find((one) => one !== '');
  if (name === undefined) return [];
  const upper = name.toUpperCase();
  const parts: readonly (readonly [given: string, value: string])[] = [
    [NAME_PROBES.beginning, name.slice(0, -1)],
    [NAME_PROBES.end, name.slice(1)],
    [NAME_PROBES.otherCase, upper === name ? name.toLowerCase() : upper],
  ];
  return [
    { given: NAME_PROBES.whole, values: { [prop]: name } },
    ...parts
      .filter(([, value]) => isNew(value))
      .map(([given, value]) => ({ given, values: { [prop]: value } })),
  ];
}
