import { readFileSync, readdirSync } from 'node:fs';

/** A process, which its ID alone does not tell from one that has the same ID later. */
export interface Process {
  readonly id: number;
  /** When it began, in the kernel's ticks. */
  readonly began: string;
}

/** The process of an ID as it is now, by Linux's /proc; undefined when it has ended, or where there is no /proc. */
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
    // Behind the name, which may hold anything; the third field of the whole is the first here.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, parent] = fields;
    // One that has ended and is not asked for by its parent: in a container often nobody ever does.
    if (state === 'Z') return undefined;
    return { parent: Number(parent), began: fields[19] };
  } catch {
    return undefined;
  }
}
