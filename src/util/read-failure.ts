import { oneLine } from './safe-text';
import { cut } from './text';

/** Why a file can't be read: an error's code where it has one, such as ENOENT, since its message may name other paths. */
export function readFailure(error: unknown): string {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  if (typeof code === 'string') return cut(oneLine(code), 80);
  return error instanceof Error ? cut(oneLine(error.message), 200) : 'unknown error';
}
