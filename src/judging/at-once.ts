import { HIGHEST_LEVEL } from '../client/retry/level';

/**
 * Runs a task for each item, several at a time, in their order: as many as keep the client busy. A list's deadline runs from when it
 * is asked for, which thousands that wait for each other would miss.
 * @param requests that a task has under way at once
 */
export async function forEachAtOnce<T>(
  items: Iterable<T>,
  requests: number,
  task: (item: T) => Promise<void>,
): Promise<void> {
  // One iterator for all, so that each item is taken once.
  const next = items[Symbol.iterator]();
  const workOn = async (): Promise<void> => {
    for (let one = next.next(); one.done !== true; one = next.next()) await task(one.value);
  };
  const atOnce = Math.max(1, Math.floor(HIGHEST_LEVEL / requests));
  await Promise.all(Array.from({ length: atOnce }, workOn));
}
