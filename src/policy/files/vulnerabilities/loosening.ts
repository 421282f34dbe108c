import { HandledVulnerabilities } from '../../model/props';
import { SeverityNumbers, VulnerabilityPolicy } from '../../model/policy';
import { ComparedPolicy, Loosening } from '../comparison';

/**
 * The settings of `vulnerabilities` that a policy can let those that extend it loosen. `knownExploited` has no other value, and
 * what is left out stays as it is.
 */
export const VULNERABILITY_SETTINGS = [
  'vulnerabilities.max',
  'vulnerabilities.graceDays',
  'vulnerabilities.feed',
  'vulnerabilities.maxFeedAgeDays',
  'vulnerabilities.handled',
] as const;

/** A setting of `vulnerabilities` that a policy can let those that extend it loosen. */
export type VulnerabilitySetting = (typeof VULNERABILITY_SETTINGS)[number];

/** The severities of a vulnerability as policies name them, from worst to least. */
export const VULNERABILITY_LEVELS = ['critical', 'high', 'medium', 'low'] as const;

/** The ways in which a policy is looser about vulnerabilities than another one. */
export function vulnerabilityLoosenings(
  child: ComparedPolicy,
  parent: ComparedPolicy,
): Loosening<VulnerabilitySetting>[] {
  const [own, given] = [child.vulnerabilities, parent.vulnerabilities];
  // A policy has what the one that it extends has; where that one limits nothing, any limit is tighter.
  if (own === undefined || given === undefined) return [];
  const found: Loosening<VulnerabilitySetting>[] = [];
  const report = (setting: VulnerabilitySetting, text: string, ...level: string[]): void => {
    found.push({ setting, path: [...setting.split('.'), ...level], text });
  };
  for (const level of VULNERABILITY_LEVELS) {
    const [max, most] = [own.max?.[level] ?? Infinity, given.max?.[level] ?? Infinity];
    // Negated, so that a limit that is no number is looser than any.
    if (!(max <= most)) report('vulnerabilities.max', `${max} is looser than ${most}`, level);
    const [grace, longest] = [own.graceDays?.[level] ?? 0, given.graceDays?.[level] ?? 0];
    if (!(grace <= longest) && doesGraceMatter(level, given)) {
      const text = `${grace} is looser than ${longest === 0 ? 'no grace' : longest}`;
      report('vulnerabilities.graceDays', text, level);
    }
  }
  if (given.knownExploited !== undefined) {
    // Another feed can lack any CVE.
    if (child.feedPath !== parent.feedPath) {
      report('vulnerabilities.feed', 'another file would say which CVEs are known to be exploited');
    }
    const [age, oldest] = [own.maxFeedAgeDays, given.maxFeedAgeDays];
    if (!(age <= oldest)) {
      report('vulnerabilities.maxFeedAgeDays', `${age} is looser than ${oldest}`);
    }
  }
  if (own.handled !== given.handled && own.handled !== HandledVulnerabilities.COUNT) {
    report('vulnerabilities.handled', `${own.handled} is looser than ${given.handled}`);
  }
  return found;
}

/**
 * Whether more grace for a level lets through what a policy denies. A vulnerability that can have several severities has the
 * least grace of them, so a level without a limit can hold back the grace of one that has a limit.
 */
function doesGraceMatter(
  level: keyof SeverityNumbers,
  { max = {}, graceDays = {} }: VulnerabilityPolicy,
): boolean {
  return VULNERABILITY_LEVELS.filter((one) => max[one] !== undefined).some(
    (one) => one === level || (graceDays[one] ?? 0) > (graceDays[level] ?? 0),
  );
}
