import { anomalyText } from './anomaly';
import { EndpointSpec, ListSpec, Recheck } from './fields';
import { Query, QueryValue } from './query';
import { Row, Spelling, isRecord, rawValue, readRow } from './row';

/**
 * Reads raw rows and applies the query's exact filters to them again, because a server's filter has been
 * seen to be inaccurate. A row that contradicts a filter goes. A row that lacks the field can't
 * contradict it: it stays, and its anomalies say that the filter could not be checked; unless these checks
 * are all the filtering there is (`unchecked`), where it goes too, as it would on a server.
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

/** The same for one row at a time: undefined for one that contradicts a filter. */
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
        const note = anomalyText(
          field.name,
          `not there, so the filter ${name} could not be checked`,
        );
        row = { ...row, anomalies: [...(row.anomalies ?? []), note] };
      }
    }
    return row;
  };
}

/** A text that the contract doesn't allow, such as a new enum value, is still different from the one asked for. */
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
 * Whether a field's value passes a filter; undefined where that can't be said.
 * @param value the row's, as `readRow` has it
 */
export function passesRecheck(
  recheck: Recheck,
  wanted: QueryValue,
  value: unknown,
): boolean | undefined {
  if (recheck.test === 'whenTrue' && wanted === false) return true;
  // An empty ID asks for nothing that could be compared.
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
