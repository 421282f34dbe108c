import { JudgedVulnerability, VulnerabilityStatus, VulnerablePackage } from '../../policy';
import { shortName } from '../../policy/vulnerabilities/named-count';
import { oneLine } from '../../util/safe-text';
import { cut, verbFor } from '../../util/text';

/** How much of a text from outside a sentence holds; HSS's own texts are shorter, but for the solution. */
const MAX_NAME = 128;
const MAX_SOLUTION = 120;

/** What a vulnerability is called: HSS's ID. */
export function vulnerabilityTitle({ id }: JudgedVulnerability): string {
  return id === '' ? '(no ID)' : id;
}

/** The severity as a word; lists sort one that HSS does not say before Critical. */
export function severityWord({ severity }: JudgedVulnerability): string {
  return severity ?? 'Unknown';
}

/** The CVEs of a vulnerability that are not its own ID, at most `max` of them named. */
export function cveWords({ id, cves }: JudgedVulnerability, max: number): string {
  if (cves === undefined) return 'unknown CVEs';
  const names = cves.map(({ cveId }) => cveId ?? '(no ID)');
  return names.length === 1 && names[0] === id ? '' : namedUpTo(names, max);
}

/** The packages of a vulnerability, at most `max` of them named. */
export function packageWords({ packages }: JudgedVulnerability, max: number): string {
  return namedUpTo(packages.map(packageText), max);
}

/** A package with its version, and with its path where it has one. */
export function packageText({ name, version, path }: VulnerablePackage): string {
  const known = [name ?? '(unnamed package)', ...(version ? [version] : [])].join(' ');
  return path ? `${known} (${path})` : known;
}

/** Where an index has a vulnerability: the platforms by the beginning of their digests, at most `max` of them. */
export function platformWords({ platforms = [] }: JudgedVulnerability, max: number): string {
  const names = platforms.map((digest) => digest.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]+$/, '$1'));
  return names.length === 0 ? '' : `on ${namedUpTo(names, max)}`;
}

/** What became of a vulnerability, in a few words each. There always is something to say. */
export function statusWords(vulnerability: JudgedVulnerability): string[] {
  const { status, violates = [] } = vulnerability;
  if (status !== VulnerabilityStatus.COUNTED) return statusNotes(vulnerability);
  const isExceeded = violates.includes('max-vulnerabilities-by-severity');
  return [
    isExceeded ? 'counts: over the limit' : 'counts: within the limit',
    ...statusNotes(vulnerability),
  ];
}

/** What else there is to say of a vulnerability than that it counts, in a few words each. */
export function statusNotes(vulnerability: JudgedVulnerability): string[] {
  const { status, knownExploited, violates = [], exceptions = [], graceUntil } = vulnerability;
  const mayBeExploited = !knownExploited && violates.includes('known-exploited');
  const own = {
    [VulnerabilityStatus.COUNTED]: [],
    [VulnerabilityStatus.EXCEPTED]: [],
    [VulnerabilityStatus.IN_GRACE]: [
      graceUntil === undefined ? 'in grace' : `in grace until ${timeWords(graceUntil)}`,
    ],
    [VulnerabilityStatus.HANDLED]: ['marked as handled in HSS'],
    [VulnerabilityStatus.UNLIMITED]: ['not limited by the policy'],
  }[status];
  return [
    ...(knownExploited ? ['known to be exploited'] : []),
    ...(mayBeExploited ? ['may be known to be exploited, as its CVEs are unknown'] : []),
    ...own,
    ...uncoveredNotes(vulnerability),
    ...exceptions.map((one) =>
      status === VulnerabilityStatus.EXCEPTED ? `waived by ${one}` : `exception: ${one}`,
    ),
  ];
}

/**
 * A vulnerability in one line: `Critical HWSA-1 (CVE-2026-1 and 2 more) in openssl 1.1.1k; known to be exploited: update`.
 * What is from outside has no line breaks and is cut short; a format still makes it safe in its own way.
 */
export function vulnerabilitySentence(vulnerability: JudgedVulnerability): string {
  const short = (text: string, max = MAX_NAME): string => cut(oneLine(text), max);
  const cves = short(cveWords(vulnerability, 3));
  const packages = short(packageWords(vulnerability, 2), MAX_NAME * 2);
  const platforms = short(platformWords(vulnerability, 2), MAX_NAME);
  const solution = short(vulnerability.solution ?? '', MAX_SOLUTION);
  return [
    `${short(vulnerability.severity ?? 'Unknown severity,')} ${short(vulnerabilityTitle(vulnerability))}`,
    cves === '' ? '' : ` (${cves})`,
    packages === '' ? '' : ` in ${packages}`,
    platforms === '' ? '' : ` ${platforms}`,
    ...statusNotes(vulnerability).map((note) => `; ${oneLine(note)}`),
    solution === '' ? '' : `: ${solution}`,
  ].join('');
}

/** An exception for some of the CVEs waives nothing, which nobody sees who looks at the exception alone. */
function uncoveredNotes({
  cves = [],
  uncoveredCves = [],
}: JudgedVulnerability & { readonly uncoveredCves?: readonly string[] }): string[] {
  // The verdict has them short, as messages do.
  const uncovered = uncoveredCves.map(shortName);
  const covered = cves
    .flatMap(({ cveId }) => (cveId === undefined ? [] : shortName(cveId)))
    .filter((name) => !uncovered.includes(name));
  if (uncovered.length === 0 || covered.length === 0) return [];
  return [
    `an exception covers only ${namedUpTo(covered, 3)}; ${namedUpTo(uncovered, 3)} ${verbFor(uncovered.length, 'is', 'are')} not covered`,
  ];
}

/** A time of a verdict, to the minute. */
export function timeWords(iso: string): string {
  return iso.replace(/^([\d-]+)T(\d\d:\d\d):.*Z$/, '$1 $2 UTC');
}

function namedUpTo(names: readonly string[], max: number): string {
  const left = names.length - max;
  const shown = names.slice(0, max).join(', ');
  return left > 0 ? `${shown} and ${left} more` : shown;
}
