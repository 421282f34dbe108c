import { ListSpec } from '../../contract/fields';
import { Row, isRecord } from '../../contract/row';

/**
 * Returns the part of a raw row that its typed row lacks, as JSON; undefined if it lacks nothing,
 * as in most cases. Two raw rows are equal if their typed rows and these parts are.
 * @param row undefined for a row that was read and not kept
 */
export function unreadPart(
  spec: Pick<ListSpec, 'fields'>,
  raw: unknown,
  row: Row | undefined,
): string | undefined {
  if (row === undefined || row.anomalies !== undefined || !isRecord(raw)) return textOf(raw);
  const names = namesOf(spec.fields);
  let unread: [string, unknown][] | undefined;
  for (const name in raw) {
    // Objects may have unread parts, and an inexact number has digits that the row lacks.
    if (names.has(name) && (typeof raw[name] !== 'object' || raw[name] === null)) continue;
    (unread ??= []).push([name, raw[name]]);
  }
  return unread === undefined ? undefined : textOf(unread);
}

let unwritable = 0;

/** Returns a value as JSON; a unique text for a value that is nested too deeply. */
function textOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return `unwritable ${++unwritable}`;
  }
}

const namesByFields = new WeakMap<object, ReadonlySet<string>>();

function namesOf(fields: ListSpec['fields']): ReadonlySet<string> {
  let names = namesByFields.get(fields);
  if (names === undefined) {
    names = new Set(Object.values(fields).map(({ name }) => name));
    namesByFields.set(fields, names);
  }
  return names;
}
