import { JudgedVulnerability, VulnerabilityStatus, VulnerablePackage } from '../../policy';
import { shortName } from '../../policy/vulnerabilities/named-count';
import { oneLine } from '../../util/safe-text';
import { cut, verbFor } from '../../util/text';

/**
 * Maximum number of characters of a text from outside in a sentence. HSS's texts are shorter,
 * except for solutions.
 */
const MAX_NAME = 128;
const MAX_SOLUTION = 120;

/** Returns HSS's ID of a vulnerability. */
export function vulnerabilityTitle({ id }: JudgedVulnerability): string {
  return id === '' ? '(no ID)' : id;
}

/** Returns the severity as a word, `Unknown` if HSS does not state it. */
export function severityWord({ severity }: JudgedVulnerability): string {
  return severity ?? 'Unknown';
}

/** Names at most `max` CVEs of a vulnerability, except its own ID. */
export function cveWords({ id, cves }: JudgedVulnerability, max: number): string {
  if (cves === undefined) return 'unknown CVEs';
  const names = cves.map(({ cveId }) => cveId ?? '(no ID)');
  return names.length === 1 && names[0] === id ? '' : namedUpTo(names, max);
}

/** Names at most `max` packages of a vulnerability. */
export function packageWords({ packages }: JudgedVulnerability, max: number): string {
  return namedUpTo(packages.map(packageText), max);
}

/** Returns a package with its version, and its path if it has one. */
export function packageText({ name, version, path }: VulnerablePackage): string {
  const known = [name ?? '(unnamed package)', ...(version ? [version] : [])].join(' ');
  return path ? `${known} (${path})` : known;
}

/**
 * Names at most `max` platforms of an index with a vulnerability, by the start of their digests.
 */
export function platformWords({ platforms = [] }: JudgedVulnerability, max: number): string {
  const names = platforms.map((digest) => digest.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]+$/, '$1'));
  return names.length === 0 ? '' : `on ${namedUpTo(names, max)}`;
}

/** Returns the status of a vulnerability, in a few words each. Never empty. */
export function statusWords(vulnerability: JudgedVulnerability): string[] {
  const { status, violates = [] } = vulnerability;
  if (status !== VulnerabilityStatus.COUNTED) return statusNotes(vulnerability);
  const isExceeded = violates.includes('max-vulnerabilities-by-severity');
  return [
    isExceeded ? 'counts: over the limit' : 'counts: within the limit',
    ...statusNotes(vulnerability),
  ];
}

/** Returns the notes on a vulnerability other than that it counts, in a few words each. */
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
 * Formats a vulnerability as one line:
 * `Critical HWSA-1 (CVE-2026-1 and 2 more) in openssl 1.1.1k; known to be exploited: update`. Texts
 * from outside are truncated and have no line breaks. Formats must still escape them.
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

/**
 * Returns a note about exceptions for only some of the CVEs. Such an exception waives nothing,
 * which the exception alone does not show.
 */
function uncoveredNotes({
  cves = [],
  uncoveredCves = [],
}: JudgedVulnerability & { readonly uncoveredCves?: readonly string[] }): string[] {
  // Verdicts contain truncated names, as in messages.
  const uncovered = uncoveredCves.map(shortName);
  const covered = cves
    .flatMap(({ cveId }) => (cveId === undefined ? [] : shortName(cveId)))
    .filter((name) => !uncovered.includes(name));
  if (uncovered.length === 0 || covered.length === 0) return [];
  return [
    `an exception covers only ${namedUpTo(covered, 3)}; ${namedUpTo(uncovered, 3)} ${verbFor(uncovered.length, 'is', 'are')} not covered`,
  ];
}

/** Formats a time of a verdict, to the minute. */
export function timeWords(iso: string): string {
  return iso.replace(/^([\d-]+)T(\d\d:\d\d):.*Z$/, '$1 $2 UTC');
}

function namedUpTo(names: readonly string[], max: number): string {
  const left = names.length - max;
  const shown = names.slice(0, max).join(', ');
  return left > 0 ? `${shown} and ${left} more` : shown;
}
