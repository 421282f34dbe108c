/**
 * Replaces the parts of a reason that differ between objects with the same cause: quoted values,
 * paths and numbers.
 */
export function normalizeReason(reason: string): string {
  return reason
    .replace(/"(?:[^"\\]|\\.)*"/g, '"…"')
    .replace(/\S*\w[./[][\w/]\S*/g, '…')
    .replace(/\d+/g, 'N')
    .slice(0, 160);
}
