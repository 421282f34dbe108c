import { VULNERABILITY_SEVERITIES } from '../../contract/vulnerabilities/merge';
import { enumerate, verbFor } from '../../util/text';
import { Policy, PolicyException } from '../model/policy';
import { VulnerabilityRuleId } from '../model/rule-id';
import { VulnerabilityOutcome, vulnerabilityName } from './judge-record';
import { ExceptionWaiver } from './judgement';
import { severityNumber } from './levels';
import { VulnerabilityTarget, expiredFor, outcomesOf } from './shown';

/** Vulnerabilities that one exception has a part in waiving. */
export interface ExceptedVulnerabilities {
  readonly exception: PolicyException;
  readonly message: string;
  /** Digests of the platforms that have them; empty where the image itself has them. */
  readonly platforms: readonly string[];
}

/** How many vulnerabilities a message names. */
const NAMED = 5;

/** Returns the vulnerabilities that a rule would look at but for an exception, by exception. */
export function exceptedVulnerabilities(
  rule: VulnerabilityRuleId,
  targets: readonly VulnerabilityTarget[],
  policy: Policy,
): ExceptedVulnerabilities[] {
  const found = new Map<PolicyException, { names: Set<string>; platforms: Set<string> }>();
  for (const target of targets) {
    const { platform } = target;
    for (const outcome of outcomesOf(target)) {
      for (const { exception } of waiversBy(rule, outcome, policy)) {
        const entry = found.get(exception) ?? { names: new Set(), platforms: new Set() };
        found.set(exception, entry);
        entry.names.add(vulnerabilityName(outcome.vulnerability));
        if (platform !== undefined) entry.platforms.add(platform);
      }
    }
  }
  return [...found].map(([exception, { names, platforms }]) => ({
    exception,
    message: `${names.size} ${verbFor(names.size, 'vulnerability is', 'vulnerabilities are')} excepted: ${enumerate([...names], NAMED)}`,
    platforms: [...platforms],
  }));
}

/** Returns the expired exceptions that would have had a part in waiving what a rule counts. */
export function expiredExceptions(
  rule: VulnerabilityRuleId,
  targets: readonly VulnerabilityTarget[],
): PolicyException[] {
  return targets.flatMap((target) =>
    outcomesOf(target)
      .flatMap((outcome) => expiredFor(outcome, target.expired))
      .filter(({ rules }) => rules.includes(rule)),
  );
}

function waiversBy(
  rule: VulnerabilityRuleId,
  { vulnerability, waivers, exploitedWaivers }: VulnerabilityOutcome<ExceptionWaiver>,
  { vulnerabilities }: Policy,
): readonly ExceptionWaiver[] {
  if (rule === 'known-exploited') return exploitedWaivers;
  const isLimited = VULNERABILITY_SEVERITIES.some(
    (severity) =>
      vulnerability.possible.includes(severity) &&
      severityNumber(vulnerabilities?.max, severity) !== undefined,
  );
  return isLimited ? waivers : [];
}
