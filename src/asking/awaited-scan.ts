import { HssError } from '../contract/error';
import { Decision, Judgement } from '../policy';
import { isScanPending } from '../policy/judge/questions';
import { errorOutlook } from '../contract/errors/error-outlook';

/**
 * Whether a wait for scans is worth asking about an image again: its judgement turns on a scan that is still to come. One that
 * is allowed needs none, and a pending record beside the one that decides is not waited for.
 * @param wasAwaited whether HSS has listed it so before: an error that may pass does not end the wait then
 */
export function isScanAwaited(
  outcome: { readonly judgement: Judgement } | { readonly error: HssError },
  wasAwaited: boolean,
): boolean {
  if ('error' in outcome) return wasAwaited && errorOutlook(outcome.error.code).mayPass;
  const { verdict } = outcome.judgement;
  return verdict.decision !== Decision.ALLOW && isScanPending(verdict);
}
