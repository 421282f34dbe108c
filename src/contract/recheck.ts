import { anomalyText } from './anomaly';
import { EndpointSpec, ListSpec, Recheck } from './fields';
import { Query, QueryValue } from './query';
import { Row, Spelling, isRecord, rawValue, readRow } from './row';

/**
 * Reads raw rows and applies the exact filters of the query again, because filters of the server
 * have been inaccurate in practice. A row that contradicts a filter is removed. A row that lacks
 * the field is kept, with an anomaly that says that the filter could not be checked. If no server
 * has filtered the rows (`unchecked` is `goes`), it is removed too.
 */
export function readRows(
  spec: EndpointSpec,
  query: Query,
  raws: readonly unknown[],
  spelling: Spelling = 'api',
  unchecked: 'stays' | 'goes' = 'stays',
): Row[] {
  const read = rowReader(spec, query, spelling, unchecked);
  return raws.map(read).filter((row) => row !== undefined);
}

/**
 * Returns a function that reads one raw row in the same way. It returns undefined for a row that is
 * removed.
 */
export function rowReader(
  spec: ListSpec,
  query: Pick<Query, 'values'>,
  spelling: Spelling = 'api',
  unchecked: 'stays' | 'goes' = 'stays',
): (raw: unknown) => Row | undefined {
  const checks = Object.entries(spec.parameters)
    .filter(([prop, parameter]) => parameter.recheck !== undefined && prop in query.values)
    .map(([prop, parameter]) => ({
      name: parameter.name,
      recheck: parameter.recheck!,
      wanted: query.values[prop],
    }));
  return (raw) => {
    let row = readRow(spec, raw, spelling);
    for (const { name, recheck, wanted } of checks) {
      const field = spec.fields[recheck.field];
      const value = row[recheck.field] ?? unsoundText(raw, recheck.field, spec, spelling);
      const holds = passesRecheck(recheck, wanted, value);
      if (holds === false || (holds === undefined && unchecked === 'goes')) return undefined;
      if (holds === undefined) {
        const note = anomalyText(field.name, `missing, so the filter ${name} could not be checked`);
        row = { ...row, anomalies: [...(row.anomalies ?? []), note] };
      }
    }
    return row;
  };
}

/**
 * Returns a string that violates the contract, such as a new enum value. It still differs from the
 * requested one.
 */
function unsoundText(
  raw: unknown,
  prop: string,
  spec: ListSpec,
  spelling: Spelling,
): string | undefined {
  if (!isRecord(raw)) return undefined;
  const value = rawValue(raw, prop, spec.fields[prop], spelling);
  return typeof value === 'string' ? value : undefined;
}

/**
 * Returns whether a field's value passes a filter. Undefined if that is unknown.
 * @param value the value of the row, as read by `readRow`
 */
export function passesRecheck(
  recheck: Recheck,
  wanted: QueryValue,
  value: unknown,
): boolean | undefined {
  if (recheck.test === 'whenTrue' && wanted === false) return true;
  // An empty ID does not filter.
  if (wanted === '') return true;
  if (value === undefined) return undefined;
  switch (recheck.test) {
    case 'equals':
    case 'whenTrue':
      return value === wanted;
    case 'oneOf':
      return (wanted as readonly string[]).includes(value as string);
    case 'atLeast':
      return typeof value === 'number' ? value >= (wanted as number) : undefined;
    case 'atMost':
      return typeof value === 'number' ? value <= (wanted as number) : undefined;
    case 'positive':
      return typeof value === 'number' ? value > 0 === wanted : undefined;
  }
}
