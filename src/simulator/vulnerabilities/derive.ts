import { ExactNumber, isJsonObject } from '../data/exact-json';
import { SimulatedRow } from '../data/rows';

/**
 * Derives the rows of the three lists of vulnerabilities from the data about a vulnerability and
 * the finding in an image. A field that neither has is left out. A field is passed on with any
 * value.
 */

/** The hidden field for whether a finding was handled. Never sent. */
export const HANDLED_FIELD = 'handled';

/** The kinds of vulnerabilities. */
export const VULNERABILITY_TYPES = ['linux_vul', 'app_vul'] as const;

/** From most to least severe. */
export const SIMULATED_SEVERITIES = ['Critical', 'High', 'Medium', 'Low'] as const;

/** The severity in the list of an image, which has only three values. */
const NECESSITIES: { readonly [severity: string]: string } = {
  Critical: 'immediate_repair',
  High: 'immediate_repair',
  Medium: 'delay_repair',
  Low: 'not_needed_repair',
};

/** Fields of ListImageVulnerabilities, apart from the ID. */
const IMAGE_FIELDS = [
  ...['repair_necessity', 'description', 'position', 'app_name', 'app_path', 'version'],
  ...['solution', 'url'],
];
/** Those fields that ListGeneralImageVuls does not have. */
const IMAGE_ONLY = new Set(
  IMAGE_FIELDS.filter((field) => field !== 'description' && field !== 'url'),
);

/** Fields of a CVE that only ListVulnerabilityCve has. */
const CVE_ONLY = new Set(['publish_time', 'description']);

/** The properties of a vulnerability in the project's list. */
export interface ProjectOccurrence {
  readonly type: string;
  readonly handled: boolean;
  readonly imageType: string;
  readonly imageCount: number;
  /** The latest scan of these images, ms since 1970. */
  readonly scanTime?: number;
}

/**
 * Returns the type of a finding: its type field or, without one, the type that its path implies.
 * Only applications have a path.
 */
export function typeOfFinding(finding: SimulatedRow): string {
  if (typeof finding.type === 'string') return finding.type;
  return finding.app_path === undefined ? 'linux_vul' : 'app_vul';
}

/**
 * Makes a row of ListImageVulnerabilities, with its type as a hidden field.
 * @param known the data about the vulnerability, if any
 */
export function imageVulnerabilityRow(finding: SimulatedRow, known?: SimulatedRow): SimulatedRow {
  const necessity = NECESSITIES[String(known?.severity_level)];
  const row: { [name: string]: unknown } =
    necessity === undefined ? {} : { repair_necessity: necessity };
  for (const field of IMAGE_FIELDS) {
    if (known?.[field] !== undefined) row[field] = known[field];
  }
  Object.assign(row, finding);
  return { ...row, type: typeOfFinding({ app_path: row.app_path, type: known?.type, ...finding }) };
}

/** Makes a row of ListGeneralImageVuls, with a hidden field for whether it is handled. */
export function projectVulnerabilityRow(
  vulId: string,
  known: SimulatedRow,
  { type, handled, imageType, imageCount, scanTime }: ProjectOccurrence,
): SimulatedRow {
  const { cve_list: cves, ...rest } = known;
  const own = Object.entries(rest).filter(([field]) => !IMAGE_ONLY.has(field));
  const highest = highestScore(cves);
  return {
    vul_name: vulId,
    vul_id: vulId,
    image_num: imageCount,
    ...(cves === undefined ? {} : { cve_list: withoutTimes(cves) }),
    ...(highest === undefined ? {} : { max_cvss_score: highest }),
    ...(scanTime === undefined ? {} : { scan_time: scanTime }),
    ...(known.solution === undefined ? {} : { solution_detail: known.solution }),
    ...Object.fromEntries(own),
    type,
    image_type: imageType,
    [HANDLED_FIELD]: handled,
  };
}

/** Makes the rows of ListVulnerabilityCve. */
export function vulnerabilityCveRows(known: SimulatedRow | undefined): SimulatedRow[] {
  return cvesOf(known?.cve_list).map(({ cvss, ...cve }) => ({
    ...cve,
    ...(cvss === undefined ? {} : { cvss_score: cvss }),
  }));
}

/** Removes the times and texts of CVEs, which the project's list does not have. */
function withoutTimes(cves: unknown): unknown {
  if (!Array.isArray(cves)) return cves;
  return cves.map((cve: unknown) =>
    isJsonObject(cve)
      ? Object.fromEntries(Object.entries(cve).filter(([field]) => !CVE_ONLY.has(field)))
      : cve,
  );
}

function highestScore(cves: unknown): unknown {
  const scores = cvesOf(cves)
    .map(({ cvss }) => cvss)
    .filter((score) => typeof score === 'number' || score instanceof ExactNumber);
  const number = (score: unknown): number =>
    Number(score instanceof ExactNumber ? score.text : score);
  return scores.sort((a, b) => number(b) - number(a))[0];
}

function cvesOf(cves: unknown): SimulatedRow[] {
  return Array.isArray(cves) ? cves.filter(isJsonObject) : [];
}
