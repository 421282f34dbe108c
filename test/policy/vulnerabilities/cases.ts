import { VulnerabilitySeverity } from '../../../src/contract/enums';
import { HssImageVulnerability } from '../../../src/contract/vulnerabilities/hss-image-vulnerability';
import { VulnerabilityCveRow } from '../../../src/contract/vulnerabilities/vulnerability-cve';
import { ImagePolicyException, ImageVulnerabilityLimits } from '../../../src/policy';
import { RecordOutcome } from '../../../src/policy/vulnerabilities/judge-record';
import { Case, NOW, exception, judged, row } from '../fixtures';

/** A CVE ID of a number, such as CVE-2026-0007. */
export const cve = (number: number): string => `CVE-2026-${String(number).padStart(4, '0')}`;

/** A High vulnerability in one package, changed as told. What is undefined is left out. */
export function vulnerability(change: Partial<HssImageVulnerability> = {}): HssImageVulnerability {
  const full: HssImageVulnerability = {
    vulId: 'HSS-1',
    severityLevel: VulnerabilitySeverity.HIGH,
    cves: [{ cveId: cve(1) }],
    appName: 'openssl',
    version: '1.1.1',
    handled: false,
    ...change,
  };
  return Object.fromEntries(Object.entries(full).filter(([, value]) => value !== undefined));
}

/** An exception for some vulnerabilities of shop/web, for both rules. */
export function cveException(
  vulnerabilities: string[],
  change: Partial<ImagePolicyException> = {},
): ImagePolicyException {
  return exception({ rules: undefined, vulnerabilities, ...change });
}

/** HSS's answer about CVEs that were published at a time. */
export function publishedAt(time: number | undefined, ...ids: string[]): VulnerabilityCveRow[] {
  return ids.map((cveId) => ({ cveId, ...(time === undefined ? {} : { publishTime: time }) }));
}

/** One CI/CD image of shop/web:1.4 with these vulnerabilities, and a policy that limits them. */
export function vulnerable(
  listed: readonly HssImageVulnerability[],
  limits: ImageVulnerabilityLimits,
  { policy, ...given }: Case = {},
): Case {
  return {
    rows: [row({ imageId: 'i-1', vulNum: listed.length })],
    listed,
    ...given,
    policy: { vulnerabilities: limits, ...policy },
  };
}

/** No vulnerability of any severity. */
export const NONE: ImageVulnerabilityLimits = {
  max: { critical: 0, high: 0, medium: 0, low: 0 },
};

/** How the vulnerabilities of the case's only record are judged. */
export function outcomeOf(given: Case): RecordOutcome<unknown> {
  const [target] = judged(given).targets;
  if (target === undefined) throw new Error('nothing was judged');
  if ('problem' in target.judgement) throw new Error(target.judgement.problem);
  return target.judgement;
}

/** How many vulnerabilities count at each severity, from Critical to Low. */
export function countsOf(given: Case): number[] {
  const { counts } = outcomeOf(given);
  return Object.values(VulnerabilitySeverity).map((severity) => counts[severity].count);
}

/** The messages of the findings that stand. */
export function messages(given: Case): string[] {
  return judged(given)
    .verdict.findings.filter(({ waivedBy }) => waivedBy === undefined)
    .map(({ ruleId, message }) => `${ruleId}: ${message}`);
}

/** A time in days before the tests' time. */
export const daysAgo = (days: number): number => NOW - days * 86_400_000;
