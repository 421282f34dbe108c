import { oneLine } from './safe-text';
import { cut } from './text';

/**
 * Returns the reason why a file can't be read: the error's code if it has one, such as ENOENT,
 * because its message may contain other paths.
 */
export function readFailure(error: unknown): string {
  const { code } = (error ?? {}) as { readonly code?: unknown };
  if (typeof code === 'string') return cut(oneLine(code), 80);
  return error instanceof Error ? cut(oneLine(error.message), 200) : 'unknown error';
}
