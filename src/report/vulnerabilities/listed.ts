import { VULNERABILITY_SEVERITIES } from '../../contract/vulnerabilities/merge';
import { ImageVerdict, JudgedVulnerability, RuleId, VulnerabilityStatus } from '../../policy';
import { State, stateOf } from '../entries';

/** A vulnerability of an image, as reports tell of it. */
export interface ListedVulnerability {
  readonly vulnerability: JudgedVulnerability;
  /** Whether it counts against a limit, or is or may be known to be exploited. */
  readonly counts: boolean;
  /** What the image's verdict makes of it: `allowed` where the rules are met in spite of it. */
  readonly state: Extract<State, 'denied' | 'warned' | 'waived' | 'allowed'>;
  /** The exceptions that waive it; none unless its state is `waived`. */
  readonly waivers: readonly string[];
  /** Whether an exception waives that it is, or may be, known to be exploited. */
  readonly isExploitWaived: boolean;
}

type Judged = Pick<ImageVerdict, 'decision' | 'findings' | 'vulnerabilities'>;

/** The vulnerabilities of an image, in the order of its verdict: those that violate a rule first. */
export function listedVulnerabilities(verdict: Judged): ListedVulnerability[] {
  const limits = violationOf(verdict, 'max-vulnerabilities-by-severity');
  const exploits = violationOf(verdict, 'known-exploited');
  // A rule is violated only where the image is denied or warned of.
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

/** How bad the severity of a vulnerability is: 0 is worst. One that HSS does not say could be the worst. */
export function severityRank({ severity }: Pick<JudgedVulnerability, 'severity'>): number {
  return severity === undefined ? 0 : VULNERABILITY_SEVERITIES.indexOf(severity);
}

/** The highest CVSS score of a vulnerability's CVEs; none where HSS says none. */
export function highestCvss({ cves = [] }: JudgedVulnerability): number | undefined {
  const scores = cves.flatMap(({ cvss }) => cvss ?? []);
  return scores.length === 0 ? undefined : scores.reduce((a, b) => Math.max(a, b));
}

interface Violation {
  readonly isViolated: boolean;
  /** The exceptions that waive a part of it, or all. */
  readonly waivers: ReadonlySet<string>;
}

function violationOf({ findings }: Judged, ruleId: RuleId): Violation {
  const own = findings.filter((finding) => finding.ruleId === ruleId);
  return {
    isViolated: own.some(({ waivedBy }) => waivedBy === undefined),
    waivers: new Set(own.flatMap(({ waivedBy }) => waivedBy ?? [])),
  };
}
