import { ComparedPolicy, Loosening } from './comparison';
import { Policy } from '../model/policy';
import { SEVERITY_ORDER } from '../rules/max-severity';
import { isStackFile } from './stack-file-globs';
import {
  VULNERABILITY_SETTINGS,
  VulnerabilitySetting,
  vulnerabilityLoosenings,
} from './vulnerabilities/loosening';
import { nameText } from '../model/problem';
import { enumerate } from '../../util/text';

type Limit = (child: Policy, parent: Policy) => boolean;

const higher =
  (key: CountKey): Limit =>
  (child, parent) =>
    // Negated, so that NaN is looser than any limit.
    parent[key] !== undefined && !((child[key] ?? Infinity) <= parent[key]);

type CountKey =
  | 'maxScanAgeHours'
  | 'maxSnapshotAgeHours'
  | 'maxSyncAgeHours'
  | 'maxVulnerabilities'
  | 'maxUnsafeSettings'
  | 'maxMaliciousFiles'
  | 'maxExceptionDays';

/**
 * Whether a setting of a policy allows, or could allow, an image that the other policy's setting
 * denies.
 */
const LOOSER = {
  maxSeverity: (child, parent) =>
    // Leaving a setting out does not remove it: a policy inherits what it extends.
    child.maxSeverity !== undefined &&
    parent.maxSeverity !== undefined &&
    SEVERITY_ORDER.indexOf(child.maxSeverity) > SEVERITY_ORDER.indexOf(parent.maxSeverity),
  maxScanAgeHours: higher('maxScanAgeHours'),
  maxSnapshotAgeHours: higher('maxSnapshotAgeHours'),
  maxVulnerabilities: higher('maxVulnerabilities'),
  maxUnsafeSettings: higher('maxUnsafeSettings'),
  maxMaliciousFiles: higher('maxMaliciousFiles'),
  requireDigest: (child, parent) => parent.requireDigest && !child.requireDigest,
  // The selection of rows is not a limit: with fewer rows, the denied one may be gone (a later scan
  // of the same digest in another registry), or an ambiguity may disappear.
  registryNames: ({ registryNames: own }, { registryNames: given }) =>
    JSON.stringify(own) !== JSON.stringify(given),
  // The same applies to lists and hosts.
  imageSources: ({ imageSources: own }, { imageSources: given }) =>
    JSON.stringify(own) !== JSON.stringify(given),
  registryHosts: ({ registryHosts: own }, { registryHosts: given }) =>
    JSON.stringify(own) !== JSON.stringify(given),
  maxSyncAgeHours: higher('maxSyncAgeHours'),
  allowedRegistries: ({ allowedRegistries: own }, { allowedRegistries: given }) =>
    given !== undefined && !(own ?? ['']).every((domain) => given.includes(domain)),
  maxExceptionDays: higher('maxExceptionDays'),
  // A declared resource is no longer in doubt.
  declarations: (child, parent) => child.declarations.length > parent.declarations.length,
  strictDiscovery: (child, parent) => parent.strictDiscovery && !child.strictDiscovery,
  stackFiles: (child, parent) => addedFiles(child, parent).length > 0,
} satisfies {
  readonly [setting in Exclude<keyof Policy, 'exceptions' | 'vulnerabilities' | 'feed'>]-?: Limit;
};

/**
 * Returns the stack files that only one policy allows. A glob counts as added unless the other
 * policy has the same glob.
 */
function addedFiles({ stackFiles }: Policy, parent: Policy): string[] {
  return stackFiles.filter(
    (file) =>
      !parent.stackFiles.includes(file) && (/[*?]/.test(file) || !isStackFile(file, parent)),
  );
}

type FlatSetting = keyof typeof LOOSER;

/**
 * A setting that a policy can list under `overridable`; a setting in a map has the map's name as
 * prefix.
 */
export type OverridableSetting = FlatSetting | VulnerabilitySetting;

const FLAT_SETTINGS = Object.keys(LOOSER) as readonly FlatSetting[];

/** The settings that a policy can list under `overridable`. */
export const OVERRIDABLE_SETTINGS: readonly OverridableSetting[] = [
  ...FLAT_SETTINGS,
  ...VULNERABILITY_SETTINGS,
];

/** Returns the ways in which one policy is looser than another. */
export function loosenings(
  child: ComparedPolicy,
  parent: ComparedPolicy,
): Loosening<OverridableSetting>[] {
  const flat = FLAT_SETTINGS.filter((setting) => LOOSER[setting](child, parent)).map((setting) => ({
    setting,
    path: [setting],
    text: loosenedText(setting, child, parent),
  }));
  return [...flat, ...vulnerabilityLoosenings(child, parent)];
}

function loosenedText(setting: FlatSetting, child: Policy, parent: Policy): string {
  if (setting === 'declarations') {
    const own = child.declarations.slice(parent.declarations.length);
    return `${enumerate(own.map(({ resource }) => resource))} would no longer be in doubt`;
  }
  if (setting === 'stackFiles') {
    return `${enumerate(addedFiles(child, parent))} would be allowed beside a stack`;
  }
  const [own, given] = [child, parent].map((policy) => {
    const value = policy[setting];
    if (value === undefined) return NOTHING_SET[setting] ?? 'no limit';
    return typeof value === 'object' ? enumerate(textsOf(value)) : `${value}`;
  });
  return CHOICES.includes(setting)
    ? `${own} would make other images count than ${given}`
    : `${own} is looser than ${given}`;
}

/** Settings that select rows: any change can cause an image to be allowed. */
const CHOICES: readonly FlatSetting[] = ['registryNames', 'imageSources', 'registryHosts'];

const NOTHING_SET: { readonly [setting in FlatSetting]?: string } = {
  registryNames: 'all registries',
  registryHosts: 'no further hosts',
};

function textsOf(value: object): readonly string[] {
  return Array.isArray(value)
    ? value.map(String)
    : Object.entries(value).map(
        ([name, hosts]) => `${nameText(name)} (${enumerate(hosts as string[])})`,
      );
}
