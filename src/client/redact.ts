import { percentEncode } from './percent';

/** Shorter texts would blot out half of a message, and are no credential. */
const SHORTEST_SECRET = 4;

/**
 * A text of somebody else's, made fit to show: no credential of ours in it (a gateway may echo one), no
 * control characters (a terminal would obey them), and not endless.
 */
export function presentable(text: string, secrets: readonly string[], longest = 300): string {
  let shown = text;
  for (const secret of secrets) {
    if (secret.length < SHORTEST_SECRET) continue;
    shown = shown.split(secret).join('***').split(percentEncode(secret)).join('***');
  }
  // eslint-disable-next-line no-control-regex
  shown = shown.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g, ' ').trim();
  return shown.length > longest ? `${shown.slice(0, longest)}…` : shown;
}
