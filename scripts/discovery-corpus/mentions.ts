/**
 * A plain text search for images that shares nothing with src/discovery. It uses words and lines,
 * not structure: it is often wrong, but in other ways than discovery. Review its results.
 */
import { leavesOf } from './json';

/** A text that looks like an image reference. */
export interface Mention {
  readonly text: string;
  /** The path of keys to it, or `key image` if it was found in the raw text. */
  readonly at: string;
}

export interface Mentions {
  /** Complete references. */
  readonly references: readonly Mention[];
  /** Keys with "image" in their name and any text as their value. */
  readonly imageKeys: readonly string[];
}

const PATH = '[a-z0-9]+(?:[._-]+[a-z0-9]+)*';
const TAG = ':[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}';
const DIGEST = '@sha256:[0-9a-f]{64}';
const HOST = '(?:[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+(?::\\d+)?|[A-Za-z0-9-]+:\\d+|localhost)';

/** `host/path:tag` or `host/path@digest`. */
const FULL = new RegExp(`^${HOST}(?:/${PATH})+(?:${TAG}(?:${DIGEST})?|${DIGEST})$`);

/** Matches possible values of a key with "image" in its name: `nginx`, `shop/web:1.4.2`. */
const SHORT = new RegExp(`^(?:${HOST}/)?${PATH}(?:/${PATH})*(?:${TAG})?(?:${DIGEST})?$`);

/** Matches the scheme before a reference. */
const SCHEME = /^(?:docker|docker-image|docker-daemon|containerd|oci|oci\+native|cr):\/\//i;

const SEPARATORS = /[\s"'`,;=<>()[\]{}|\\]+/;

const KEY_LINE =
  /^[\s-]*["']?([A-Za-z0-9_./-]*image[A-Za-z0-9_-]*)["']?\s*:\s*["']?([^\s"'#,{}[\]]+)/gim;

/** Matches the ends of keys that have "image" in their name but no image as their value. */
const HARMLESS_KEY = new RegExp(
  `(${[
    'policy|secrets?|enabled|interval|timeout|gc_?age|features|config|class|kind',
    'size|width|height|count|type|format|family|os|disk|state|status',
    'ids?|arn|project|name_?space|digest|tag|version|registry',
  ].join('|')})$`,
  'i',
);

const NO_IMAGES =
  /^(true|false|null|~|\d+|\||>|[|>][+-]|Always|IfNotPresent|Never|string|object|array)$/;

/** Searches an object for images. */
export function findMentions(value: unknown, text: string): Mentions {
  const references = new Map<string, Mention>();
  const imageKeys = new Set<string>();
  for (const { keys, text: leaf } of leavesOf(value)) {
    for (const word of leaf.split(SEPARATORS)) {
      const reference = word.replace(SCHEME, '').replace(/[.:]+$/, '');
      if (FULL.test(reference) && !references.has(reference)) {
        references.set(reference, { text: reference, at: keys.join('.') });
      }
    }
    if (leaf.trim() !== '' && saysImage(keys)) imageKeys.add(keys.slice(-2).join('.'));
  }
  for (const [, key, raw] of text.matchAll(KEY_LINE)) {
    const reference = raw.replace(SCHEME, '');
    if (HARMLESS_KEY.test(key) || NO_IMAGES.test(reference)) continue;
    if (SHORT.test(reference) && !references.has(reference)) {
      references.set(reference, { text: reference, at: `key ${key}` });
    }
  }
  return { references: [...references.values()], imageKeys: [...imageKeys] };
}

/**
 * Returns whether a key has "image" in its name, or is a part of a reference below such a key:
 * `image.repository`.
 */
function saysImage(keys: readonly string[]): boolean {
  const [key, above] = [keys.at(-1) ?? '', keys.at(-2) ?? ''];
  if (/^(repository|repo|registry|name|url|uri|tag|digest)$/i.test(key))
    return /image$/i.test(above);
  return /image/i.test(key) && !HARMLESS_KEY.test(key);
}

/** Returns whether a mentioned image is among those found, which may have a tag from elsewhere. */
export function isAmong(mention: string, images: readonly string[]): boolean {
  return images.some((image) => {
    const found = image.replace(SCHEME, '');
    return found === mention || found.startsWith(`${mention}:`) || found.startsWith(`${mention}@`);
  });
}
