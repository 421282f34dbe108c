import { isAbsolute, relative, sep } from 'node:path';

/** Returns whether an absolute path is below a folder. Links are not resolved. */
export function isInside(folder: string, path: string): boolean {
  if (!isAbsolute(folder) || !isAbsolute(path)) return false;
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
