import { VulnerabilitySeverity } from '../../contract/enums';
import { beginningOf, cut } from '../../util/text';
import { oneLine } from '../../util/safe-text';
import { Vulnerability } from './vulnerability';

/** A number of vulnerabilities, with the names of some. */
export interface NamedCount {
  readonly count: number;
  /** Empty if there are none. */
  readonly names: string;
}

/**
 * The vulnerabilities of each severity. A vulnerability of unknown severity counts at each severity
 * that it can have.
 */
export type SeverityCounts = { readonly [severity in VulnerabilitySeverity]: NamedCount };

/** The most vulnerabilities that a message names. */
const NAMED = 3;

/**
 * The maximum lengths of an ID in a message, of a name with CVEs, and of an ID that is too long for
 * a CVE next to it. Names are short because Terraform's state contains them.
 */
const ID_LENGTH = 32;
const NAME_LENGTH = 48;
const CUT_LENGTH = 23;

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

/**
 * Returns a vulnerability's name, on one line: its CVE if it has only one, otherwise HSS's ID with
 * the first of its CVEs, such as `HCE2-SA-2026-0042 [CVE-2026-12345 +1]`.
 */
export function vulnerabilityName({ id, cves = [] }: Pick<Vulnerability, 'id' | 'cves'>): string {
  const ids = cves.flatMap(({ cveId = '' }) => (oneLine(cveId) === '' ? [] : cveId));
  if (cves.length === 1) return shortName(ids[0] ?? id);
  const name = shortName(id);
  const others = ids.filter((cveId) => cveId !== id).map(shortName);
  return nameWith(name, others) ?? nameWith(`${beginningOf(name, CUT_LENGTH)}…`, others) ?? name;
}

/** Returns the name with as many CVEs as fit; undefined if not even the first fits. */
function nameWith(name: string, cves: readonly string[]): string | undefined {
  const withCves = (count: number): string => {
    const more = cves.length - count;
    return `${name} [${cves.slice(0, count).join(', ')}${more === 0 ? '' : ` +${more}`}]`;
  };
  let count = 0;
  while (count < cves.length && withCves(count + 1).length <= NAME_LENGTH) count++;
  return count === 0 ? undefined : withCves(count);
}

/** Returns an ID of HSS as messages show it: on one line, and short. */
export function shortName(id: string): string {
  const line = oneLine(id);
  return line === '' ? '(no ID)' : cut(line, ID_LENGTH);
}
