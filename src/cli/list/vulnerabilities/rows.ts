import { VulnerabilitySeverity } from '../../../contract/enums';
import { comparableCveId, comparableId } from '../../../contract/vulnerabilities/cve-id';
import { VULNERABILITY_SEVERITIES } from '../../../contract/vulnerabilities/merge';
import { Vulnerability, vulnerabilitiesOf } from '../../../policy/vulnerabilities/vulnerability';
import type { ListedRow } from './listing';

/** Filters for rows. A filter that is left out has no effect. */
export interface VulnerabilityFilters {
  readonly severity?: readonly VulnerabilitySeverity[];
  /** A CVE, case-insensitive. */
  readonly cve?: string;
  readonly package?: string;
  readonly handled?: boolean;
}

/** The rows that pass the filters. */
export interface FilteredVulnerabilities {
  /** The worst first. */
  readonly rows: readonly ListedRow[];
  /**
   * The number of rows that are left out because HSS does not report all their CVEs, or not in a
   * readable form.
   */
  readonly unknownCves: number;
}

/**
 * Returns the rows that pass, sorted by the worst severity that a row can have, then by the highest
 * CVSS score, then by name.
 */
export function filterVulnerabilities(
  rows: readonly ListedRow[],
  filters: VulnerabilityFilters,
): FilteredVulnerabilities {
  const cve = filters.cve === undefined ? undefined : comparableId(filters.cve);
  const wanted = rows
    .map((row) => ({ row, ...vulnerabilitiesOf([row])[0] }))
    .filter(
      ({ row, possible }) =>
        (filters.severity === undefined ||
          possible.some((one) => filters.severity!.includes(one))) &&
        (filters.package === undefined || row.appName === filters.package) &&
        (filters.handled === undefined || (row.handled === true) === filters.handled),
    );
  const hasCve = ({ cves = [] }: ComparedRow): boolean =>
    cves.some(({ cveId }) => comparableCveId(cveId) === cve);
  const isOpen = ({ cves }: ComparedRow): boolean =>
    cves === undefined || cves.some(({ cveId }) => comparableCveId(cveId) === undefined);
  const found = cve === undefined ? wanted : wanted.filter(hasCve);
  return {
    rows: found.sort(worstFirst).map(({ row }) => row),
    unknownCves: cve === undefined ? 0 : wanted.filter((one) => isOpen(one) && !hasCve(one)).length,
  };
}

type ComparedRow = Pick<Vulnerability, 'possible' | 'cves'> & { readonly row: ListedRow };

function worstFirst(a: ComparedRow, b: ComparedRow): number {
  return (
    rank(a) - rank(b) ||
    highestScore(b) - highestScore(a) ||
    compareTexts(a.row.vulId, b.row.vulId) ||
    compareTexts(a.row.appName, b.row.appName) ||
    compareTexts(a.row.platform, b.row.platform)
  );
}

function rank({ possible: [worst] }: ComparedRow): number {
  return VULNERABILITY_SEVERITIES.indexOf(worst);
}

function highestScore({ cves = [] }: ComparedRow): number {
  return cves.reduce((highest, { cvss = 0 }) => Math.max(highest, cvss), 0);
}

function compareTexts(a = '', b = ''): number {
  return a < b ? -1 : Number(a > b);
}
