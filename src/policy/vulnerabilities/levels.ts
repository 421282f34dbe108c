import { VulnerabilitySeverity } from '../../contract/enums';
import { SeverityNumbers } from '../model/policy';

/** The key of each severity in a policy. */
export const SEVERITY_KEYS: {
  readonly [severity in VulnerabilitySeverity]: keyof SeverityNumbers;
} = {
  [VulnerabilitySeverity.CRITICAL]: 'critical',
  [VulnerabilitySeverity.HIGH]: 'high',
  [VulnerabilitySeverity.MEDIUM]: 'medium',
  [VulnerabilitySeverity.LOW]: 'low',
};

/** Returns a policy's number for a severity. */
export function severityNumber(
  numbers: SeverityNumbers | undefined,
  severity: VulnerabilitySeverity,
): number | undefined {
  return numbers?.[SEVERITY_KEYS[severity]];
}
