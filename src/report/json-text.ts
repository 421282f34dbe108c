import { safeJson } from '../util/safe-text';

/**
 * Formats a value as JSON for people and programs. Unsafe characters are escaped, so both read the
 * same text.
 */
export function jsonText(value: unknown): string {
  return `${safeJson(JSON.stringify(value, undefined, 2))}\n`;
}
