import { JudgeInput, judgeInFull } from '../../policy';
import { isScanAwaited } from '../awaited-scan';

/**
 * Whether a scan is awaited whichever vulnerabilities the image has: its rows alone deny it. A list of the earlier scan would be
 * of no use then.
 */
export function isAwaitedAnyway(input: Omit<JudgeInput, 'vulnerabilities'>): boolean {
  const policy = { ...input.policy, vulnerabilities: undefined };
  return isScanAwaited({ judgement: judgeInFull({ ...input, policy }) }, false);
}
