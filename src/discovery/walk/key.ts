/** What a key says about its value. */
export type KeyMeaning =
  /** A container image: `image`, `baseImage`, `image_uri`, `ccpimage`, `imageOverrides`. */
  | 'image'
  /** The name of an image, whose registry or tag may stand beside it: `imageName`, `image_repository`. */
  | 'name'
  | 'tag'
  | 'digest'
  | 'registry'
  /** An image of a disk or a picture; rarely a container's. */
  | 'other'
  /** An image of a machine, or in Kubernetes that of a container. */
  | 'machine'
  /** Something about an image that names none: a pull policy, a pull secret, a size, a type, an ID. */
  | 'setting'
  | 'none';

/** Words before `image` that make it the image of a disk or a picture. */
const PICTURES = new Set(
  'ami avatar background banner boot cover disc disk favicon gallery hero icon iso logo os photo picture preview screenshot splash thumb thumbnail vm'.split(
    ' ',
  ),
);
/** Words before `image` that make it the image of a machine, other than in an object of Kubernetes. */
const MACHINES = new Set(
  'golden guest kernel machine marketplace node profile rootfs server snapshot source template volume windows'.split(
    ' ',
  ),
);

/** Words that may follow on `image` in a key whose value is a reference. */
const REFERENCE_WORDS = new Set(
  'address default fqin full fullname identifier list location map override overrides path ref reference references refs resource source spec specs src uri uris url urls value values'.split(
    ' ',
  ),
);
const NAME_WORDS = new Set(['name', 'names', 'repo', 'repository', 'repositories', 'repos']);
const TAG_WORDS = new Set(['tag', 'version']);
const DIGEST_WORDS = new Set(['digest', 'sha', 'sha256']);
const REGISTRY_WORDS = new Set(['registry', 'hub', 'prefix']);

/** No key of an API is longer, and none has white space. */
const MAX_KEY = 128;

const known = new Map<string, KeyMeaning>();
/** A plan has few keys, each of them thousands of times; hostile ones must not fill the memory. */
const MAX_KNOWN = 10_000;

/** Says what a key means, whatever its letter case. Of an annotation's key, what follows the last slash counts. */
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
 * A key as Go's encoding/json compares it: without regard to case, and with the two letters outside of ASCII that
 * fold to `s` and `k`.
 */
export function foldKey(key: string): string {
  // The Kelvin sign is a `k` in lower case anyway.
  const lower = key.toLowerCase();
  return lower.includes('\u017f') ? lower.replace(/\u017f/g, 's') : lower;
}

/** The words of a key: `imagePullPolicy`, `image_pull_policy` and `IMAGE-PULL-POLICY` have the same three. */
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
