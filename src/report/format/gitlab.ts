import { cut } from '../../util/text';
import { RenderOptions } from '../render-options';
import { jsonText } from '../json-text';
import { hostPath } from '../location';
import { plain } from '../../util/safe-text';
import { Result, resultsOf } from '../results';
import { RunReport } from '../run-report';

const SEVERITIES = {
  denied: 'critical',
  undecided: 'major',
  warned: 'minor',
  // Code Quality knows no suppression.
  waived: 'info',
} as const;

/** GitLab's Code Quality report. */
export function gitlab(report: RunReport, options: RenderOptions = {}): string {
  return jsonText(
    resultsOf(report).map((result) => ({
      description: cut(descriptionOf(result), 2_000),
      // The format has no place for what is said of the whole run.
      content: {
        body: `Judged by policy ${plain(report.policy.file)} (${plain(report.policy.hash)}).`,
      },
      check_name: plain(result.ruleId),
      fingerprint: result.fingerprint,
      severity:
        result.ruleId === 'max-malicious-files' && result.state === 'denied'
          ? 'blocker'
          : SEVERITIES[result.state],
      location: {
        path: plain(hostPath(result.place, options)),
        lines: { begin: result.place.line },
      },
    })),
  );
}

function descriptionOf({ message, finding, entry }: Result): string {
  const place = entry.places.length === 0 ? '' : ` (${plain(entry.places.join(', '))})`;
  const waived = finding?.waivedBy === undefined ? '' : `, waived by ${plain(finding.waivedBy)}`;
  return `${message}${waived}${place}`;
}
