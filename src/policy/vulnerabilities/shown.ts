import { VULNERABILITY_SEVERITIES } from '../../contract/vulnerabilities/merge';
import { HssCve } from '../../contract/vulnerabilities/hss-image-vulnerability';
import { expiredText, waiverText } from '../judge/exceptions';
import { Policy, PolicyException } from '../model/policy';
import { VULNERABILITY_RULE_IDS } from '../model/rule-id';
import { JudgedVulnerability, VulnerabilityStatus } from '../model/verdict';
import { expiredWaivers } from './excepted';
import { VulnerabilityOutcome } from './judge-record';
import { ExceptionWaiver } from './judgement';
import { shortName } from './named-count';
import { VulnerabilityTarget, outcomesOf } from './targets';
import { uncoveredBy } from './uncovered';
import { violatedRules } from './violated-rules';

type Outcome = VulnerabilityOutcome<ExceptionWaiver>;

/** The order among equal severities. */
const STATUSES: readonly VulnerabilityStatus[] = [
  VulnerabilityStatus.COUNTED,
  VulnerabilityStatus.UNLIMITED,
  VulnerabilityStatus.IN_GRACE,
  VulnerabilityStatus.EXCEPTED,
  VulnerabilityStatus.HANDLED,
];

/**
 * Returns the vulnerabilities of an image and of its platforms for verdicts, those that violate a
 * rule first. Equal ones on several platforms are merged. Undefined if none were judged.
 */
export function shownVulnerabilities(
  targets: readonly VulnerabilityTarget[],
  policy: Policy,
): JudgedVulnerability[] | undefined {
  if (targets.every(({ judgement }) => 'problem' in judgement)) return undefined;
  const shown = new Map<
    string | Outcome,
    {
      readonly one: JudgedVulnerability;
      readonly platforms: Set<string>;
      readonly violates: Set<string>;
    }
  >();
  for (const target of targets) {
    const { platform } = target;
    const findUncovered = uncoveredBy(target);
    const byRule = VULNERABILITY_RULE_IDS.map((rule) => expiredWaivers(rule, target));
    const violatedBy = violatedRules(target, policy);
    for (const outcome of outcomesOf(target)) {
      const one = shownOf(outcome, {
        findExpired: () => byRule.flatMap((expiredFor) => expiredFor(outcome)),
        uncovered: findUncovered(outcome),
      });
      const key = targets.length > 1 ? JSON.stringify([platform === undefined, one]) : outcome;
      const entry = shown.get(key) ?? { one, platforms: new Set(), violates: new Set() };
      for (const rule of violatedBy(outcome)) entry.violates.add(rule);
      if (platform !== undefined) entry.platforms.add(platform);
      shown.set(key, entry);
    }
  }
  return [...shown.values()]
    .map(({ one, platforms, violates }) => ({
      ...one,
      ...(violates.size === 0 ? {} : { violates: [...violates] }),
      ...(platforms.size === 0 ? {} : { platforms: [...platforms] }),
    }))
    .sort(inShownOrder);
}

function shownOf(
  outcome: Outcome,
  {
    findExpired,
    uncovered,
  }: {
    readonly findExpired: () => readonly PolicyException[];
    readonly uncovered: readonly HssCve[];
  },
): JudgedVulnerability {
  const { vulnerability, status, waivers, exploitedWaivers, exploited } = outcome;
  const { id, severity, cves, packages, isHandled, solution, url } = vulnerability;
  const live = [...waivers, ...exploitedWaivers].map((one) => waiverText(one.exception));
  const texts = [...new Set(live.length > 0 ? live : findExpired().map(expiredText))];
  return {
    id,
    ...(severity === undefined ? {} : { severity }),
    ...(cves === undefined ? {} : { cves: cves.map(shownCve) }),
    packages: [...packages],
    status,
    knownExploited: exploited === 'yes' && exploitedWaivers.length === 0,
    ...(texts.length === 0 ? {} : { exceptions: texts }),
    ...(uncovered.length === 0
      ? {}
      : { uncoveredCves: uncovered.map(({ cveId = '' }) => shortName(cveId)) }),
    ...(outcome.graceEnd === undefined
      ? {}
      : { graceUntil: new Date(outcome.graceEnd).toISOString() }),
    handled: isHandled,
    ...(solution === undefined ? {} : { solution }),
    ...(url === undefined ? {} : { url }),
  };
}

function shownCve({ cveId, cvss }: HssCve): HssCve {
  return { ...(cveId === undefined ? {} : { cveId }), ...(cvss === undefined ? {} : { cvss }) };
}

function inShownOrder(a: JudgedVulnerability, b: JudgedVulnerability): number {
  const rank = ({ severity }: JudgedVulnerability): number =>
    severity === undefined ? -1 : VULNERABILITY_SEVERITIES.indexOf(severity);
  return (
    Number(b.knownExploited) - Number(a.knownExploited) ||
    Number(b.violates !== undefined) - Number(a.violates !== undefined) ||
    rank(a) - rank(b) ||
    STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status) ||
    (a.id < b.id ? -1 : Number(a.id > b.id))
  );
}
