import { JudgeInput, judgeInFull } from '../../policy';
import { isScanAwaited } from '../awaited-scan';

/**
 * Returns whether a scan is awaited whatever the vulnerabilities of the image, because its rows
 * alone deny it. The list of the earlier scan is of no use then.
 */
export function isAwaitedAnyway(input: Omit<JudgeInput, 'vulnerabilities'>): boolean {
  const policy = { ...input.policy, vulnerabilities: undefined };
  return isScanAwaited({ judgement: judgeInFull({ ...input, policy }) }, false);
}
