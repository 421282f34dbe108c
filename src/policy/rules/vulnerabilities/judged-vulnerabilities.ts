import { VulnerabilityJudgement } from '../../vulnerabilities/judgement';
import { RuleContext } from '../rule';

/**
 * Returns what the vulnerabilities of the image come to. Undefined for an index that says of no vulnerabilities of its own: its
 * platforms are judged each by itself. Where nothing was judged for any other reason, that is a problem.
 */
export function judgedVulnerabilities({
  vulnerabilities,
  isIndex,
}: RuleContext): VulnerabilityJudgement | undefined {
  if (vulnerabilities !== undefined) return vulnerabilities;
  if (isIndex) return undefined;
  throw new Error('its vulnerabilities were not judged');
}
