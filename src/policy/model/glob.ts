// eslint-disable-next-line @typescript-eslint/no-require-imports -- it exports a function
import picomatch = require('picomatch');
import { isSoundDigest } from './digest';
import { domainForm, isDomain, pathBelow } from './reference';
import { cut } from '../../util/text';

/**
 * `*` and `?` match within a path segment, `**` matches whole segments, and dots are ordinary
 * characters. Everything else that picomatch supports is off, and `globFault` refuses it, so a glob
 * can't mean more than it seems to.
 */
const OPTIONS = {
  dot: true,
  nobrace: true,
  nobracket: true,
  noextglob: true,
  nonegate: true,
  windows: false,
};

/**
 * Returns the literal texts with which every match of a glob begins and ends. `**` can also match
 * no segment, so the slash beside it is left out.
 */
export function literalEnds(glob: string): { readonly prefix: string; readonly suffix: string } {
  const [, prefix] = /^(.*?)(?:\/?\*\*|[*?]|$)/.exec(glob)!;
  const [, suffix] = /(?:\*\*\/?|[*?]|^)([^*?]*)$/.exec(glob)!;
  return { prefix, suffix };
}

/** The most wildcards in a glob. More make matching slow. */
const MAX_WILDCARDS = 5;

/** Compiles a glob that `globFault` accepts. */
export function globMatcher(glob: string): (text: string) => boolean {
  return picomatch(glob, OPTIONS);
}

/**
 * Returns what is wrong with a glob, or undefined. Supported are `*`, `?`, and `**` as a whole
 * segment. Refused, because tools read them differently, are braces, brackets, parentheses, `!`,
 * `|`, quotes and backslashes.
 */
export function globFault(glob: string): string | undefined {
  // eslint-disable-next-line no-control-regex -- control characters are refused
  const special = /[\\[\]{}()!|"\u0000-\u001f\u007f]/.exec(glob);
  if (special !== null) {
    return `${JSON.stringify(special[0])} is not allowed in a glob: only *, ? and ** are special`;
  }
  const segments = glob.split('/');
  if (segments.some((segment) => segment === '')) return 'it has an empty path segment';
  if (segments.some((segment) => segment === '.' || segment === '..')) {
    return 'it has a path segment "." or ".."';
  }
  if (segments.some((segment) => segment !== '**' && segment.includes('**'))) {
    return '** must be a whole path segment';
  }
  if ((glob.match(/\*+/g) ?? []).length > MAX_WILDCARDS) {
    return `it has more than ${MAX_WILDCARDS} wildcards`;
  }
  return undefined;
}

/** The parts of an image glob. Without a version, it matches every version. */
export interface ImageGlob {
  readonly name: string;
  readonly version?: string;
}

/**
 * Splits an image glob `namespace/name:version` at the colon, so that `*` never matches a colon.
 */
export function splitImageGlob(glob: string): ImageGlob {
  const colon = glob.indexOf(':');
  return colon < 0
    ? { name: glob }
    : { name: glob.slice(0, colon), version: glob.slice(colon + 1) };
}

/** The name of an image glob that begins with a registry's domain. */
export interface RegistryGlob {
  readonly domain: string;
  /** Glob over the path below the domain. */
  readonly path: string;
}

/**
 * Whether the first segment of an image glob's name looks like a registry's domain, with or without
 * wildcards.
 */
export function beginsLikeDomain(name: string): boolean {
  const slash = name.indexOf('/');
  return slash > 0 && isDomain(name.slice(0, slash));
}

/**
 * Splits the name of an image glob after the registry's domain, as in a reference; undefined
 * without a domain.
 */
export function splitRegistryGlob(name: string): RegistryGlob | undefined {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  // With a wildcard, it is unclear where the domain ends.
  if (!isDomain(first) || /[*?]/.test(first)) return undefined;
  const domain = domainForm(first);
  return { domain, path: pathBelow(domain, name.slice(slash + 1)) };
}

/**
 * Returns the regular expression for an image glob's version, which JavaScript and Terraform read
 * alike; undefined if every version matches, and for a digest. It matches only characters that a
 * tag can have, so that no exception covers an invalid version by accident.
 */
export function versionPattern(image: string): string | undefined {
  if (isSoundDigest(image)) return undefined;
  const { version } = splitImageGlob(image);
  if (version === undefined || version === '*') return undefined;
  const parts = [...version].map((character) => {
    if (character === '*') return '[A-Za-z0-9_.-]*';
    if (character === '?') return '[A-Za-z0-9_.-]';
    return character === '.' ? '[.]' : character;
  });
  return `^${parts.join('')}$`;
}

/** Returns what is wrong with an image glob, or undefined. */
export function imageGlobFault(glob: string): string | undefined {
  if (/@sha\d+:/i.test(glob)) return 'a digest stands alone: write sha256:… without a name';
  const { name, version } = splitImageGlob(glob);
  if (version !== undefined && /[:/]/.test(version)) {
    const below = name.includes('/') ? '' : glob.slice(glob.indexOf('/') + 1);
    return `a registry's port can't be given: write ${cut(below) || 'namespace/name:version'}, which is about every registry`;
  }
  if (version === '') return 'the version after ":" is empty';
  for (const part of version === undefined ? [name] : [name, version]) {
    const fault = globFault(part);
    if (fault !== undefined) return fault;
    const foreign = /[^A-Za-z0-9._/*?-]/.exec(part);
    if (foreign !== null) return `${JSON.stringify(foreign[0])} occurs in no image name or version`;
  }
  if (version === '**') return 'a version has no path segments: write * for any';
  const last = name.slice(name.lastIndexOf('/') + 1);
  if (!/[A-Za-z0-9]/.test(last)) {
    return `${JSON.stringify(cut(last))} would match every image name: it needs a letter or digit`;
  }
  return undefined;
}
