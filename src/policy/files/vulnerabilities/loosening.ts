import { HandledVulnerabilities } from '../../model/props';
import { SeverityNumbers, VulnerabilityPolicy } from '../../model/policy';
import { ComparedPolicy, Loosening } from '../comparison';

/**
 * The settings of `vulnerabilities` that a policy can list under `overridable`. `knownExploited`
 * has only one value, and missing settings are inherited.
 */
export const VULNERABILITY_SETTINGS = [
  'vulnerabilities.max',
  'vulnerabilities.graceDays',
  'vulnerabilities.feed',
  'vulnerabilities.maxFeedAgeDays',
  'vulnerabilities.handled',
] as const;

/** A setting of `vulnerabilities` that a policy can list under `overridable`. */
export type VulnerabilitySetting = (typeof VULNERABILITY_SETTINGS)[number];

/** The severities of a vulnerability as policies name them, from worst to least. */
export const VULNERABILITY_LEVELS = ['critical', 'high', 'medium', 'low'] as const;

/** Returns the ways in which a policy is looser about vulnerabilities than another. */
export function vulnerabilityLoosenings(
  child: ComparedPolicy,
  parent: ComparedPolicy,
): Loosening<VulnerabilitySetting>[] {
  const [own, given] = [child.vulnerabilities, parent.vulnerabilities];
  // A policy inherits the limits of the policy that it extends; without a limit there, any limit is
  // stricter.
  if (own === undefined || given === undefined) return [];
  const found: Loosening<VulnerabilitySetting>[] = [];
  const report = (setting: VulnerabilitySetting, text: string, ...level: string[]): void => {
    found.push({ setting, path: [...setting.split('.'), ...level], text });
  };
  for (const level of VULNERABILITY_LEVELS) {
    const [max, most] = [own.max?.[level] ?? Infinity, given.max?.[level] ?? Infinity];
    // Negated, so that NaN is looser than any limit.
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
 * Whether more grace for a level allows an image that a policy denies. A vulnerability with several
 * possible severities has the shortest grace of these, so a level without a limit can reduce the
 * grace of a level with a limit.
 */
function doesGraceMatter(
  level: keyof SeverityNumbers,
  { max = {}, graceDays = {} }: VulnerabilityPolicy,
): boolean {
  return VULNERABILITY_LEVELS.filter((one) => max[one] !== undefined).some(
    (one) => one === level || (graceDays[one] ?? 0) > (graceDays[level] ?? 0),
  );
}
