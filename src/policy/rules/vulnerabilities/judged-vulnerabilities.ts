import { VulnerabilityJudgement } from '../../vulnerabilities/judgement';
import { RuleContext, judgedRow } from '../rule';

/**
 * Returns what the vulnerabilities of the image come to. Undefined for an index that says of no vulnerabilities of its own: its
 * platforms are judged each by itself. Where nothing was judged for any other reason, that is a problem.
 */
export function judgedVulnerabilities(context: RuleContext): VulnerabilityJudgement | undefined {
  if (context.vulnerabilities !== undefined) return context.vulnerabilities;
  judgedRow(context);
  if (context.isIndex) return undefined;
  throw new Error('its vulnerabilities were not judged');
}
