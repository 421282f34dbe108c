/**
 * So many are at work at once. The client sends fewer requests than that at a time; but a list's deadline runs from when it is
 * asked for, and thousands that wait for each other would miss it.
 */
const AT_ONCE = 16;

/** Runs a task for each item, several at a time, in their order. */
export async function forEachAtOnce<T>(
  items: Iterable<T>,
  task: (item: T) => Promise<void>,
): Promise<void> {
  // One iterator for all, so that each item is taken once.
  const next = items[Symbol.iterator]();
  const workOn = async (): Promise<void> => {
    for (let one = next.next(); one.done !== true; one = next.next()) await task(one.value);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, workOn));
}
