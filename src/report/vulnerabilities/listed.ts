import { VULNERABILITY_SEVERITIES } from '../../contract/vulnerabilities/merge';
import { ImageVerdict, JudgedVulnerability, RuleId, VulnerabilityStatus } from '../../policy';
import { State, stateOf } from '../entries';

/** A vulnerability of an image, as reports list it. */
export interface ListedVulnerability {
  readonly vulnerability: JudgedVulnerability;
  /** Whether it counts against a limit, or is or may be known to be exploited. */
  readonly counts: boolean;
  /**
   * The effect on the image's verdict: `allowed` if the rules pass in spite of the vulnerability.
   */
  readonly state: Extract<State, 'denied' | 'warned' | 'waived' | 'allowed'>;
  /** The exceptions that waive the vulnerability. Empty unless its state is `waived`. */
  readonly waivers: readonly string[];
  /** Whether an exception waives `known-exploited` for the vulnerability. */
  readonly isExploitWaived: boolean;
}

type Judged = Pick<ImageVerdict, 'decision' | 'findings' | 'vulnerabilities'>;

/**
 * Returns the vulnerabilities of an image in the order of its verdict: those that violate a rule
 * first.
 */
export function listedVulnerabilities(verdict: Judged): ListedVulnerability[] {
  const limits = violationOf(verdict, 'max-vulnerabilities-by-severity');
  const exploits = violationOf(verdict, 'known-exploited');
  // A rule is violated only if the image is denied or warned.
  const violating = stateOf(verdict) === 'warned' ? 'warned' : 'denied';
  return (verdict.vulnerabilities ?? []).map((vulnerability): ListedVulnerability => {
    const { status, exceptions = [], violates = [] } = vulnerability;
    const isCounted = status === VulnerabilityStatus.COUNTED;
    const isExploited = violates.includes('known-exploited');
    const exploitWaivers = isExploited
      ? [...exploits.waivers]
      : exceptions.filter((one) => exploits.waivers.has(one));
    const isExploitWaived = !(isExploited && exploits.isViolated) && exploitWaivers.length > 0;
    const isViolating =
      (violates.includes('max-vulnerabilities-by-severity') && limits.isViolated) ||
      (isExploited && exploits.isViolated);
    const waivers =
      status === VulnerabilityStatus.EXCEPTED ? exceptions : isExploitWaived ? exploitWaivers : [];
    const isWaived = !isViolating && !isCounted && waivers.length > 0;
    return {
      vulnerability,
      counts: isCounted || isExploited,
      state: isViolating ? violating : isWaived ? 'waived' : 'allowed',
      waivers: isWaived ? waivers : [],
      isExploitWaived,
    };
  });
}

/**
 * Returns the rank of a vulnerability's severity. 0 is the worst, and also the rank of an unknown
 * severity.
 */
export function severityRank({ severity }: Pick<JudgedVulnerability, 'severity'>): number {
  return severity === undefined ? 0 : VULNERABILITY_SEVERITIES.indexOf(severity);
}

/** Returns the highest CVSS score of a vulnerability's CVEs. Undefined if HSS states none. */
export function highestCvss({ cves = [] }: JudgedVulnerability): number | undefined {
  const scores = cves.flatMap(({ cvss }) => cvss ?? []);
  return scores.length === 0 ? undefined : scores.reduce((a, b) => Math.max(a, b));
}

interface Violation {
  readonly isViolated: boolean;
  /** The exceptions that waive the violation or a part of it. */
  readonly waivers: ReadonlySet<string>;
}

function violationOf({ findings }: Judged, ruleId: RuleId): Violation {
  const own = findings.filter((finding) => finding.ruleId === ruleId);
  return {
    isViolated: own.some(({ waivedBy }) => waivedBy === undefined),
    waivers: new Set(own.flatMap(({ waivedBy }) => waivedBy ?? [])),
  };
}
