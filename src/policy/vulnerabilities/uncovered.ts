import { HssCve } from '../../contract/vulnerabilities/hss-image-vulnerability';
import { VulnerabilityStatus } from '../model/verdict';
import { VulnerabilityOutcome } from './judge-record';
import { ExceptionWaiver, waiverOf } from './judgement';
import { VulnerabilityTarget } from './targets';
import { Vulnerability } from './vulnerability';
import { WaiverIndex } from './waivers';

/**
 * Returns the CVEs of a vulnerability that no exception covers although exceptions cover others of
 * its CVEs: a waiver needs all CVEs. Empty if no CVE is covered, or if the vulnerability is waived.
 */
export function uncoveredCves(
  vulnerability: Pick<Vulnerability, 'id' | 'cves'>,
  index: WaiverIndex<ExceptionWaiver>,
): readonly HssCve[] {
  const { cves = [] } = vulnerability;
  const open = cves.filter((cve) => index.namingCve(cve) === undefined);
  const isPartly = open.length > 0 && open.length < cves.length;
  return isPartly && index.covering(vulnerability).length === 0 ? open : [];
}

/**
 * Returns a function that finds the uncovered CVEs of a target's vulnerability, by the rules that
 * it violates or would violate without grace.
 */
export function uncoveredBy({
  live,
}: Pick<VulnerabilityTarget, 'live'>): (
  outcome: VulnerabilityOutcome<ExceptionWaiver>,
) => readonly HssCve[] {
  if (live.length === 0) return () => [];
  const waivers = live.map(waiverOf);
  const byLimits = new WaiverIndex('max-vulnerabilities-by-severity', waivers);
  const byExploits = new WaiverIndex('known-exploited', waivers);
  return ({ vulnerability, status, exploited }) => {
    const isStanding =
      status === VulnerabilityStatus.COUNTED || status === VulnerabilityStatus.IN_GRACE;
    return [
      ...new Set([
        ...(isStanding ? uncoveredCves(vulnerability, byLimits) : []),
        ...(exploited === 'no' ? [] : uncoveredCves(vulnerability, byExploits)),
      ]),
    ];
  };
}
