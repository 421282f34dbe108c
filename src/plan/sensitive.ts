import { isRecord } from '../contract/row';
import { Step } from '../discovery';

/**
 * Whether the value at a path is sensitive.
 * @param marks the plan's `after_sensitive`: the same form as the values, with true for sensitive
 *   ones
 */
export function isSensitive(marks: unknown, path: readonly Step[]): boolean {
  let here = marks;
  for (const step of path) {
    if (here === true) return true;
    if (Array.isArray(here)) here = here[Number(step)] as unknown;
    else if (isRecord(here) && Object.hasOwn(here, step)) here = here[step];
    else return false;
  }
  // A mark below would be on a part of a text, which is impossible.
  return here === true;
}
