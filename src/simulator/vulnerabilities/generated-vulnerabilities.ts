import { pickNumber } from '../data/pick';
import { SimulatedRow } from '../data/rows';
import { SIMULATED_SEVERITIES } from './derive';

/**
 * Generates vulnerabilities from a number. The ID contains the number, and all data follows from
 * it, so that nothing is stored. The numbers of the CVEs are higher than those of real ones.
 */

const DAY_MS = 24 * 3_600_000;
const FIRST_CVE = 9_000_000;
const CVES_PER_VULNERABILITY = 8;
const FIRST_NOTICE = 9_000;
/**
 * The year of the newest CVE IDs. It is fixed, so that IDs don't change. Publication times are
 * relative to the start.
 */
const YEAR = 2026;
/** Consecutive numbers have different severities, from most to least severe. */
export const TIERS = SIMULATED_SEVERITIES.length;
/** CVSS scores of each severity, times ten: the least, and the number of values. */
const SCORES = [
  [90, 11],
  [70, 20],
  [40, 30],
  [1, 39],
] as const;
const FLAWS = [
  ...['heap buffer overflow', 'use after free', 'integer overflow', 'out-of-bounds read'],
  ...['improper certificate validation', 'path traversal', 'denial of service', 'race condition'],
];
/** Packages of one source, and their version. */
const PACKAGES: readonly (readonly [first: string, second: string, version: string])[] = [
  ['openssl', 'openssl-libs', '1.1.1m-15'],
  ['glibc', 'glibc-common', '2.34-112'],
  ['curl', 'libcurl', '7.79.1-18'],
  ['krb5-libs', 'krb5', '1.19.2-9'],
  ['libxml2', 'python3-libxml2', '2.9.14-5'],
  ['systemd', 'systemd-libs', '249-43'],
  ['sqlite', 'sqlite-libs', '3.37.2-4'],
  ['expat', 'expat-devel', '2.4.1-8'],
  ['zlib', 'zlib-devel', '1.2.11-22'],
  ['python3', 'python3-libs', '3.9.9-24'],
  ['perl', 'perl-libs', '5.34.0-6'],
  ['gnutls', 'gnutls-utils', '3.7.2-9'],
];
/** Libraries of applications: name, version, folder. */
const LIBRARIES: readonly (readonly [name: string, version: string, folder: string])[] = [
  ['log4j-core', '2.14.1', 'lib'],
  ['jackson-databind', '2.12.3', 'lib'],
  ['spring-web', '5.3.18', 'lib'],
  ['lodash', '4.17.20', 'node_modules'],
  ['axios', '0.21.1', 'node_modules'],
  ['requests', '2.25.1', 'site-packages'],
  ['golang.org/x/net', 'v0.7.0', 'go/pkg/mod'],
];

/** Returns the data of a generated vulnerability; undefined if the ID is not one. */
export function generatedVulnerability(vulId: string, now: number): SimulatedRow | undefined {
  const digits = /^(?:HCE2-SA-\d{4}|HCVD-APP-CVE-\d{4})-(\d{1,9})$/.exec(vulId)?.[1];
  if (digits === undefined) return undefined;
  const number = vulId.startsWith('HCE2')
    ? Number(digits) - FIRST_NOTICE
    : (Number(digits) - FIRST_CVE) / CVES_PER_VULNERABILITY;
  if (!Number.isInteger(number) || number < 0 || vulnerabilityId(number) !== vulId)
    return undefined;
  return vulnerabilityOf(number, now);
}

/** Returns whether it is in an application, as one of three is. */
function isApp(which: number): boolean {
  return pickNumber(which, 27, 3) === 0;
}

/** Returns the ID of the vulnerability with a number. */
export function vulnerabilityId(which: number): string {
  return isApp(which)
    ? `HCVD-APP-${cveIdOf(which, 0)}`
    : `HCE2-SA-${yearOf(which, 0)}-${FIRST_NOTICE + which}`;
}

/** Returns the data of the vulnerability with a number. */
export function vulnerabilityOf(which: number, now: number): SimulatedRow {
  const tier = which % TIERS;
  const [name, , version] = isApp(which) ? [libraryAt(which)[0], '', ''] : packageAt(which);
  const flaw = FLAWS[pickNumber(which, 28, FLAWS.length)];
  return {
    severity_level: SIMULATED_SEVERITIES[tier],
    type: isApp(which) ? 'app_vul' : 'linux_vul',
    cve_list: Array.from({ length: cveCount(which) }, (_, at) => ({
      cve_id: cveIdOf(which, at),
      cvss: scoreOf(which, tier, at),
      publish_time: Math.round(now - ageInDays(which, at) * DAY_MS),
      description: `${name}: ${flaw}`,
    })),
    label_list: [],
    description: `${name}: ${flaw}`,
    solution: isApp(which)
      ? `Update ${name} to a version later than ${libraryAt(which)[1]}.`
      : `Update ${name} to ${version}.h${which} or later.`,
    url: `https://advisories.example.com/${vulnerabilityId(which)}`,
  };
}

/**
 * Returns the number of CVEs. An application's ID is that of its only CVE. A notice has several or,
 * in rare cases, none.
 */
function cveCount(which: number): number {
  if (isApp(which)) return 1;
  return pickNumber(which, 29, 40) === 0 ? 0 : 1 + pickNumber(which, 30, 4);
}

function cveIdOf(which: number, at: number): string {
  return `CVE-${yearOf(which, at)}-${FIRST_CVE + which * CVES_PER_VULNERABILITY + at}`;
}

function yearOf(which: number, at: number): number {
  return YEAR - Math.floor(ageInDays(which, at) / 365);
}

/**
 * Returns the age of a CVE. The first CVE is the newest. One of six vulnerabilities is at most some
 * days old, so that a grace period matters.
 */
function ageInDays(which: number, at: number): number {
  const days =
    pickNumber(which, 31, 6) === 0 ? pickNumber(which, 32, 12) : 12 + pickNumber(which, 32, 700);
  return 1 + days + at * 2;
}

/** Returns the score of a CVE. The first CVE has the highest. */
function scoreOf(which: number, tier: number, at: number): number {
  const [least, many] = SCORES[tier];
  const score = least + pickNumber(which, 33, many);
  return Math.max(1, score - at * 8) / 10;
}

/**
 * Returns the package that has the vulnerability with a number.
 * @param isSecond returns another package that also has it
 */
export function packageOf(which: number, isSecond: boolean): SimulatedRow {
  if (!isApp(which)) {
    const [first, second, version] = packageAt(which);
    return { app_name: isSecond ? second : first, version };
  }
  const [name, version, folder] = libraryAt(which);
  return {
    app_name: name,
    version,
    app_path: `${isSecond ? '/opt/tools' : '/app'}/${folder}/${name}`,
  };
}

function packageAt(which: number): (typeof PACKAGES)[number] {
  return PACKAGES[pickNumber(which, 34, PACKAGES.length)];
}

function libraryAt(which: number): (typeof LIBRARIES)[number] {
  return LIBRARIES[pickNumber(which, 35, LIBRARIES.length)];
}
