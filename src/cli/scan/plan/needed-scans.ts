import { ImagePlan } from './plan';
import { ScanRegistry } from './registry';

/** How many scans a run may need, and how sure that is. */
export interface NeededScans {
  /** An upper bound, unless an image is not listed: an index counts as itself and its platforms without a fresh scan. */
  readonly count: number;
  /** The registries that have to be synchronized before more is known of images that HSS does not list. */
  readonly unknownIn: readonly ScanRegistry[];
  /** How many images HSS does not list. */
  readonly unlisted: number;
  /** Whether a tag may have moved to another image. */
  readonly mayMove: boolean;
}

/**
 * Counts the scans that HSS may bill.
 * @param asked keys of the images that may be billed for what was asked for before
 */
export function neededScans(
  plans: readonly ImagePlan[],
  asked: Iterable<string> = [],
): NeededScans {
  const unlisted = plans.flatMap((plan) =>
    plan.step === 'synchronize' && plan.then === undefined ? [plan] : [],
  );
  // A tag and a digest of one name may come to be the same image.
  const names = new Set(unlisted.map(({ reference: { domain, path } }) => `${domain}/${path}`));
  return {
    count: new Set([...asked, ...billedKeys(plans)]).size + names.size,
    unknownIn: unlisted.flatMap(({ registries }) => registries),
    unlisted: unlisted.length,
    mayMove: plans.some(
      (plan) =>
        plan.step === 'synchronize' &&
        plan.then !== undefined &&
        plan.reference.digest === undefined,
    ),
  };
}

/** Returns a key for each listed image that may be billed for what is planned. */
export function billedKeys(plans: readonly ImagePlan[]): string[] {
  return plans.flatMap((plan) => {
    if (plan.step === 'scan') return plan.billed;
    return plan.step === 'synchronize' ? (plan.then?.billed ?? []) : [];
  });
}
