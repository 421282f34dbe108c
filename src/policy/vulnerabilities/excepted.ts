import { comparableCveId, comparableId } from '../../contract/vulnerabilities/cve-id';
import { enumerate, verbFor } from '../../util/text';
import { byLatestEnd } from '../judge/exceptions';
import { Policy, PolicyException } from '../model/policy';
import { VulnerabilityRuleId } from '../model/rule-id';
import { VulnerabilityStatus } from '../model/verdict';
import { VulnerabilityOutcome, isLimited } from './judge-record';
import { ExceptionWaiver, waiverOf } from './judgement';
import { shortName, vulnerabilityName } from './named-count';
import { VulnerabilityTarget, outcomesOf } from './targets';
import { Vulnerability } from './vulnerability';
import { WaiverIndex } from './waivers';

type Outcome = VulnerabilityOutcome<ExceptionWaiver>;

/** Vulnerabilities that one exception waives, alone or together with others. */
export interface ExceptedVulnerabilities {
  readonly exception: PolicyException;
  readonly message: string;
  /** Digests of the platforms that have them; empty if the image itself has them. */
  readonly platforms: readonly string[];
}

/** How many vulnerabilities a message names. */
const NAMED = 5;

/**
 * Returns the vulnerabilities that a rule does not count because of exceptions, by exception, the
 * last to end first.
 */
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
        entry.names.add(exceptedName(outcome.vulnerability, exception));
        if (platform !== undefined) entry.platforms.add(platform);
      }
    }
  }
  return [...found]
    .sort(([a], [b]) => byLatestEnd(a, b))
    .map(([exception, { names, platforms }]) => ({
      exception,
      message: `${names.size} ${verbFor(names.size, 'vulnerability is', 'vulnerabilities are')} excepted: ${enumerate([...names], NAMED)}`,
      platforms: [...platforms],
    }));
}

/** Names the CVEs that the exception lists; a vulnerability may have others as well. */
function exceptedName(vulnerability: Vulnerability, exception: PolicyException): string {
  const { id, cves = [] } = vulnerability;
  const listed = (exception.vulnerabilities ?? []).map(comparableId);
  const named = cves.flatMap(({ cveId }) => {
    const cve = comparableCveId(cveId);
    return cve !== undefined && listed.includes(cve) ? shortName(cve) : [];
  });
  return cves.length < 2 || named.length === 0
    ? vulnerabilityName(vulnerability)
    : `${shortName(id)} [${enumerate(named, NAMED)}]`;
}

/** Returns the expired exceptions that would help to waive what a rule counts. */
export function expiredExceptions(
  rule: VulnerabilityRuleId,
  targets: readonly VulnerabilityTarget[],
): PolicyException[] {
  const found = targets.flatMap((target) => {
    const expiredFor = expiredWaivers(rule, target);
    return outcomesOf(target)
      .filter((outcome) => isCounted(rule, outcome))
      .flatMap(expiredFor);
  });
  return [...new Set(found)].sort(byLatestEnd);
}

/**
 * Returns a function that finds the expired exceptions that waived a vulnerability of a target
 * until they expired: they may have covered some of its CVEs, and live ones the others.
 */
export function expiredWaivers(
  rule: VulnerabilityRuleId,
  { live, expired }: Pick<VulnerabilityTarget, 'live' | 'expired'>,
): (outcome: Outcome) => PolicyException[] {
  if (expired.length === 0) return () => [];
  const index = new WaiverIndex(rule, [...live, ...expired].map(waiverOf));
  return ({ vulnerability }) =>
    index
      .covering(vulnerability)
      .map(({ exception }) => exception)
      .filter((exception) => expired.includes(exception));
}

/** Whether a rule counts a vulnerability and no exception waives it. */
export function isCounted(rule: VulnerabilityRuleId, outcome: Outcome): boolean {
  return rule === 'known-exploited'
    ? outcome.exploited !== 'no' && outcome.exploitedWaivers.length === 0
    : outcome.status === VulnerabilityStatus.COUNTED;
}

function waiversBy(
  rule: VulnerabilityRuleId,
  { vulnerability, status, waivers, exploitedWaivers }: Outcome,
  { vulnerabilities }: Policy,
): readonly ExceptionWaiver[] {
  if (rule === 'known-exploited') return exploitedWaivers;
  return status === VulnerabilityStatus.EXCEPTED && isLimited(vulnerability, vulnerabilities?.max)
    ? waivers
    : [];
}
