import { VulnerabilitySeverity } from '../../contract/enums';
import { JudgedVulnerability } from '../../policy';
import { highestCvss } from './listed';

/** A score in the middle of each severity's range, as GitHub has them: Critical above 9.0, High from 7.0, Medium from 4.0. */
const SCORES: { readonly [severity in VulnerabilitySeverity]: number } = {
  [VulnerabilitySeverity.CRITICAL]: 9.5,
  [VulnerabilitySeverity.HIGH]: 8,
  [VulnerabilitySeverity.MEDIUM]: 5.5,
  [VulnerabilitySeverity.LOW]: 2,
};

/** How bad a vulnerability is, 0 to 10: the highest CVSS of its CVEs, or else by its severity. */
export function securityScore(vulnerability: JudgedVulnerability): number {
  const { severity } = vulnerability;
  const known = severity === undefined ? undefined : (SCORES[severity] as number | undefined);
  // One whose severity HSS does not say counts as Critical too.
  return highestCvss(vulnerability) ?? known ?? SCORES[VulnerabilitySeverity.CRITICAL];
}
