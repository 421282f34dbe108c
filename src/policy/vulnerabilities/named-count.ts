import { VulnerabilitySeverity } from '../../contract/enums';
import { cut } from '../../util/text';
import { oneLine } from '../../util/safe-text';
import { Vulnerability } from './vulnerability';

/** How many vulnerabilities there are, and which, in few words. */
export interface NamedCount {
  readonly count: number;
  /** Empty where there is none. */
  readonly names: string;
}

/** How many vulnerabilities count at each severity. One whose severity is unknown counts at each that it can have. */
export type SeverityCounts = { readonly [severity in VulnerabilitySeverity]: NamedCount };

/** How many vulnerabilities a message names, and how much of each name. */
const NAMED = 3;
const NAME_LENGTH = 32;

/** Counts vulnerabilities by severity. */
export function severityCounts(counting: readonly Vulnerability[]): SeverityCounts {
  const at = (severity: VulnerabilitySeverity): NamedCount =>
    namedCount(
      counting.filter(({ possible }) => possible.includes(severity)),
      vulnerabilityName,
    );
  return {
    [VulnerabilitySeverity.CRITICAL]: at(VulnerabilitySeverity.CRITICAL),
    [VulnerabilitySeverity.HIGH]: at(VulnerabilitySeverity.HIGH),
    [VulnerabilitySeverity.MEDIUM]: at(VulnerabilitySeverity.MEDIUM),
    [VulnerabilitySeverity.LOW]: at(VulnerabilitySeverity.LOW),
  };
}

/** Counts vulnerabilities, and names the first few. */
export function namedCount(
  some: readonly Vulnerability[],
  nameOf: (vulnerability: Vulnerability) => string,
): NamedCount {
  const names = some.slice(0, NAMED).map(nameOf).join(', ');
  const more = some.length - NAMED;
  return { count: some.length, names: more > 0 ? `${names} and ${more} more` : names };
}

/** Returns what a vulnerability is called, on one line: its CVE, where it has one alone, else HSS's ID. */
export function vulnerabilityName({ id, cves }: Pick<Vulnerability, 'id' | 'cves'>): string {
  return shortName(cves?.length === 1 ? (cves[0].cveId ?? id) : id);
}

/** Returns an ID of HSS as messages show it: on one line, and short. */
export function shortName(id: string): string {
  return id === '' ? '(no ID)' : cut(oneLine(id), NAME_LENGTH);
}
