// The least number of requests and the least time for a list, for any reader.

/** The most rows per page. Pages overlap by one row, which shows whether the list has changed. */
const PAGE = 200;

export const leastRequests = (rows) =>
  rows <= PAGE ? 1 : 1 + Math.ceil((rows - PAGE) / (PAGE - 1));

/**
 * Returns the least ms for a list under latency, quota and a careful start. The first page gives
 * the number of rows. Then follow rounds of 8, 16, 32, 64, 64… requests, each as long as one
 * answer, and no more requests start within a second than the quota allows.
 */
export function leastMs({ requests, latencyMs, perSecond = 200, start = 8, most = 64 }) {
  const begun = [0];
  let now = latencyMs;
  for (let level = start, left = requests - 1; left > 0; level = Math.min(2 * level, most)) {
    const round = Math.min(level, left);
    for (let sent = 0; sent < round; sent++) {
      now = Math.max(now, (begun.at(-perSecond) ?? -Infinity) + 1000);
      begun.push(now);
    }
    now += latencyMs;
    left -= round;
  }
  return now;
}
