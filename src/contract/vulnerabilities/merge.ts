import { anomalyField } from '../anomaly';
import { RepairNecessity, VulnerabilitySeverity } from '../enums';
import { HssCve, HssImageVulnerability } from './hss-image-vulnerability';
import { ImageVulnerabilityRow } from './image-vulnerability';
import { ProjectVulnerabilityRow } from './project-vulnerability';

/** From worst to least. */
export const VULNERABILITY_SEVERITIES: readonly VulnerabilitySeverity[] = [
  VulnerabilitySeverity.CRITICAL,
  VulnerabilitySeverity.HIGH,
  VulnerabilitySeverity.MEDIUM,
  VulnerabilitySeverity.LOW,
];

/** What HSS lists about the vulnerabilities of an image. */
export interface VulnerabilityLists {
  /** Of the image: those that nobody has handled, and those that someone has. */
  readonly unhandled: readonly ImageVulnerabilityRow[];
  readonly handled: readonly ImageVulnerabilityRow[];
  /** Of the project. */
  readonly project: readonly ProjectVulnerabilityRow[];
}

interface Particulars {
  readonly severityLevel?: VulnerabilitySeverity;
  readonly cves?: HssCve[];
}

/** The listing of a project is long, and each image of a run looks into it. */
const indexes = new WeakMap<readonly ProjectVulnerabilityRow[], ReadonlyMap<string, Particulars>>();

/** Puts the rows of an image together with what the project's list knows of them, in the order of the lists. */
export function mergeVulnerabilities(lists: VulnerabilityLists): HssImageVulnerability[] {
  let index = indexes.get(lists.project);
  if (index === undefined) indexes.set(lists.project, (index = indexOf(lists.project)));
  const merged = (row: ImageVulnerabilityRow, handled: boolean): HssImageVulnerability => {
    const known = row.vulId === undefined ? undefined : index.get(row.vulId);
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

/** Returns the worst of some severities; undefined where there is none. */
export function worstOf(
  severities: readonly VulnerabilitySeverity[],
): VulnerabilitySeverity | undefined {
  return VULNERABILITY_SEVERITIES.find((one) => severities.includes(one));
}

/** HSS says the severity twice, on two scales; where they differ, the worse one counts. */
function severityOf(
  { repairNecessity }: ImageVulnerabilityRow,
  known: Particulars | undefined,
): VulnerabilitySeverity | undefined {
  if (known?.severityLevel !== undefined) {
    return worstOf([known.severityLevel, ...atLeast(repairNecessity)]);
  }
  // The image's own list has no Critical.
  return repairNecessity === RepairNecessity.IMMEDIATE_REPAIR
    ? undefined
    : atLeast(repairNecessity)[0];
}

function atLeast(necessity: RepairNecessity | undefined): VulnerabilitySeverity[] {
  switch (necessity) {
    case RepairNecessity.IMMEDIATE_REPAIR:
      return [VulnerabilitySeverity.HIGH];
    case RepairNecessity.DELAY_REPAIR:
      return [VulnerabilitySeverity.MEDIUM];
    case RepairNecessity.NOT_NEEDED_REPAIR:
      return [VulnerabilitySeverity.LOW];
    case undefined:
      return [];
  }
}

/** A vulnerability may be in several listings of the project: its CVEs add up, and the worst severity counts. */
function indexOf(rows: readonly ProjectVulnerabilityRow[]): Map<string, Particulars> {
  const byId = new Map<string, ProjectVulnerabilityRow[]>();
  for (const row of rows) {
    if (row.vulId === undefined) continue;
    const same = byId.get(row.vulId);
    if (same === undefined) byId.set(row.vulId, [row]);
    else same.push(row);
  }
  return new Map([...byId].map(([id, same]) => [id, particularsOf(same)]));
}

function particularsOf(rows: readonly ProjectVulnerabilityRow[]): Particulars {
  // A severity that is unsound could be any, and so could a CVE.
  const isUnsound = (field: string): boolean =>
    rows.some(({ anomalies = [] }) => anomalies.some((one) => anomalyField(one) === field));
  const severityLevel = isUnsound('severity_level')
    ? undefined
    : worstOf(rows.flatMap((row) => row.severityLevel ?? []));
  const lists = rows.flatMap(({ cveList }) => (cveList === undefined ? [] : [cveList]));
  const areCvesKnown = lists.length > 0 && !isUnsound('cve_list');
  const cves = new Map(lists.flat().map((cve) => [cve.cveId, cve]));
  return {
    ...(severityLevel === undefined ? {} : { severityLevel }),
    ...(areCvesKnown ? { cves: [...cves.values()] } : {}),
  };
}
