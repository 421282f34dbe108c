import { createHash } from 'node:crypto';
import { JudgedVulnerability, VulnerablePackage } from '../../policy';
import { markdownText, oneLine, plain, webLink } from '../../util/safe-text';
import { beginningOf, cut } from '../../util/text';
import { sourceLines } from '../answered-by';
import { Entry, groupedEntriesOf } from '../entries';
import { feedLines } from '../feed';
import { jsonText } from '../json-text';
import { RunReport } from '../run-report';
import { severityRank } from '../vulnerabilities/listed';
import { packageText, statusNotes, vulnerabilityTitle } from '../vulnerabilities/words';

/** The version of GitLab's schema. Any GitLab that reads version 15 accepts it. */
const SCHEMA_VERSION = '15.1.4';
const SCHEMA = `https://gitlab.com/gitlab-org/security-products/security-report-schemas/-/raw/v${SCHEMA_VERSION}/dist/container-scanning-report-format.json`;

/**
 * An entry takes about 4 kB, and GitLab's default limit for artifacts is 100 MB. The least severe
 * entries are omitted.
 */
const MAX_VULNERABILITIES = 20_000;

/** GitLab's maximum number of identifiers of a vulnerability. */
const MAX_IDENTIFIERS = 20;

/** Maximum number of messages about images without a list. */
const MAX_MESSAGES = 100;

const MAX_NAME = 255;
const MAX_SOLUTION = 7_000;
const SEVERITIES = ['Critical', 'High', 'Medium', 'Low'];

interface PackageVulnerability {
  /** Identifies the vulnerability in this report. */
  readonly key: string;
  readonly subject: string;
  readonly vulnerability: JudgedVulnerability;
  readonly place: VulnerablePackage;
}

interface Message {
  readonly level: 'info' | 'warn' | 'fatal';
  readonly value: string;
}

/**
 * Renders GitLab's container-scanning report: the vulnerabilities that HSS found, whatever the
 * policy decides, because GitLab has its own states. If the vulnerabilities of an image could not
 * be listed or do not all fit, the scan is a failure. Otherwise, GitLab would consider the missing
 * ones resolved.
 */
export function gitlabContainerScanning(report: RunReport): string {
  const entries = report.parts.flatMap((part) => groupedEntriesOf(part));
  const found = foundIn(entries);
  const gaps = gapsOf(entries);
  const tool = {
    id: 'hss-gate',
    name: 'hss-gate',
    version: named(report.version),
    vendor: { name: 'cdktf-hss' },
  };
  const time = report.evaluatedAt.slice(0, 19);
  return jsonText({
    version: SCHEMA_VERSION,
    schema: SCHEMA,
    scan: {
      type: 'container_scanning',
      // GitLab considers everything resolved that a successful scan does not list.
      status: gaps.length === 0 && found.length <= MAX_VULNERABILITIES ? 'success' : 'failure',
      start_time: time,
      end_time: time,
      analyzer: tool,
      scanner: { ...tool, id: 'huawei-hss', name: 'Huawei Cloud HSS', vendor: { name: 'Huawei' } },
      messages: [
        ...aboutRun(report),
        ...gaps.slice(0, MAX_MESSAGES),
        ...leftOut(gaps.length - MAX_MESSAGES, 'images without a list of vulnerabilities'),
        ...leftOut(found.length - MAX_VULNERABILITIES, 'vulnerabilities'),
      ],
    },
    vulnerabilities: found.slice(0, MAX_VULNERABILITIES).map(vulnerabilityOf),
  });
}

/**
 * Returns one item for each package of each vulnerability of each image, worst first, because
 * GitLab locates vulnerabilities by package.
 */
function foundIn(entries: readonly Entry[]): PackageVulnerability[] {
  const found = new Map<string, PackageVulnerability>();
  for (const { verdict, subject } of entries) {
    for (const vulnerability of verdict?.vulnerabilities ?? []) {
      const { id, packages, cves } = vulnerability;
      for (const place of packages.length === 0 ? [{}] : packages) {
        const key = JSON.stringify([subject, id, id === '' ? cves : '', place]);
        // An image may be deployed in two ways, and platforms of an index may have the same
        // vulnerability.
        if (!found.has(key)) found.set(key, { key, subject, vulnerability, place });
      }
    }
  }
  return [...found.values()].sort(
    (a, b) => severityRank(a.vulnerability) - severityRank(b.vulnerability),
  );
}

/** Returns messages about the images whose vulnerabilities are unknown. */
function gapsOf(entries: readonly Entry[]): Message[] {
  return entries.flatMap(({ kind, subject, verdict }): Message[] => {
    const isImage = kind === 'image' || kind === 'undecided';
    if (!isImage || verdict?.vulnerabilities !== undefined) return [];
    const value = `${named(subject)}: its vulnerabilities were not listed; see the image's findings, and whether the policy has vulnerabilities`;
    return [{ level: 'fatal', value: cut(value, 2_000) }];
  });
}

function aboutRun({ policy, answeredBy, evaluatedAt }: RunReport): Message[] {
  return [
    `Policy ${plain(policy.file)} (${plain(policy.hash)})`,
    ...feedLines(policy.feed, plain),
    ...sourceLines(answeredBy, Date.parse(evaluatedAt), plain).map((line) => `source: ${line}`),
  ].map((value) => ({ level: 'info', value }));
}

function leftOut(count: number, what: string): Message[] {
  return count > 0 ? [{ level: 'warn', value: `${count} ${what} are left out.` }] : [];
}

function vulnerabilityOf({ key, subject, vulnerability, place }: PackageVulnerability): object {
  const { severity, solution, url } = vulnerability;
  const link = url === undefined ? undefined : webLink(url);
  const notes = statusNotes(vulnerability);
  const identifiers = identifiersOf(vulnerability, link);
  const image = named(subject);
  const name = plain(place.name ?? '(unnamed package)');
  return {
    id: uuidOf(key),
    name: beginningOf(plain(vulnerabilityTitle(vulnerability)), MAX_NAME),
    description: descriptionOf(vulnerability, place),
    // Untyped code may pass any text.
    severity: SEVERITIES.includes(severity ?? '') ? severity : 'Unknown',
    ...(solution ? { solution: beginningOf(plain(solution), MAX_SOLUTION) } : {}),
    identifiers,
    ...(link === undefined ? {} : { links: [{ name: 'Advisory', url: link }] }),
    details: {
      status: {
        name: 'Status by the policy',
        type: 'text',
        value: plain([vulnerability.status, ...notes].join('; ')),
      },
    },
    location: {
      image,
      // HSS does not state it, and GitLab requires a value.
      operating_system: 'unknown',
      dependency: { package: { name }, version: plain(place.version ?? '') },
    },
  };
}

/**
 * Returns the identifiers of a vulnerability. HSS's ID is first unless it is a CVE of the list,
 * because GitLab distinguishes vulnerabilities by the first identifier.
 */
function identifiersOf(
  { id, cves = [] }: JudgedVulnerability,
  url: string | undefined,
): { readonly type: string; readonly name: string; readonly value: string }[] {
  const names = cves.flatMap(({ cveId }) => (cveId === undefined ? [] : [cveId]));
  const own =
    id !== '' && !names.includes(id)
      ? [{ type: 'hss', name: named(id), value: named(id), ...(url === undefined ? {} : { url }) }]
      : [];
  const all = [
    ...own,
    ...names.map((name) => ({ type: 'cve', name: named(name), value: named(name) })),
  ];
  return all.length === 0
    ? [{ type: 'hss', name: '(no ID)', value: '(no ID)' }]
    : all.slice(0, MAX_IDENTIFIERS);
}

/** Describes a vulnerability in Markdown. */
function descriptionOf(
  { cves = [], knownExploited }: JudgedVulnerability,
  place: VulnerablePackage,
): string {
  const names = cves.map(({ cveId = '(no ID)', cvss }) =>
    cvss === undefined ? cveId : `${cveId} (CVSS ${cvss})`,
  );
  return [
    `In ${markdownText(cut(packageText(place), 1_000))}.`,
    names.length === 0 ? '' : `CVEs: ${markdownText(cut(names.join(', '), 10_000))}.`,
    knownExploited ? 'Known to be exploited.' : '',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** Returns a UUID (version 8) that is the same for the same vulnerability in the next report. */
function uuidOf(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Makes a name safe. The schema requires names that are not empty. */
function named(text: string): string {
  return oneLine(text) === '' ? '(unnamed)' : plain(text);
}
