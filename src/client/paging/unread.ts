import { ListSpec } from '../../contract/fields';
import { Row, isRecord } from '../../contract/row';

/**
 * What a typed row does not say of the raw row that it was read from, as JSON; undefined where it says everything, as for
 * most rows. Two raw rows are equal where their typed rows and these are.
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
    // Objects have parts that may not be read, and a number that is not exact has digits that the row lacks.
    if (names.has(name) && (typeof raw[name] !== 'object' || raw[name] === null)) continue;
    (unread ??= []).push([name, raw[name]]);
  }
  return unread === undefined ? undefined : textOf(unread);
}

let unwritable = 0;

/** JSON; for a value that is nested too deeply to be written, a text that equals no other. */
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
