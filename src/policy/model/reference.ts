import { HssError } from '../../contract/error';
import { DIGEST_LENGTHS, Digest } from './digest';
import { ImageVerdict } from './verdict';
import { cut, show } from '../../util/text';

/** An image reference, parsed by the rules of the Go package distribution/reference. */
export interface ImageReference {
  /** The reference as it was given. */
  readonly text: string;
  /** The name as written: domain and path, without tag and digest. */
  readonly name: string;
  /** Domain with port; `docker.io` if the reference has none or `index.docker.io`. */
  readonly domain: string;
  /** Path below the domain, with Docker Hub's `library/` even if the reference leaves it out. */
  readonly path: string;
  /** The tag; `latest` if the reference has neither tag nor digest. */
  readonly tag?: string;
  /** The digest. If there is one, the tag is ignored. */
  readonly digest?: Digest;
}

/** One way to split a path into HSS's namespace and image name. */
export interface NameSplit {
  /** The namespace; missing if the whole path is the name. */
  readonly namespace?: string;
  /** The image name. */
  readonly imageName: string;
}

/**
 * The most characters of a reference. Legal references are shorter: domain 253 + port 6, path 255,
 * tag 128, digest 135, and separators.
 */
const MAX_TEXT = 1024;
/** The longest path, in characters (RepositoryNameTotalLengthMax). */
const MAX_PATH = 255;

const HOST_LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const DOMAIN = new RegExp(
  `^(?:${HOST_LABEL}(?:\\.${HOST_LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?$`,
);
const PATH_SEGMENT = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*):([0-9a-fA-F]+)$/;

/**
 * Parses an image reference: `[domain/]path[:tag][@digest]`.
 * @throws HSS_INVALID_ARGUMENT if the text is not a reference, and says why
 */
export function parseReference(text: string): ImageReference {
  checkForm(text);
  const [named, digest] = cutAt(text, '@');
  if (digest !== undefined) checkDigest(text, digest);

  const slash = named.indexOf('/');
  const first = named.slice(0, Math.max(slash, 0));
  const hasDomain = slash >= 0 && isDomain(first);
  if (hasDomain && !DOMAIN.test(first)) {
    throw bad(text, `${show(first)} is not a registry domain`, 'write it as host or host:port');
  }
  const [writtenPath, tag] = cutAt(hasDomain ? named.slice(slash + 1) : named, ':');
  checkPath(text, writtenPath);
  if (tag === '') {
    throw bad(text, 'it ends with a colon and no tag', 'add the tag, or remove the colon');
  }
  if (tag !== undefined && !TAG.test(tag)) {
    throw bad(
      text,
      `${show(tag)} is not a valid tag`,
      'a tag has 1 to 128 letters, digits, "_", "." and "-", and starts with a letter, a digit or "_"',
    );
  }

  const domain = !hasDomain || first === 'index.docker.io' ? 'docker.io' : first;
  const path = pathBelow(domain, writtenPath);
  if (path.length > MAX_PATH) {
    throw bad(text, `its path has ${path.length} characters`, `at most ${MAX_PATH} are allowed`);
  }
  const effectiveTag = tag ?? (digest === undefined ? 'latest' : undefined);
  return {
    text,
    name: hasDomain ? `${first}/${writtenPath}` : writtenPath,
    domain,
    path,
    ...(effectiveTag === undefined ? {} : { tag: effectiveTag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** Returns the whole path below a domain: on Docker Hub `library/` may be left out. */
export function pathBelow(domain: string, written: string): string {
  return domain === 'docker.io' && !written.includes('/') ? `library/${written}` : written;
}

/** Whether a text is a valid image reference. */
export function isReference(text: string): boolean {
  try {
    parseReference(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Returns the reference that deploys a digest: the name as written, `@`, the digest; never a tag.
 */
export function pinned(reference: ImageReference, digest: Digest): string {
  return `${reference.name}@${digest}`;
}

/** Returns the digest of a pinned reference, or undefined without one. */
export function pinnedDigest({
  pinnedReference,
}: Pick<ImageVerdict, 'pinnedReference'>): Digest | undefined {
  return pinnedReference === undefined ? undefined : (cutAt(pinnedReference, '@')[1] as Digest);
}

/**
 * Returns the digest of the judged image, as far as it is known: the pinned one, or the row's,
 * valid or not.
 */
export function judgedDigest(
  verdict: Pick<ImageVerdict, 'pinnedReference' | 'image'>,
): string | undefined {
  return pinnedDigest(verdict) ?? verdict.image?.imageDigest;
}

/**
 * Returns every way to split the path into namespace and image name, the likeliest first: the name
 * is the last segment, then the last two, and finally the whole path, without a namespace.
 */
export function splits(reference: Pick<ImageReference, 'path'>): NameSplit[] {
  const segments = reference.path.split('/');
  const ways: NameSplit[] = [];
  for (let at = segments.length - 1; at > 0; at--) {
    ways.push({
      namespace: segments.slice(0, at).join('/'),
      imageName: segments.slice(at).join('/'),
    });
  }
  ways.push({ imageName: reference.path });
  return ways;
}

/** Checks for mistakes that need better advice than a violated grammar gives. */
function checkForm(text: unknown): asserts text is string {
  if (typeof text !== 'string') throw bad(text, `it is ${show(text)}, not a string`, USUAL_FORM);
  if (text === '') throw bad(text, 'it is empty', USUAL_FORM);
  if (text.length > MAX_TEXT) {
    throw bad(text, 'it is too long', `no reference has more than ${MAX_TEXT} characters`);
  }
  if (text.includes('${')) {
    throw bad(
      text,
      'it contains a token, which only Terraform can resolve',
      'pass the reference as a plain string that is known at synth',
    );
  }
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.exec(text);
  if (scheme !== null) {
    throw bad(text, `it starts with ${show(scheme[0])}`, 'remove the scheme');
  }
  // eslint-disable-next-line no-control-regex -- the check is for control characters
  if (/[\s\u0000-\u001f\u007f]/.test(text)) {
    throw bad(text, 'it contains white space or control characters', 'remove them');
  }
  if (/^[0-9a-f]{64}$/.test(text)) {
    throw bad(text, 'it is an image ID', 'name the image, and its digest as name@sha256:…');
  }
}

/** Returns a domain in the form in which domains are compared. */
export function domainForm(domain: string): string {
  const lower = domain.toLowerCase();
  return lower === 'index.docker.io' ? 'docker.io' : lower;
}

/** Whether a text has the form of a reference's domain: host or host:port. */
export function isHostAndPort(text: string): boolean {
  return DOMAIN.test(text);
}

/**
 * Whether the first segment of a name is a domain, by Docker's rules: `shop/web` is on Docker Hub.
 */
export function isDomain(segment: string): boolean {
  return segment === 'localhost' || /[.:]/.test(segment) || segment !== segment.toLowerCase();
}

function checkPath(text: string, path: string): void {
  if (path === '') throw bad(text, 'it has no name', USUAL_FORM);
  if (path !== path.toLowerCase()) {
    throw bad(
      text,
      `its path ${show(path)} has upper-case letters`,
      'repository names are lower case; only domains and tags may have upper case',
    );
  }
  const wrong = path.split('/').find((segment) => !PATH_SEGMENT.test(segment));
  if (wrong !== undefined) {
    throw bad(
      text,
      wrong === '' ? 'its path has an empty segment' : `${show(wrong)} is not a valid path segment`,
      'a segment has letters a-z and digits, with single ".", one or two "_", or "-" between them',
    );
  }
}

function checkDigest(text: string, digest: string): asserts digest is Digest {
  const [, algorithm, hex] = DIGEST.exec(digest) ?? [];
  if (algorithm === undefined) {
    throw bad(
      text,
      `${show(digest)} is not a valid digest`,
      'a digest is sha256: and 64 hex digits',
    );
  }
  const length = DIGEST_LENGTHS.get(algorithm);
  if (length === undefined) {
    throw bad(
      text,
      `digest algorithm ${show(algorithm)} is not supported`,
      `use one of ${[...DIGEST_LENGTHS.keys()].join(', ')}`,
    );
  }
  if (hex.length !== length || hex !== hex.toLowerCase()) {
    throw bad(
      text,
      `its digest is not a valid ${algorithm} digest`,
      `${algorithm} has ${length} lower-case hex digits, this one has ${hex.length} digits`,
    );
  }
}

const USUAL_FORM = 'write it as domain/namespace/name:tag or …@sha256:digest';

function bad(text: unknown, what: string, advice: string): HssError {
  const shown = typeof text === 'string' && text !== '' ? ` ${JSON.stringify(cut(text))}` : '';
  return new HssError('HSS_INVALID_ARGUMENT', `image reference${shown}: ${what}`, { advice });
}

function cutAt(text: string, separator: string): [before: string, after: string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
