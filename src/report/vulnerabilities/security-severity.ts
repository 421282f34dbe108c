import { VulnerabilitySeverity } from '../../contract/enums';
import { JudgedVulnerability } from '../../policy';
import { highestCvss } from './listed';

/**
 * A score in the middle of each severity's range on GitHub: Critical above 9.0, High from 7.0,
 * Medium from 4.0.
 */
const SCORES: { readonly [severity in VulnerabilitySeverity]: number } = {
  [VulnerabilitySeverity.CRITICAL]: 9.5,
  [VulnerabilitySeverity.HIGH]: 8,
  [VulnerabilitySeverity.MEDIUM]: 5.5,
  [VulnerabilitySeverity.LOW]: 2,
};

/**
 * Returns a score from 0 to 10: the highest CVSS score of the CVEs, or else a score for the
 * severity.
 */
export function securityScore(vulnerability: JudgedVulnerability): number {
  const { severity } = vulnerability;
  const known = severity === undefined ? undefined : (SCORES[severity] as number | undefined);
  // An unknown severity has the score of Critical.
  return highestCvss(vulnerability) ?? known ?? SCORES[VulnerabilitySeverity.CRITICAL];
}
