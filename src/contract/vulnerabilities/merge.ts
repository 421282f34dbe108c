import { anomaliesAbout } from '../anomaly';
import { RepairNecessity, VulnerabilitySeverity } from '../enums';
import { comparableCveId } from './cve-id';
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

/** What the project's list says of a vulnerability. */
interface Particulars {
  readonly severityLevel?: VulnerabilitySeverity;
  /** Whether a severity is there that the contract does not allow, so that it could be any. */
  readonly isSeverityUnsound: boolean;
  readonly cves?: HssCve[];
}

/** The listing of a project is long, and each image of a run looks into it. */
const indexes = new WeakMap<readonly ProjectVulnerabilityRow[], ReadonlyMap<string, Particulars>>();

/** Puts the rows of an image together with what the project's list knows of them, in the order of the lists. */
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

/** Returns the worst of some severities; undefined where there is none. */
export function worstOf(
  severities: readonly VulnerabilitySeverity[],
): VulnerabilitySeverity | undefined {
  return VULNERABILITY_SEVERITIES.find((one) => severities.includes(one));
}

/**
 * HSS says the severity twice, on two scales; where they differ, the worse one counts. Where one is unsound, or the project's list
 * does not say it, there is none: a row could be missing there, and the image's own list only says how bad it is at least.
 */
function severityOf(
  row: ImageVulnerabilityRow,
  known: Particulars | undefined,
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

/** Returns the least severity that a vulnerability can have that is to be repaired so soon. */
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

/** A vulnerability may be in several listings of the project: its CVEs add up, and the worst severity counts. */
function indexOf(rows: readonly ProjectVulnerabilityRow[]): Map<string, Particulars> {
  const byId = new Map<string, ProjectVulnerabilityRow[]>();
  for (const row of rows) {
    if (!row.vulId) continue;
    const same = byId.get(row.vulId);
    if (same === undefined) byId.set(row.vulId, [row]);
    else same.push(row);
  }
  return new Map([...byId].map(([id, same]) => [id, particularsOf(same)]));
}

function particularsOf(rows: readonly ProjectVulnerabilityRow[]): Particulars {
  const isUnsound = (field: string, some = rows): boolean =>
    some.some((row) => anomaliesAbout(row, [field]).length > 0);
  const severityLevel = worstOf(rows.flatMap((row) => row.severityLevel ?? []));
  const lists = rows.flatMap(({ cveList }) => (cveList === undefined ? [] : [cveList]));
  // One that is unsound keeps its place in the list, without an ID. So does a list that is: it could have any CVE.
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
 * Returns each CVE once, however its ID is written, sorted by ID; those without an ID are one, and the first. An ID that can't be
 * relied on stays as it is.
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
  // The mark keeps an unreliable ID apart from each reliable one, whatever upper case makes of its characters.
  return comparableCveId(cveId) ?? (cveId === '' ? '' : `?${cveId.toUpperCase()}`);
}

/** Of one CVE that is listed twice, the higher score; which text of its ID stays must not depend on the order. */
function preferred(a: HssCve, b: HssCve): HssCve {
  const [one, other] = [a.cvss ?? -1, b.cvss ?? -1];
  if (one !== other) return one > other ? a : b;
  return (a.cveId ?? '') <= (b.cveId ?? '') ? a : b;
}
