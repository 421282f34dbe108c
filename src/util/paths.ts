import { isAbsolute, relative, sep } from 'node:path';

/** Whether an absolute path lies below a folder. Links are not looked at. */
export function isInside(folder: string, path: string): boolean {
  if (!isAbsolute(folder) || !isAbsolute(path)) return false;
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
