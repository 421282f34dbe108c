import { VULNERABILITY_SEVERITIES } from '../../contract/vulnerabilities/merge';
import { Policy } from '../model/policy';
import { VULNERABILITY_RULE_IDS, VulnerabilityRuleId } from '../model/rule-id';
import { isCounted } from './excepted';
import { VulnerabilityOutcome } from './judge-record';
import { ExceptionWaiver } from './judgement';
import { severityNumber } from './levels';
import { VulnerabilityTarget } from './targets';

type Outcome = VulnerabilityOutcome<ExceptionWaiver>;

/**
 * Returns a function that finds the rules that a target violates because of a vulnerability; none
 * if it is within the limits.
 */
export function violatedRules(
  { judgement }: Pick<VulnerabilityTarget, 'judgement'>,
  { vulnerabilities }: Policy,
): (outcome: Outcome) => VulnerabilityRuleId[] {
  if ('problem' in judgement) return () => [];
  const { counts } = judgement;
  const exceeded = VULNERABILITY_SEVERITIES.filter((severity) => {
    const limit = severityNumber(vulnerabilities?.max, severity);
    // Negated, so that NaN as a limit fails.
    return limit !== undefined && !(counts[severity].count <= limit);
  });
  const isCause = (rule: VulnerabilityRuleId, { vulnerability }: Outcome): boolean =>
    rule === 'known-exploited' || vulnerability.possible.some((one) => exceeded.includes(one));
  return (outcome) =>
    VULNERABILITY_RULE_IDS.filter((rule) => isCounted(rule, outcome) && isCause(rule, outcome));
}
