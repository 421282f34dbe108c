import { Entry, STATES, groupedEntriesOf } from '../entries';
import { RunReport } from '../run-report';

/** The rows of the page's table, worst first: an image that several stacks deploy has one, as it counts once. */
export function pageRows({ parts }: RunReport): Entry[] {
  if (parts.length === 1) return groupedEntriesOf(parts[0]);
  const rows = new Map<string, Entry>();
  for (const [part, { stack, ...rest }] of parts.entries()) {
    for (const entry of groupedEntriesOf({ stack, ...rest })) {
      // A conflict is about its stack, and so names it already.
      const places = entry.kind === 'conflict' ? [] : [stack, ...entry.places];
      const key = keyOf(entry) ?? `${part} ${rows.size}`;
      rows.set(key, { ...entry, places: [...(rows.get(key)?.places ?? []), ...places] });
    }
  }
  return STATES.flatMap((state) => [...rows.values()].filter((entry) => entry.state === state));
}

/** What the rows of one image have in common, whatever the stack; undefined for what is no image. */
function keyOf({ kind, subject, state, findings, errorKey, verdict }: Entry): string | undefined {
  if (kind === 'undecided') return JSON.stringify([subject, errorKey]);
  if (kind === 'image') return JSON.stringify([subject, state, findings, verdict?.image]);
  return undefined;
}
