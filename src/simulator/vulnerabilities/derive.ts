import { ExactNumber, isJsonObject } from '../data/exact-json';
import { SimulatedRow } from '../data/rows';

/**
 * What each of the three lists of vulnerabilities has, from two things: what is known of a vulnerability, and what was found in an
 * image. A field that neither has is left out; a field of any value is passed on as it is.
 */

/** The hidden field that says whether someone has handled a finding. Never sent. */
export const HANDLED_FIELD = 'handled';

/** The kinds of vulnerabilities. */
export const VULNERABILITY_TYPES = ['linux_vul', 'app_vul'] as const;

/** From worst to least. */
export const SIMULATED_SEVERITIES = ['Critical', 'High', 'Medium', 'Low'] as const;

/** The three-valued scale on which the list of an image says the severity. */
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
/** Those of them that ListGeneralImageVuls does not have. */
const IMAGE_ONLY = new Set(
  IMAGE_FIELDS.filter((field) => field !== 'description' && field !== 'url'),
);

/** Fields of a CVE that only ListVulnerabilityCve has. */
const CVE_ONLY = new Set(['publish_time', 'description']);

/** Where a vulnerability of the project's list stands. */
export interface ProjectOccurrence {
  readonly type: string;
  readonly handled: boolean;
  readonly imageType: string;
  readonly imageCount: number;
  /** The latest scan of these images, ms since 1970. */
  readonly scanTime?: number;
}

/** Tells the type of a finding: by its field, else by its path, which only applications have. */
export function typeOfFinding(finding: SimulatedRow): string {
  if (typeof finding.type === 'string') return finding.type;
  return finding.app_path === undefined ? 'linux_vul' : 'app_vul';
}

/**
 * Makes a row of ListImageVulnerabilities. Its type is hidden in it.
 * @param known what is known of the vulnerability, or undefined
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

/** Makes a row of ListGeneralImageVuls. Whether it is handled is hidden in it. */
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

/** The project's list has neither times nor texts of CVEs. */
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
