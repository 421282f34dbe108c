import { DecodedText, base64Of, hexOf, percentDecoded, unescaped, unwrapped } from './decoded-text';

/** A part of a text, `to` exclusive. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
}

/** Shorter texts would blot out half of a message, and are not credentials. */
const SHORTEST_SECRET = 4;

/**
 * A part of a secret of this many characters is cut out; shorter ones are of little use, and occur
 * in ordinary words.
 */
const SHORTEST_PART = 8;

/**
 * The number of base64 or hex characters that the shortest part alone determines, wherever it is in
 * the encoded text.
 */
const BASE64_PART = 10;
const HEX_PART = 2 * SHORTEST_PART;

/** Parts of secrets, and the decoding of a text that is searched for them. */
interface Pattern {
  readonly read: (text: DecodedText) => DecodedText;
  readonly parts: ReadonlySet<string>;
  /** The length of each part. */
  readonly length: number;
}

/** A client passes the same secrets for every answer, and a token may have thousands of parts. */
const patterns = new WeakMap<readonly string[], readonly Pattern[]>();

/**
 * Finds secrets in a text, and parts of them: as they are, over several lines, percent-encoded or
 * escaped (twice at most), in base64 or in hex. The ranges are in order, and don't touch each
 * other.
 */
export function secretRanges(text: string, secrets: readonly string[]): TextRange[] {
  let known = patterns.get(secrets);
  if (known === undefined) {
    known = secrets.flatMap(patternsOf);
    patterns.set(secrets, known);
  }
  if (known.length === 0 || text.length < SHORTEST_SECRET) return [];
  return merged(
    layersOf(text).flatMap((layer) => known.flatMap((pattern) => rangesOf(layer, pattern))),
  );
}

/**
 * Returns a text as it is, and with one or two encodings undone. A secret may look encoded itself,
 * so the original stays a layer.
 */
function layersOf(text: string): DecodedText[] {
  const plain = unwrapped(text);
  const percent = percentDecoded(plain);
  const escapes = unescaped(plain);
  const layers = [
    plain,
    percent,
    escapes,
    percentDecoded(percent),
    unescaped(percent),
    percentDecoded(escapes),
    unescaped(escapes),
  ];
  return [...new Map(layers.map((layer) => [layer.chars, layer])).values()];
}

function patternsOf(secret: string): Pattern[] {
  const { chars } = unwrapped(secret);
  if (chars.length < SHORTEST_SECRET) return [];
  const asItIs = patternOf([chars], Math.min(SHORTEST_PART, chars.length), (text) => text);
  if (secret.length < SHORTEST_PART) return [asItIs];
  return [
    asItIs,
    patternOf(base64Forms(secret), BASE64_PART, base64Of),
    patternOf([Buffer.from(secret).toString('hex')], HEX_PART, hexOf),
  ];
}

function patternOf(forms: readonly string[], length: number, read: Pattern['read']): Pattern {
  const parts = new Set<string>();
  for (const form of forms) {
    for (let at = 0; at + length <= form.length; at++) parts.add(form.slice(at, at + length));
  }
  return { read, parts, length };
}

/**
 * Returns a secret in base64, for each number of bytes before it that shift its characters: none,
 * one or two.
 */
function base64Forms(secret: string): string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
    // The first characters depend on the bytes before; the last one may depend on the bytes after.
    const whole = Math.floor((bytes.length * 8) / 6);
    return bytes.toString('base64').slice(Math.ceil((before * 8) / 6), whole);
  });
}

function rangesOf(layer: DecodedText, { read, parts, length }: Pattern): TextRange[] {
  const text = read(layer);
  const ranges: TextRange[] = [];
  for (let at = 0; at + length <= text.chars.length; at++) {
    if (!parts.has(text.chars.slice(at, at + length))) continue;
    ranges.push({ from: text.from[at], to: text.to[at + length - 1] });
  }
  return ranges;
}

function merged(ranges: readonly TextRange[]): TextRange[] {
  const all: { from: number; to: number }[] = [];
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else all.push({ from, to });
  }
  return all;
}
