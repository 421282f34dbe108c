import { SeverityLevel } from '../../contract/enums';
import { HssError } from '../../contract/error';
import { comparableId } from '../../contract/vulnerabilities/cve-id';
import { DEFAULT_EXCEPTION_DAYS, policyProblems } from '../files/check';
import { FileLine } from './file-line';
import { PolicyPath, PolicyProblem, policyPathText } from './problem';
import {
  HandledVulnerabilities,
  ImageDeclaration,
  ImagePolicyException,
  ImagePolicyProps,
  ImageVulnerabilityLimits,
  KnownExploited,
  VulnerabilityLevels,
} from './props';
import { RuleId, VULNERABILITY_RULE_IDS } from './rule-id';
import { domainForm } from './reference';
import { ImageSource } from './image-source';
import { KnownExploitedFeed } from '../vulnerabilities/feed';
import { FeedReading } from '../vulnerabilities/read-feed';

/**
 * An exception as it is applied. Reports return the same object, so exceptions are compared by
 * identity.
 */
export interface PolicyException {
  /** Set in every exception about images, and in no other. */
  readonly image?: string;
  /**
   * Glob over addresses. Without it, an exception about resources covers all resources in its
   * scope.
   */
  readonly resource?: string;
  readonly rules: readonly RuleId[];
  readonly owner: string;
  readonly reason: string;
  /** Last day of validity, `YYYY-MM-DD`, UTC. */
  readonly expires: string;
  readonly scope?: string;
  /**
   * In upper case, sorted, each once. If set, the rules are waived only for these vulnerabilities.
   */
  readonly vulnerabilities?: readonly string[];
  /** Where it is written; only for policies loaded from a file. Not part of the hash. */
  readonly origin?: FileLine;
}

/** A number for each severity; missing without a limit or grace. */
export interface SeverityNumbers {
  readonly critical?: number;
  readonly high?: number;
  readonly medium?: number;
  readonly low?: number;
}

/** Limits for single vulnerabilities, as they are applied. */
export interface VulnerabilityPolicy {
  readonly max?: SeverityNumbers;
  readonly graceDays?: SeverityNumbers;
  readonly knownExploited?: KnownExploited;
  readonly maxFeedAgeDays: number;
  readonly handled: HandledVulnerabilities;
}

/** A declaration as it is applied. */
export interface PolicyDeclaration {
  /** Glob over addresses. */
  readonly resource: string;
  /** Sorted, each once. */
  readonly images: readonly string[];
  readonly owner: string;
  readonly reason: string;
  /** Where it is written; only for policies loaded from a file. Not part of the hash. */
  readonly origin?: FileLine;
}

/** A checked policy with its defaults filled in, frozen. */
export interface Policy {
  readonly maxSeverity?: SeverityLevel;
  readonly vulnerabilities?: VulnerabilityPolicy;
  /**
   * Set if `vulnerabilities.knownExploited` is set and the feed could be read. Not part of the
   * hash.
   */
  readonly feed?: KnownExploitedFeed;
  readonly maxScanAgeHours: number;
  readonly maxSnapshotAgeHours: number;
  readonly maxVulnerabilities?: number;
  readonly maxUnsafeSettings?: number;
  readonly maxMaliciousFiles: number;
  readonly requireDigest: boolean;
  /** Sorted, each once. */
  readonly registryNames?: readonly string[];
  /** Sorted, each once. */
  readonly imageSources: readonly ImageSource[];
  /** By name, sorted; hosts in lower case, sorted, each once. Missing if there are none. */
  readonly registryHosts?: { readonly [registryName: string]: readonly string[] };
  readonly maxSyncAgeHours?: number;
  /** Lower case, sorted, each once; `index.docker.io` is `docker.io`. */
  readonly allowedRegistries?: readonly string[];
  /** In the order of the files, those of the extended policy first. */
  readonly exceptions: readonly PolicyException[];
  readonly maxExceptionDays: number;
  /** In the order of the files, those of the extended policy first. */
  readonly declarations: readonly PolicyDeclaration[];
  readonly strictDiscovery: boolean;
  /** Globs over file names; sorted, each once. */
  readonly stackFiles: readonly string[];
}

/** Policies that passed the checks: checking them again as props is unnecessary and may fail. */
const checked = new WeakSet<object>();

/** Keys that are supported only in a policy file. */
const FILE_KEYS = ['extends', 'overridable', 'waivable'];

/**
 * Returns the policy of some props, checked like a file. Props that are undefined or null count as
 * missing. A policy that was already created here or from a file is returned unchanged. `now` is ms
 * since 1970.
 * @param feedOf reads the feed that the props name; without it props that name one are refused
 * @throws HSS_POLICY_INVALID naming each prop that is wrong
 */
export function policyFromProps(
  props: ImagePolicyProps | Policy,
  now: number,
  feedOf: (file: string) => FeedReading = () => ({ fault: 'a feed is not supported here' }),
): Policy {
  if (typeof props === 'object' && checked.has(props)) return props as Policy;
  const problems: PolicyProblem[] = [];
  const plain = plainCopy(props, [], problems);
  const isMap = typeof plain === 'object' && plain !== null && !Array.isArray(plain);
  if (problems.length === 0) {
    const known = isMap
      ? FILE_KEYS.filter((key) => Object.hasOwn(plain, key)).map((key) => ({
          path: [key],
          message: 'supported only in a policy file',
        }))
      : [];
    problems.push(...known, ...policyProblems(isMap ? { version: 1, ...plain } : plain, now));
  }
  const named = problems.length === 0 && (plain as ImagePolicyProps).vulnerabilities?.feed;
  const reading = typeof named === 'string' ? feedOf(named) : undefined;
  if (reading !== undefined && 'fault' in reading) {
    problems.push({ path: ['vulnerabilities', 'feed'], message: reading.fault });
  }
  if (problems.length > 0) {
    const lines = problems.map(({ path, message }) => {
      const prop = policyPathText(path);
      return prop === '' ? message : `${prop}: ${message}`;
    });
    throw policyInvalid('the policy', lines);
  }
  const feed = reading !== undefined && 'feed' in reading ? reading.feed : undefined;
  return normalise(plain as ImagePolicyProps, undefined, undefined, feed);
}

/** Returns the error for a policy with problems, one a line. */
export function policyInvalid(subject: string, lines: readonly string[]): HssError {
  const shown = lines.slice(0, 20);
  if (lines.length > shown.length) shown.push(`and ${lines.length - shown.length} more`);
  const summary =
    lines.length === 1
      ? lines[0]
      : `${lines.length} problems in ${subject}\n${shown.map((line) => `  ${line}`).join('\n')}`;
  return new HssError('HSS_POLICY_INVALID', summary, {
    advice: 'fix the policy; schema/image-policy.schema.json describes its format',
  });
}

/**
 * Creates a policy from settings without problems. Missing settings are taken from `parent`, or are
 * the defaults. `originOf` returns where an exception or declaration is written.
 */
export function normalise(
  given: Partial<ImagePolicyProps>,
  parent?: Policy,
  originOf?: (list: 'exceptions' | 'declarations', index: number) => FileLine,
  feed?: KnownExploitedFeed,
): Policy {
  const settings = { ...parent, ...given };
  const policy = complete<Policy & { readonly [setting in keyof ImagePolicyProps]: unknown }>({
    maxSeverity: settings.maxSeverity,
    vulnerabilities: normaliseVulnerabilities(given.vulnerabilities, parent?.vulnerabilities),
    feed: feed ?? parent?.feed,
    maxScanAgeHours: settings.maxScanAgeHours ?? 168,
    maxSnapshotAgeHours: settings.maxSnapshotAgeHours ?? 24,
    maxVulnerabilities: settings.maxVulnerabilities,
    maxUnsafeSettings: settings.maxUnsafeSettings,
    maxMaliciousFiles: settings.maxMaliciousFiles ?? 0,
    requireDigest: settings.requireDigest ?? true,
    registryNames: settings.registryNames && Object.freeze(asSet(settings.registryNames)),
    imageSources: Object.freeze(
      asSet(settings.imageSources ?? Object.values(ImageSource)) as ImageSource[],
    ),
    registryHosts: normaliseHosts(settings.registryHosts ?? {}),
    maxSyncAgeHours: settings.maxSyncAgeHours,
    allowedRegistries:
      settings.allowedRegistries &&
      Object.freeze(asSet(settings.allowedRegistries.map(domainForm))),
    exceptions: Object.freeze([
      ...(parent?.exceptions ?? []),
      ...(given.exceptions ?? []).map((exception, index) =>
        normaliseException(exception, originOf?.('exceptions', index)),
      ),
    ]),
    maxExceptionDays: settings.maxExceptionDays ?? DEFAULT_EXCEPTION_DAYS,
    declarations: Object.freeze([
      ...(parent?.declarations ?? []),
      ...(given.declarations ?? []).map((declaration, index) =>
        normaliseDeclaration(declaration, originOf?.('declarations', index)),
      ),
    ]),
    strictDiscovery: settings.strictDiscovery ?? false,
    stackFiles: Object.freeze(asSet(settings.stackFiles ?? [])),
  });
  checked.add(policy);
  return policy;
}

function normaliseException(exception: ImagePolicyException, origin?: FileLine): PolicyException {
  const { image, resource, owner, reason, expires, scope, vulnerabilities } = exception;
  const rules = exception.rules ?? VULNERABILITY_RULE_IDS;
  return complete<PolicyException & { readonly [key in keyof ImagePolicyException]: unknown }>({
    image,
    resource,
    rules: Object.freeze(asSet(rules) as RuleId[]),
    owner,
    reason,
    expires,
    scope,
    vulnerabilities: vulnerabilities && Object.freeze(asSet(vulnerabilities.map(comparableId))),
    origin,
  });
}

/** Missing settings are taken from the extended policy, for each severity. */
function normaliseVulnerabilities(
  given: ImageVulnerabilityLimits | undefined,
  parent: VulnerabilityPolicy | undefined,
): VulnerabilityPolicy | undefined {
  if (given === undefined) return parent;
  const { max, graceDays, knownExploited, maxFeedAgeDays, handled } = given;
  return complete<VulnerabilityPolicy>({
    max: normaliseNumbers(max, parent?.max),
    graceDays: withoutZeros(normaliseNumbers(graceDays, parent?.graceDays)),
    knownExploited: knownExploited ?? parent?.knownExploited,
    maxFeedAgeDays: maxFeedAgeDays ?? parent?.maxFeedAgeDays ?? 7,
    handled: handled ?? parent?.handled ?? HandledVulnerabilities.COUNT,
  });
}

function normaliseNumbers(
  given: VulnerabilityLevels | undefined,
  parent: SeverityNumbers | undefined,
): SeverityNumbers | undefined {
  const { critical, high, medium, low } = { ...parent, ...given };
  const numbers = complete<SeverityNumbers>({ critical, high, medium, low });
  return Object.keys(numbers).length === 0 ? undefined : numbers;
}

/** Zero days of grace mean no grace. */
function withoutZeros(days: SeverityNumbers | undefined): SeverityNumbers | undefined {
  const given = Object.entries(days ?? {}).filter(([, number]) => number !== 0);
  return given.length === 0 ? undefined : Object.freeze(Object.fromEntries(given));
}

function normaliseDeclaration(
  { resource, images, owner, reason }: ImageDeclaration,
  origin?: FileLine,
): PolicyDeclaration {
  return complete<PolicyDeclaration & { readonly [key in keyof ImageDeclaration]: unknown }>({
    resource,
    images: Object.freeze(asSet(images)),
    owner,
    reason,
    origin,
  });
}

function normaliseHosts(hosts: NonNullable<Policy['registryHosts']>): Policy['registryHosts'] {
  const names = Object.keys(hosts).sort();
  if (names.length === 0) return undefined;
  return Object.freeze(
    Object.fromEntries(
      names.map((name) => [
        name,
        // The default port of https is redundant.
        Object.freeze(asSet(hosts[name].map((host) => domainForm(host.replace(/:443$/, ''))))),
      ]),
    ),
  );
}

/**
 * Freezes an object without undefined fields. Each field must be passed, so that the compiler
 * reports new fields that are missing here.
 */
function complete<T extends object>(fields: { readonly [key in keyof Required<T>]: T[key] }): T {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.freeze(Object.fromEntries(given) as T);
}

/** Sorts by code unit, not by locale, so that the order is the same on all machines. */
function asSet(items: readonly string[]): string[] {
  return [...new Set(items)].sort();
}

/** Copies plain data without undefined and null. Adds a problem for anything else. */
function plainCopy(value: unknown, path: PolicyPath, problems: PolicyProblem[]): unknown {
  if (['function', 'symbol', 'bigint'].includes(typeof value) || path.length > 8) {
    problems.push({ path, message: 'expected plain data such as strings, numbers and lists' });
    return null;
  }
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => plainCopy(item, [...path, index], problems));
  }
  if (Object.prototype.toString.call(value) !== '[object Object]') {
    problems.push({ path, message: 'expected plain data such as strings, numbers and lists' });
    return null;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined && item !== null)
      .map(([key, item]) => [key, plainCopy(item, [...path, key], problems)]),
  );
}
