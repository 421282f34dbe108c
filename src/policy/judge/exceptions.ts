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

/** An exception that ends within so many days is reported as expiring. */
export const EXPIRING_DAYS = 14;

/** What exceptions are matched with. */
export interface ExceptionSubject {
  /** `namespace/name`. */
  readonly name: string;
  /** Whether the name is that of a row, and not the path of a reference, which anyone can write. */
  readonly isListed: boolean;
  /** Domain of the registry that it is deployed from. */
  readonly domain?: string;
  /** Version; none where the row has none, or there is neither row nor tag. */
  readonly version?: string;
  /** The digest that is deployed. */
  readonly digest?: Digest;
  /** The digest of the platform of an index that is looked at. */
  readonly platform?: string;
  /** Path of the construct that deploys it. */
  readonly path?: string;
}

/**
 * What exceptions are matched with for an image: the names in its row, never the reference's text. Only
 * where there is no row (image-listed fails) are they matched with the reference's path and tag: that is
 * all there is. The domain takes part only in exceptions that name one, so a waiver of image-listed should name one, or
 * go with allowedRegistries.
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

/** Whether an exception is about an image, at a construct; expired or not. One about resources never is. */
export function isAbout(exception: PolicyException, subject: ExceptionSubject): boolean {
  return isAboutName(exception, subject) && isAboutVersion(exception, subject);
}

/** Those that are about an image, at a construct; expired or not. */
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
 * Returns the registry of an exception that would be about an image if the image were from that registry; undefined for any
 * other exception. Scopes and versions are not compared.
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

/** Whether an exception still counts at `now` (ms): to the end of its last day, UTC. */
export function isLive(exception: PolicyException, now: number): boolean {
  const start = dayStart(exception.expires);
  return start !== undefined && now < start + DAY_MS;
}

/** Whether a live exception ends within `EXPIRING_DAYS` days. */
export function isExpiring(exception: PolicyException, now: number): boolean {
  const start = dayStart(exception.expires);
  return start !== undefined && isLive(exception, now) && daysUntil(start, now) <= EXPIRING_DAYS;
}

/** The policy's exceptions that end within `EXPIRING_DAYS` days, whatever images they are about. */
export function expiringExceptions(policy: Policy, now: number): PolicyException[] {
  return policy.exceptions.filter((exception) => isExpiring(exception, now));
}

/** The last to end comes first, so that which one is named doesn't depend on the order of the file. */
export function byLatestEnd(a: PolicyException, b: PolicyException): number {
  return (
    compare(b.expires, a.expires) ||
    compare(a.owner, b.owner) ||
    compare(a.reason, b.reason) ||
    compare(originText(a), originText(b)) ||
    compare(idsText(a), idsText(b))
  );
}

/** What an exception is about, as messages name it: its image glob, its resource glob, or its scope. */
export function exceptionTarget({ image, resource, scope }: PolicyException): string {
  return image ?? resource ?? `constructs at ${scope}`;
}

/** Where an exception or declaration is written, as the end of a list in a message; empty where nobody knows. */
export function originSuffix(written: Pick<PolicyException, 'origin'>): string {
  return written.origin === undefined ? '' : `, ${fileLineText(written.origin)}`;
}

/** How a waived finding names its exception. */
export function waiverText(exception: PolicyException): string {
  const { owner, expires, reason } = exception;
  const origin = originText(exception);
  return oneLine(
    `owner ${owner} until ${expires}: ${reason}${origin === '' ? '' : ` (${origin})`}`,
  );
}

/** How a finding names an exception that no longer waives it. */
export function expiredText(exception: PolicyException): string {
  return oneLine(
    `waived until ${exception.expires} by ${exception.owner}${originSuffix(exception)}`,
  );
}

/** A policy's list is frozen, and looked through for every image. */
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

/** Compiling a glob takes longer than matching with it, and a stack has many images. */
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
  // A namespace of HSS may look like a domain. In a reference that HSS does not list it is somebody's path in another registry.
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
  // Most exceptions are about other images, which their first and last letters tell far sooner than a pattern.
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
