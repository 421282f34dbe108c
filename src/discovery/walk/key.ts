/** The meaning of a key for its value. */
export type KeyMeaning =
  /** A container image: `image`, `baseImage`, `image_uri`, `ccpimage`, `imageOverrides`. */
  | 'image'
  /**
   * The name of an image, whose registry or tag may be beside it: `imageName`, `image_repository`.
   */
  | 'name'
  | 'tag'
  | 'digest'
  | 'registry'
  /** An image of a disk or a picture, rarely a container image. */
  | 'other'
  /** A machine image, or in Kubernetes a container image. */
  | 'machine'
  /** A property of an image: a pull policy, a pull secret, a size, a type, an ID. */
  | 'setting'
  | 'none';

/** Words before `image` in keys of disk images and pictures. */
const PICTURES = new Set(
  'ami avatar background banner boot cover disc disk favicon gallery hero icon iso logo os photo picture preview screenshot splash thumb thumbnail vm'.split(
    ' ',
  ),
);
/** Words before `image` in keys of machine images, except in Kubernetes objects. */
const MACHINES = new Set(
  'golden guest kernel machine marketplace node profile rootfs server snapshot source template volume windows'.split(
    ' ',
  ),
);

/** Words after `image` in keys whose value is a reference. */
const REFERENCE_WORDS = new Set(
  'address default fqin full fullname identifier list location map override overrides path ref reference references refs resource source spec specs src uri uris url urls value values'.split(
    ' ',
  ),
);
const NAME_WORDS = new Set(['name', 'names', 'repo', 'repository', 'repositories', 'repos']);
const TAG_WORDS = new Set(['tag', 'version']);
const DIGEST_WORDS = new Set(['digest', 'sha', 'sha256']);
const REGISTRY_WORDS = new Set(['registry', 'hub', 'prefix']);

/** Longer keys, and keys with white space, don't occur in APIs. */
const MAX_KEY = 128;

const known = new Map<string, KeyMeaning>();
/**
 * Limit of the cache. A plan has few different keys, but a hostile one must not fill the memory.
 */
const MAX_KNOWN = 10_000;

/**
 * Returns the meaning of a key in any letter case. For an annotation, it is the part after the last
 * slash.
 */
export function meaningOf(key: string): KeyMeaning {
  let meaning = known.get(key);
  if (meaning === undefined) {
    meaning = computeMeaning(key);
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(key, meaning);
  }
  return meaning;
}

/**
 * Folds a key as Go's encoding/json does: it ignores case, and two letters outside of ASCII fold to
 * `s` and `k`.
 */
export function foldKey(key: string): string {
  // `toLowerCase` already converts the Kelvin sign to `k`.
  const lower = key.toLowerCase();
  return lower.includes('\u017f') ? lower.replace(/\u017f/g, 's') : lower;
}

/**
 * Splits a key into words. `imagePullPolicy`, `image_pull_policy` and `IMAGE-PULL-POLICY` have the
 * same three.
 */
export function wordsOf(key: string): string[] {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .split(/[^A-Za-z0-9\u017f\u212a]+/)
    .filter((word) => word !== '')
    .map(foldKey);
}

function computeMeaning(key: string): KeyMeaning {
  if (key.length > MAX_KEY || /\s/.test(key)) return 'none';
  if (!/image|container_?uri/i.test(key)) return 'none';
  const own = key.slice(key.lastIndexOf('/') + 1);
  const words = wordsOf(own);
  if (words.join('') === 'containeruri') return 'image';
  const at = words.map((word) => /images?$/.test(word)).lastIndexOf(true);
  if (at < 0) return 'none';
  const glued = words[at].replace(/images?$/, '');
  const before = [...words.slice(0, at), ...(glued === '' ? [] : [glued])];
  const after = words.slice(at + 1);
  const meaning = meaningOfEnding(after);
  if (meaning === 'setting') return meaning;
  if (before.some((word) => PICTURES.has(word))) return 'other';
  return before.some((word) => MACHINES.has(word)) ? 'machine' : meaning;
}

function meaningOfEnding(after: readonly string[]): KeyMeaning {
  const parts = [TAG_WORDS, DIGEST_WORDS, REGISTRY_WORDS, NAME_WORDS];
  const isKnown = (word: string): boolean =>
    REFERENCE_WORDS.has(word) || parts.some((words) => words.has(word));
  if (!after.every(isKnown)) return 'setting';
  const has = (words: ReadonlySet<string>): boolean => after.some((word) => words.has(word));
  if (has(TAG_WORDS)) return 'tag';
  if (has(DIGEST_WORDS)) return 'digest';
  if (has(REGISTRY_WORDS)) return 'registry';
  return has(NAME_WORDS) ? 'name' : 'image';
}
