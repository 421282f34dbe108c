// What a list costs at least, whoever reads it: requests, and time.

/** Rows a page at most; pages overlap by one, which shows whether the list moved. */
const PAGE = 200;

export const leastRequests = (rows) =>
  rows <= PAGE ? 1 : 1 + Math.ceil((rows - PAGE) / (PAGE - 1));

/**
 * The ms that latency, quota and a careful start allow: the first page says how many there are; then come rounds of 8, 16, 32, 64,
 * 64… requests, each as long as one answer takes, and no more than the quota begin in any second.
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
