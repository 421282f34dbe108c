import { statSync } from 'node:fs';

/** Whether a path leads to an ordinary file; not where there is nothing. */
export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
