import { Entry, STATES, groupedEntriesOf } from '../entries';
import { RunReport } from '../run-report';

/**
 * Returns the rows of the page's table, worst first. An image in several stacks has one row,
 * because it counts once.
 */
export function pageRows({ parts }: RunReport): Entry[] {
  if (parts.length === 1) return groupedEntriesOf(parts[0]);
  const rows = new Map<string, Entry>();
  for (const [part, { stack, ...rest }] of parts.entries()) {
    for (const entry of groupedEntriesOf({ stack, ...rest })) {
      // The subject of a conflict is its stack.
      const places = entry.kind === 'conflict' ? [] : [stack, ...entry.places];
      const key = keyOf(entry) ?? `${part} ${rows.size}`;
      rows.set(key, { ...entry, places: [...(rows.get(key)?.places ?? []), ...places] });
    }
  }
  return STATES.flatMap((state) => [...rows.values()].filter((entry) => entry.state === state));
}

/** Returns a key that is equal for one image in several stacks. Undefined for other entries. */
function keyOf({ kind, subject, state, findings, errorKey, verdict }: Entry): string | undefined {
  if (kind === 'undecided') return JSON.stringify([subject, errorKey]);
  if (kind === 'image') return JSON.stringify([subject, state, findings, verdict?.image]);
  return undefined;
}
