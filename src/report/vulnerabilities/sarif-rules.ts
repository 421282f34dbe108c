import type { ReportingDescriptor } from 'sarif';
import { JudgedVulnerability } from '../../policy';
import { markdownText, oneLine, webLink } from '../../util/safe-text';
import { cut } from '../../util/text';
import { securityScore } from './security-severity';
import { VulnerabilityResult } from './vulnerability-results';
import { severityWord, vulnerabilityTitle } from './words';

/** Maximum number of characters of a description that GitHub shows. */
const MAX_DESCRIPTION = 1_000;

/** Maximum number of CVEs in the help of a rule. */
const MAX_CVES = 100;

/**
 * Returns a rule for each vulnerability, because SARIF and GitHub support `security-severity`,
 * titles and help only in rules. For a vulnerability of several images, the highest score applies.
 */
export function vulnerabilityRules(results: readonly VulnerabilityResult[]): ReportingDescriptor[] {
  const byRule = new Map<string, JudgedVulnerability[]>();
  for (const { ruleId, vulnerability } of results) {
    const same = byRule.get(ruleId);
    if (same === undefined) byRule.set(ruleId, [vulnerability]);
    else same.push(vulnerability);
  }
  return [...byRule].map(([id, same]) => ruleOf(id, same));
}

function ruleOf(id: string, same: readonly JudgedVulnerability[]): ReportingDescriptor {
  const [worst] = same;
  const title = `${severityWord(worst)} vulnerability ${cut(oneLine(vulnerabilityTitle(worst)), 200)}`;
  const cves = cveLines(worst);
  const solution = cut(oneLine(worst.solution ?? ''), MAX_DESCRIPTION);
  const link = worst.url === undefined ? undefined : webLink(worst.url);
  const exploited = same.some(({ knownExploited }) => knownExploited);
  const score = same.map(securityScore).reduce((a, b) => Math.max(a, b));
  return {
    id,
    shortDescription: { text: title },
    fullDescription: {
      text: cut([title, ...cves, solution].filter((one) => one !== '').join('. '), MAX_DESCRIPTION),
    },
    ...(link === undefined ? {} : { helpUri: link }),
    help: {
      text: [title, ...cves, solution, link ?? ''].filter((one) => one !== '').join('\n'),
      markdown: [
        `**${markdownText(title)}**`,
        exploited ? 'Known to be exploited.' : '',
        cves.map((one) => `- ${markdownText(one)}`).join('\n'),
        markdownText(solution),
        link === undefined ? '' : `[Advisory](${link})`,
      ]
        .filter((one) => one !== '')
        .join('\n\n'),
    },
    defaultConfiguration: { level: 'error' },
    properties: {
      tags: [
        'security',
        'vulnerability',
        'container',
        severityTag(worst),
        ...(exploited ? ['known-exploited'] : []),
      ],
      precision: 'very-high',
      'security-severity': score.toFixed(1),
    },
  };
}

function cveLines({ cves = [] }: JudgedVulnerability): string[] {
  const left = cves.length - MAX_CVES;
  return [
    ...cves.slice(0, MAX_CVES).map(({ cveId, cvss }) => {
      const name = cut(oneLine(cveId ?? '(no ID)'));
      return cvss === undefined ? name : `${name} (CVSS ${cvss})`;
    }),
    ...(left > 0 ? [`and ${left} more CVEs`] : []),
  ];
}

/** Rows from untyped code may have any text as severity. */
function severityTag(vulnerability: JudgedVulnerability): string {
  return cut(oneLine(severityWord(vulnerability))).toLowerCase();
}
