import { HssError } from '../contract/error';
import { Decision, Judgement } from '../policy';
import { isScanPending } from '../policy/judge/questions';
import { errorOutlook } from '../contract/errors/error-outlook';

/**
 * Returns whether a wait for scans asks HSS about an image again: only where its judgement depends
 * on a pending scan. An allowed image needs none, and a pending record beside the record that
 * decides is not waited for.
 * @param wasAwaited whether the image's scan was awaited before: a temporary error does not end the
 * wait then
 */
export function isScanAwaited(
  outcome: { readonly judgement: Judgement } | { readonly error: HssError },
  wasAwaited: boolean,
): boolean {
  if ('error' in outcome) return wasAwaited && errorOutlook(outcome.error.code).mayPass;
  const { verdict } = outcome.judgement;
  return verdict.decision !== Decision.ALLOW && isScanPending(verdict);
}
