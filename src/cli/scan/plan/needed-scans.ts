import { ImagePlan } from './plan';
import { ScanRegistry } from './registry';

/** The number of scans that a run may need, and how certain it is. */
export interface NeededScans {
  /**
   * An upper bound, unless HSS does not list an image. An index is counted as itself and its
   * platforms without a fresh scan.
   */
  readonly count: number;
  /** The registries to synchronize before more is known about images that HSS does not list. */
  readonly unknownIn: readonly ScanRegistry[];
  /** The number of images that HSS does not list. */
  readonly unlisted: number;
  /** Whether a tag may have moved to another image. */
  readonly mayMove: boolean;
}

/**
 * Counts the scans that HSS may bill.
 * @param asked keys of images that earlier requests may bill
 */
export function neededScans(
  plans: readonly ImagePlan[],
  asked: Iterable<string> = [],
): NeededScans {
  const unlisted = plans.flatMap((plan) =>
    plan.step === 'synchronize' && plan.then === undefined ? [plan] : [],
  );
  // A tag and a digest of one name may turn out to be the same image.
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

/** Returns a key for each listed image that the plans may bill. */
export function billedKeys(plans: readonly ImagePlan[]): string[] {
  return plans.flatMap((plan) => {
    if (plan.step === 'scan') return plan.billed;
    return plan.step === 'synchronize' ? (plan.then?.billed ?? []) : [];
  });
}
