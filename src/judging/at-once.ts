import { HIGHEST_LEVEL } from '../client/retry/level';

/**
 * Runs a task for each item, in order, as many at a time as keep the client busy. With more,
 * requests would wait in a long queue and miss the deadline of their list, which starts with the
 * request.
 * @param requests number of requests that a task has under way at once
 */
export async function forEachAtOnce<T>(
  items: Iterable<T>,
  requests: number,
  task: (item: T) => Promise<void>,
): Promise<void> {
  // One shared iterator, so that each item is taken once.
  const next = items[Symbol.iterator]();
  const workOn = async (): Promise<void> => {
    for (let one = next.next(); one.done !== true; one = next.next()) await task(one.value);
  };
  const atOnce = Math.max(1, Math.floor(HIGHEST_LEVEL / requests));
  await Promise.all(Array.from({ length: atOnce }, workOn));
}
