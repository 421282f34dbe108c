/**
 * Requests were under way together, and never more than a process may have. How many it comes to is for the
 * machine's load to say.
 */
export function expectOverlap(peak: number, most = 64): void {
  expect(peak).toBeGreaterThan(1);
  expect(peak).toBeLessThanOrEqual(most);
}
