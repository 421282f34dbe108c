import { readFileSync, readdirSync } from 'node:fs';

/** A process. Its start time distinguishes it from a later process with the same ID. */
export interface Process {
  readonly id: number;
  /** Its start time, in clock ticks since boot. */
  readonly began: string;
}

/**
 * Returns the process with this ID, from Linux's /proc; undefined if it has ended or there is no
 * /proc.
 */
export function processOf(id: number): Process | undefined {
  const stat = statOf(id);
  return stat === undefined ? undefined : { id, began: stat.began };
}

export function isRunning({ id, began }: Process): boolean {
  return statOf(id)?.began === began;
}

export function childrenOf(parent: Process): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = statOf(Number(name));
      return stat?.parent === parent.id ? [{ id: Number(name), began: stat.began }] : [];
    });
}

function statOf(id: number): { readonly parent: number; readonly began: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
    // The fields after the name, which may contain anything. The first of them is the third of the
    // line.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, parent] = fields;
    // A zombie has ended. In a container, its parent often never reaps it.
    if (state === 'Z') return undefined;
    return { parent: Number(parent), began: fields[19] };
  } catch {
    return undefined;
  }
}
