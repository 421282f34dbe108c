/**
 * Replaces what differs between objects that are in doubt for the same cause: quoted values, paths and
 * numbers.
 */
export function normalizeReason(reason: string): string {
  return reason
    .replace(/"(?:[^"\\]|\\.)*"/g, '"…"')
    .replace(/\S*\w[./[][\w/]\S*/g, '…')
    .replace(/\d+/g, 'N')
    .slice(0, 160);
}
