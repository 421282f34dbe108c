import { safeJson } from '../util/safe-text';

/** JSON for people and machines alike: whoever reads the file gets the very same text. */
export function jsonText(value: unknown): string {
  return `${safeJson(JSON.stringify(value, undefined, 2))}\n`;
}
