import { VulnerabilityJudgement } from '../../vulnerabilities/judgement';
import { RuleContext, judgedRow } from '../rule';

/**
 * Returns the result for the vulnerabilities of the image; undefined for an index without
 * vulnerabilities itself, because its platforms are judged one by one. Throws if they were not
 * judged for any other reason, which is a violation.
 */
export function judgedVulnerabilities(context: RuleContext): VulnerabilityJudgement | undefined {
  if (context.vulnerabilities !== undefined) return context.vulnerabilities;
  judgedRow(context);
  if (context.isIndex) return undefined;
  throw new Error('its vulnerabilities were not judged');
}
