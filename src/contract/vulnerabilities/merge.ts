import { anomaliesAbout } from '../anomaly';
import { RepairNecessity, VulnerabilitySeverity } from '../enums';
import { comparableCveId } from './cve-id';
import { HssCve, HssImageVulnerability } from './hss-image-vulnerability';
import { ImageVulnerabilityRow } from './image-vulnerability';
import { ProjectVulnerabilityRow } from './project-vulnerability';

/** Severities, from highest to lowest. */
export const VULNERABILITY_SEVERITIES: readonly VulnerabilitySeverity[] = [
  VulnerabilitySeverity.CRITICAL,
  VulnerabilitySeverity.HIGH,
  VulnerabilitySeverity.MEDIUM,
  VulnerabilitySeverity.LOW,
];

/** HSS's lists of the vulnerabilities of an image. */
export interface VulnerabilityLists {
  /** The unhandled vulnerabilities of the image. */
  readonly unhandled: readonly ImageVulnerabilityRow[];
  readonly handled: readonly ImageVulnerabilityRow[];
  /** The vulnerabilities of the project. */
  readonly project: readonly ProjectVulnerabilityRow[];
}

/** Details of a vulnerability in the project's list. */
interface ProjectDetails {
  readonly severityLevel?: VulnerabilitySeverity;
  /** Whether the list has an invalid severity, which could mean any. */
  readonly isSeverityUnsound: boolean;
  readonly cves?: HssCve[];
}

/**
 * Indexes by listing, because the listing of a project is long and each image of a run searches it.
 */
const indexes = new WeakMap<
  readonly ProjectVulnerabilityRow[],
  ReadonlyMap<string, ProjectDetails>
>();

/**
 * Merges the rows of an image with the details in the project's list. Returns them in the order of
 * the lists.
 */
export function mergeVulnerabilities(lists: VulnerabilityLists): HssImageVulnerability[] {
  let index = indexes.get(lists.project);
  if (index === undefined) indexes.set(lists.project, (index = indexOf(lists.project)));
  const merged = (row: ImageVulnerabilityRow, handled: boolean): HssImageVulnerability => {
    const known = row.vulId ? index.get(row.vulId) : undefined;
    const severityLevel = severityOf(row, known);
    return {
      ...row,
      ...(severityLevel === undefined ? {} : { severityLevel }),
      ...(known?.cves === undefined ? {} : { cves: known.cves }),
      handled,
    };
  };
  return [
    ...lists.unhandled.map((row) => merged(row, false)),
    ...lists.handled.map((row) => merged(row, true)),
  ];
}

/** Returns the highest of some severities. Undefined for an empty list. */
export function worstOf(
  severities: readonly VulnerabilitySeverity[],
): VulnerabilitySeverity | undefined {
  return VULNERABILITY_SEVERITIES.find((one) => severities.includes(one));
}

/**
 * Returns the severity of a row. HSS has two scales; if they differ, the higher severity applies.
 * Undefined if one is invalid or the project's list has none, because the image's list contains
 * only the minimum severity.
 */
function severityOf(
  row: ImageVulnerabilityRow,
  known: ProjectDetails | undefined,
): VulnerabilitySeverity | undefined {
  const { repairNecessity } = row;
  if (known?.isSeverityUnsound || anomaliesAbout(row, ['repair_necessity']).length > 0) {
    return undefined;
  }
  if (known?.severityLevel === undefined || repairNecessity === undefined) {
    return known?.severityLevel;
  }
  return worstOf([known.severityLevel, leastSeverity(repairNecessity)]);
}

/** Returns the lowest severity that a vulnerability with a repair necessity can have. */
export function leastSeverity(necessity: RepairNecessity): VulnerabilitySeverity {
  switch (necessity) {
    case RepairNecessity.IMMEDIATE_REPAIR:
      return VulnerabilitySeverity.HIGH;
    case RepairNecessity.DELAY_REPAIR:
      return VulnerabilitySeverity.MEDIUM;
    case RepairNecessity.NOT_NEEDED_REPAIR:
      return VulnerabilitySeverity.LOW;
  }
}

/**
 * Indexes the rows of a project by ID. For a vulnerability in several listings, the CVEs are merged
 * and the highest severity applies.
 */
function indexOf(rows: readonly ProjectVulnerabilityRow[]): Map<string, ProjectDetails> {
  const byId = new Map<string, ProjectVulnerabilityRow[]>();
  for (const row of rows) {
    if (!row.vulId) continue;
    const same = byId.get(row.vulId);
    if (same === undefined) byId.set(row.vulId, [row]);
    else same.push(row);
  }
  return new Map([...byId].map(([id, same]) => [id, projectDetailsOf(same)]));
}

function projectDetailsOf(rows: readonly ProjectVulnerabilityRow[]): ProjectDetails {
  const isUnsound = (field: string, some = rows): boolean =>
    some.some((row) => anomaliesAbout(row, [field]).length > 0);
  const severityLevel = worstOf(rows.flatMap((row) => row.severityLevel ?? []));
  const lists = rows.flatMap(({ cveList }) => (cveList === undefined ? [] : [cveList]));
  // An invalid CVE keeps its place in the list, without an ID. An invalid list becomes a CVE
  // without an ID, because it could contain any CVE.
  const isListUnsound = isUnsound(
    'cve_list',
    rows.filter(({ cveList }) => cveList === undefined),
  );
  if (isListUnsound) lists.push([{}]);
  return {
    ...(severityLevel === undefined ? {} : { severityLevel }),
    isSeverityUnsound: isUnsound('severity_level'),
    ...(lists.length > 0 ? { cves: mergedCves(lists.flat()) } : {}),
  };
}

/**
 * Removes duplicate CVEs, whatever the spelling of their IDs, and sorts them by ID. CVEs without an
 * ID are merged into one, which is the first. Unreliable IDs are not changed.
 */
export function mergedCves(cves: readonly HssCve[]): HssCve[] {
  const byId = new Map<string, HssCve>();
  for (const cve of cves) {
    const id = keyOf(cve);
    const known = byId.get(id);
    byId.set(id, known === undefined ? cve : preferred(known, cve));
  }
  return [...byId].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cve]) => cve);
}

function keyOf({ cveId = '' }: HssCve): string {
  // The prefix distinguishes an unreliable ID from all reliable ones, whatever its characters
  // become in upper case.
  return comparableCveId(cveId) ?? (cveId === '' ? '' : `?${cveId.toUpperCase()}`);
}

/**
 * Selects one of two entries for a CVE: the one with the higher score. The order of the entries
 * must not matter.
 */
function preferred(a: HssCve, b: HssCve): HssCve {
  const [one, other] = [a.cvss ?? -1, b.cvss ?? -1];
  if (one !== other) return one > other ? a : b;
  return (a.cveId ?? '') <= (b.cveId ?? '') ? a : b;
}
