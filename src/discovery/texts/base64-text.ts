import { TextDecoder } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { TextNode } from '../nodes/node';

/** Shorter Base64 can't encode a key and a reference. */
const MIN_LENGTH = 16;
/** Maximum size. Larger texts are files, not configurations. */
const MAX_LENGTH = 16 << 20;
const GZIP = Buffer.from([0x1f, 0x8b]);

/** Decodes a text that is Base64, gzip in Base64, or a data URL. Undefined for any other text. */
export function encodedIn(host: TextNode): TextNode | undefined {
  if (host.token || host.raw.length < MIN_LENGTH || host.raw.length > MAX_LENGTH) return undefined;
  const text = host.raw.startsWith('data:') ? dataOf(host.raw) : textOf(host.raw);
  if (text === undefined || text === host.raw) return undefined;
  return {
    kind: 'text',
    text,
    raw: text,
    token: false,
    template: false,
    host,
    trail: undefined,
    fixed: true,
  };
}

/** Matches lines of Base64 in a text of several lines, up to a maximum. */
const PARTS = /(?:^|\n)([A-Za-z0-9+/]{40,}(?:\r?\n[A-Za-z0-9+/]+)*={0,2})/g;
const MAX_PARTS = 100;

/** Decodes the encoded parts of a text. */
export function encodedPartsOf(text: string): string[] {
  // A text of one line is encoded as a whole, or not at all.
  if (!text.includes('\n') || text.length > MAX_LENGTH) return [];
  const found: string[] = [];
  for (const [, part] of text.matchAll(PARTS)) {
    if (found.length >= MAX_PARTS) break;
    const inner = textOf(part);
    if (inner !== undefined) found.push(inner);
  }
  return found;
}

/** Decodes Base64. Undefined if it is not Base64 of a text. */
function textOf(raw: string): string | undefined {
  // The first characters exclude nearly every other text.
  if (!/^[A-Za-z0-9+/_-]{12}/.test(raw) || !/^[A-Za-z0-9+/_\s-]+={0,2}$/.test(raw.trimEnd())) {
    return undefined;
  }
  return asText(Buffer.from(raw, 'base64'));
}

/** `data:text/plain;base64,…`, or with percent signs. */
function dataOf(url: string): string | undefined {
  const [, base64, data] = /^data:[^,]{0,256}?(;base64)?,([^]*)$/.exec(url) ?? [];
  if (data === undefined) return undefined;
  if (base64 !== undefined) return asText(Buffer.from(data, 'base64'));
  try {
    return decodeURIComponent(data);
  } catch {
    return data;
  }
}

function asText(bytes: Buffer): string | undefined {
  const plain = bytes.subarray(0, 2).equals(GZIP) ? unzipped(bytes) : bytes;
  if (plain === undefined || !isPrintable(plain.subarray(0, 256))) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plain);
  } catch {
    return undefined;
  }
}

function unzipped(bytes: Buffer): Buffer | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_LENGTH });
  } catch {
    return undefined;
  }
}

/** Returns whether bytes have no control characters except white space. */
function isPrintable(bytes: Buffer): boolean {
  return bytes.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}
