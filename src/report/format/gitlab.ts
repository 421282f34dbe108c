import { VulnerabilityStatus } from '../../policy';
import { cut } from '../../util/text';
import { feedLines } from '../feed';
import { RenderOptions } from '../render-options';
import { jsonText } from '../json-text';
import { hostPath } from '../location';
import { plain } from '../../util/safe-text';
import { Result, resultsOf } from '../results';
import { RunReport } from '../run-report';
import {
  VulnerabilityResult,
  vulnerabilityResultsOf,
} from '../vulnerabilities/vulnerability-results';

const SEVERITIES = {
  denied: 'critical',
  undecided: 'major',
  warned: 'minor',
  // Code Quality does not support suppressions.
  waived: 'info',
} as const;

/**
 * Severities of vulnerabilities. Known exploited ones are handled separately. An unknown severity
 * is like Critical.
 */
const VULNERABILITY_SEVERITY_WORDS: { readonly [severity: string]: string | undefined } = {
  Critical: 'critical',
  High: 'major',
  Medium: 'minor',
  Low: 'info',
};

/**
 * GitLab documents only the limit of artifacts, 100 MB by default. An entry takes less than 4 kB.
 */
const MAX_ENTRIES = 25_000;

/** Renders GitLab's Code Quality report. */
export function gitlab(report: RunReport, options: RenderOptions = {}): string {
  const { file, hash, feed } = report.policy;
  // The format has no fields for the whole run.
  const body = [
    `Judged by policy ${plain(file)} (${plain(hash)}).`,
    ...feedLines(feed, plain).map((line) => `${line}.`),
  ].join(' ');
  const entryOf = (
    { ruleId, fingerprint, place }: Result | VulnerabilityResult,
    description: string,
    severity: string,
  ): object => ({
    description: cut(description, 2_000),
    content: { body },
    check_name: plain(ruleId),
    fingerprint,
    severity,
    location: { path: plain(hostPath(place, options)), lines: { begin: place.line } },
  });
  const entries = [
    ...resultsOf(report).map((result) =>
      entryOf(result, descriptionOf(result), severityOf(result)),
    ),
    ...vulnerabilityResultsOf(report).map((result) =>
      entryOf(result, result.message, vulnerabilitySeverityOf(result)),
    ),
  ];
  return jsonText(entries.slice(0, MAX_ENTRIES));
}

function severityOf({ ruleId, state }: Result): string {
  return ruleId === 'max-malicious-files' && state === 'denied' ? 'blocker' : SEVERITIES[state];
}

function vulnerabilitySeverityOf({ state, vulnerability }: VulnerabilityResult): string {
  const isInGrace = state === 'allowed' && vulnerability.status === VulnerabilityStatus.IN_GRACE;
  if (state === 'waived' || isInGrace) return 'info';
  if (vulnerability.knownExploited) return 'blocker';
  return VULNERABILITY_SEVERITY_WORDS[vulnerability.severity ?? ''] ?? 'critical';
}

function descriptionOf({ message, finding, entry }: Result): string {
  const place = entry.places.length === 0 ? '' : ` (${plain(entry.places.join(', '))})`;
  const waived = finding?.waivedBy === undefined ? '' : `, waived by ${plain(finding.waivedBy)}`;
  return `${message}${waived}${place}`;
}
