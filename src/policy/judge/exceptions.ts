import { ScanRecord } from '../model/scan-record';
import { addressMatcher } from '../model/address-glob';
import { rowName } from './candidate';
import { DAY_MS, dayStart, daysUntil } from '../../util/time';
import { Digest, isSoundDigest } from '../model/digest';
import { fileLineText } from '../model/file-line';
import { ExceptionIndex } from './exception-index';
import {
  globMatcher,
  literalEnds,
  splitImageGlob,
  beginsLikeDomain,
  splitRegistryGlob,
  versionPattern,
} from '../model/glob';
import { Policy, PolicyException } from '../model/policy';
import { ImageReference, domainForm } from '../model/reference';
import { oneLine } from '../../util/safe-text';

/** Exceptions that end within this number of days are reported as expiring. */
export const EXPIRING_DAYS = 14;

/** An image as exceptions are matched with it. */
export interface ExceptionSubject {
  /** `namespace/name`. */
  readonly name: string;
  /** Whether the name is from a row, and not only from a reference. */
  readonly isListed: boolean;
  /** Domain of the registry that it is deployed from. */
  readonly domain?: string;
  /** The row's version, or the tag if there is no row. */
  readonly version?: string;
  /** The digest that is deployed. */
  readonly digest?: Digest;
  /** The digest of the judged platform of an index. */
  readonly platform?: string;
  /** Path of the construct that deploys it. */
  readonly path?: string;
}

/**
 * Returns the subject that exceptions are matched with for an image: the names in its row. Without
 * a row (image-listed fails), it has the path and tag of the reference. The domain is compared only
 * for exceptions that name one, so a waiver of image-listed should name one, or the policy should
 * set allowedRegistries.
 */
export function exceptionSubject(
  reference: ImageReference,
  row: ScanRecord | undefined,
  digest: Digest | undefined,
  path: string | undefined,
): ExceptionSubject {
  return {
    name: row === undefined ? reference.path : rowName(row),
    isListed: row !== undefined,
    domain: domainForm(reference.domain),
    version: row === undefined ? reference.tag : row.imageVersion,
    digest,
    path,
  };
}

/** A resource as exceptions are matched with it. */
export interface ResourceSubject {
  /** Terraform address. */
  readonly address: string;
  /** Path of its construct. */
  readonly path?: string;
}

/** Whether an exception is about a resource; expired or not. One about images never is. */
export function isAboutResource(exception: PolicyException, subject: ResourceSubject): boolean {
  const tests = matchersOf(exception);
  return tests.resource(subject.address) && tests.scope(subject.path);
}

/**
 * Whether an exception is about an image, at a construct; expired or not. One about resources never
 * is.
 */
export function isAbout(exception: PolicyException, subject: ExceptionSubject): boolean {
  return isAboutName(exception, subject) && isAboutVersion(exception, subject);
}

/** Returns the exceptions about an image, at a construct; expired or not. */
export function exceptionsAbout(
  exceptions: readonly PolicyException[],
  subject: ExceptionSubject,
): PolicyException[] {
  return indexOf(exceptions)
    .near(subject.name, [subject.digest, subject.platform])
    .filter((exception) => isAbout(exception, subject));
}

/** Whether an exception is about an image, with any version. */
export function isAboutName(exception: PolicyException, subject: ExceptionSubject): boolean {
  const tests = matchersOf(exception);
  return tests.name(subject) && tests.scope(subject.path);
}

/** Whether an exception is about the version of an image. */
export function isAboutVersion(exception: PolicyException, subject: ExceptionSubject): boolean {
  return matchersOf(exception).version(subject);
}

/** Whether an exception is about the construct that deploys an image. */
export function isInScope(exception: PolicyException, subject: ExceptionSubject): boolean {
  return matchersOf(exception).scope(subject.path);
}

/**
 * Returns the registry of an exception that would be about an image if the image were from that
 * registry; undefined for any other exception. Scopes and versions are not compared.
 */
export function otherRegistryOf(
  { image }: PolicyException,
  subject: ExceptionSubject,
): string | undefined {
  if (image === undefined || isSoundDigest(image)) return undefined;
  const { name } = splitImageGlob(image);
  const registry = splitRegistryGlob(name);
  if (registry === undefined || registry.domain === subject.domain) return undefined;
  const isNamespace = subject.isListed && textMatcher(name)(subject.name);
  return !isNamespace && textMatcher(registry.path)(subject.name) ? registry.domain : undefined;
}

/**
 * Returns the name in an exception that would be about an image if the name had the image's
 * namespace: `web` for `shop/web`; undefined for any other exception. Many namespaces have images
 * with the same name, so a name with another namespace needs the image's version.
 */
export function otherNamespaceOf(
  exception: PolicyException,
  subject: ExceptionSubject,
): string | undefined {
  const { image } = exception;
  if (image === undefined || isSoundDigest(image)) return undefined;
  const { name, version } = splitImageGlob(image);
  if (splitRegistryGlob(name) !== undefined || textMatcher(name)(subject.name)) return undefined;
  if (name.includes('/') && version === undefined) return undefined;
  const isSameName = lastPart(name) === lastPart(subject.name);
  return isSameName && isAboutVersion(exception, subject) ? name : undefined;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** Whether an exception is valid at `now` (ms): until the end of its last day, UTC. */
export function isLive(exception: PolicyException, now: number): boolean {
  const start = dayStart(exception.expires);
  return start !== undefined && now < start + DAY_MS;
}

/** Whether a live exception ends within `EXPIRING_DAYS` days. */
export function isExpiring(exception: PolicyException, now: number): boolean {
  const start = dayStart(exception.expires);
  return start !== undefined && isLive(exception, now) && daysUntil(start, now) <= EXPIRING_DAYS;
}

/** Returns the policy's exceptions that end within `EXPIRING_DAYS` days, for all images. */
export function expiringExceptions(policy: Policy, now: number): PolicyException[] {
  return policy.exceptions.filter((exception) => isExpiring(exception, now));
}

/**
 * Sorts the exception that ends last first, so that messages don't depend on the order of the file.
 */
export function byLatestEnd(a: PolicyException, b: PolicyException): number {
  return (
    compare(b.expires, a.expires) ||
    compare(a.owner, b.owner) ||
    compare(a.reason, b.reason) ||
    compare(originText(a), originText(b)) ||
    compare(idsText(a), idsText(b))
  );
}

/**
 * Returns what an exception is about, for messages: its image glob, its resource glob, or its
 * scope.
 */
export function exceptionTarget({ image, resource, scope }: PolicyException): string {
  return image ?? resource ?? `constructs at ${scope}`;
}

/**
 * Returns where an exception or declaration is written, as the end of a list in a message; empty if
 * unknown.
 */
export function originSuffix(written: Pick<PolicyException, 'origin'>): string {
  return written.origin === undefined ? '' : `, ${fileLineText(written.origin)}`;
}

/** Returns an exception's name in a waived finding. */
export function waiverText(exception: PolicyException): string {
  const { owner, expires, reason } = exception;
  const origin = originText(exception);
  return oneLine(
    `owner ${owner} until ${expires}: ${reason}${origin === '' ? '' : ` (${origin})`}`,
  );
}

/** Returns an expired exception's name in a finding. */
export function expiredText(exception: PolicyException): string {
  return oneLine(
    `waived until ${exception.expires} by ${exception.owner}${originSuffix(exception)}`,
  );
}

/** Cached, because a policy's list is frozen and searched for every image. */
const indexes = new WeakMap<readonly PolicyException[], ExceptionIndex>();

function indexOf(exceptions: readonly PolicyException[]): ExceptionIndex {
  let index = indexes.get(exceptions);
  if (index === undefined) indexes.set(exceptions, (index = new ExceptionIndex(exceptions)));
  return index;
}

interface Matchers {
  /** The name, or the digest; no version. */
  name(subject: ExceptionSubject): boolean;
  version(subject: ExceptionSubject): boolean;
  resource(address: string): boolean;
  scope(path: string | undefined): boolean;
}

/** Cached, because compiling a glob takes longer than matching, and a stack has many images. */
const compiled = new WeakMap<PolicyException, Matchers>();

function matchersOf(exception: PolicyException): Matchers {
  let matchers = compiled.get(exception);
  if (matchers === undefined) {
    matchers = {
      name: nameMatcher(exception.image),
      version: versionMatcher(exception.image),
      resource: resourceMatcher(exception),
      scope: scopeMatcher(exception.scope),
    };
    compiled.set(exception, matchers);
  }
  return matchers;
}

const never = (): boolean => false;

function nameMatcher(image: string | undefined): Matchers['name'] {
  if (image === undefined) return never;
  if (isSoundDigest(image)) return ({ digest, platform }) => digest === image || platform === image;
  const { name } = splitImageGlob(image);
  const whole = textMatcher(name);
  if (!beginsLikeDomain(name)) return (subject) => whole(subject.name);
  // A namespace in HSS may look like a domain. In a reference that HSS does not list, it may be any
  // path in another registry.
  const asNamespace: Matchers['name'] = (subject) => subject.isListed && whole(subject.name);
  const registry = splitRegistryGlob(name);
  if (registry === undefined) return asNamespace;
  const below = textMatcher(registry.path);
  return (subject) =>
    asNamespace(subject) || (subject.domain === registry.domain && below(subject.name));
}

function textMatcher(glob: string): (text: string) => boolean {
  const matches = globMatcher(glob);
  const { prefix, suffix } = literalEnds(glob);
  // Most exceptions are about other images; comparing the first and last letters is much faster
  // than a pattern.
  return (text) => text.startsWith(prefix) && text.endsWith(suffix) && matches(text);
}

function versionMatcher(image: string | undefined): Matchers['version'] {
  if (image === undefined) return never;
  const pattern = versionPattern(image);
  if (pattern === undefined) return () => true;
  const version = new RegExp(pattern);
  return (subject) => subject.version !== undefined && version.test(subject.version);
}

function resourceMatcher({ image, resource, scope }: PolicyException): Matchers['resource'] {
  if (image !== undefined) return never;
  if (resource !== undefined) return addressMatcher(resource);
  return () => scope !== undefined;
}

function scopeMatcher(scope: string | undefined): Matchers['scope'] {
  if (scope === undefined) return () => true;
  const matches = globMatcher(scope);
  return (path) => path !== undefined && matches(path);
}

function idsText({ vulnerabilities = [] }: PolicyException): string {
  return vulnerabilities.join();
}

function originText({ origin }: PolicyException): string {
  return origin === undefined ? '' : fileLineText(origin);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
