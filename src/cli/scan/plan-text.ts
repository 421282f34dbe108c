import { plain } from '../../util/safe-text';
import { counted, enumerate, verbFor } from '../../util/text';
import { NeededScans } from './plan/needed-scans';
import { ImagePlan } from './plan/plan';
import { registryText } from './plan/registry';

/**
 * Returns a line about the next step for one image.
 * @param waits whether the run waits for a synchronization, and scans after it
 */
export function planLine(plan: ImagePlan, waits: boolean): string {
  const image = plain(plan.reference.text);
  switch (plan.step) {
    case 'none':
      return `${image}: nothing to scan: ${plan.why}`;
    case 'impossible':
      return `${image}: cannot be scanned: ${plan.why}`;
    case 'synchronize': {
      const step = `${image}: synchronize registry ${enumerate(plan.registries.map(registryText))}`;
      if (!waits)
        return `${step}: ${plan.why}; left out of the scan, because --wait 0s does not wait for it`;
      const { then } = plan;
      if (then === undefined || then.billed.length === 0) return `${step}: ${plan.why}`;
      return `${step}, then ${scanText(then.what)} (${then.why})`;
    }
    case 'scan':
      return `${image}: ${[`${scanText(plan.what)}: ${plan.why}`, ...plan.obstacles].join('; ')}`;
    case 'wait':
      return `${image}: wait: ${plan.why}`;
  }
}

function scanText(what: string): string {
  return what === 'it' ? 'scan' : `scan ${what}`;
}

/** What a dry run prints besides the plans. */
export interface DryRunFacts {
  /** A line for each image that needs no plan. */
  readonly skipped: readonly string[];
  readonly needed: NeededScans;
  /** The number of free scans left, or why it is unknown. */
  readonly free: number | string;
  readonly maxScans: number;
  readonly waits: boolean;
}

/** Returns the output of a dry run: the first step for each image, and the possible cost. */
export function dryRunText(
  plans: readonly ImagePlan[],
  { skipped, needed, free, maxScans, waits }: DryRunFacts,
): string {
  const lines = [
    ...skipped,
    ...plans.map((plan) => planLine(plan, waits)),
    ...costLines(needed, free),
    ...(needed.count > maxScans ? [`this run would fail: ${tooManyScans(needed, maxScans)}`] : []),
    'dry run: nothing was requested; the permission to write was not checked',
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function costLines(needed: NeededScans, free: number | string): string[] {
  const { count, unlisted, mayMove } = needed;
  if (unlisted > 0) return [boundText(needed), quotaText(free)];
  const moved = mayMove ? ', unless a tag has moved' : '';
  if (count === 0) return [`no scan${moved}`];
  if (typeof free === 'string') return [`${boundText(needed)}${moved}`, free];
  const billed = Math.max(0, count - free);
  const cost = billed === 0 ? 'none would be billed' : `at most ${billed} would be billed`;
  return [`${boundText(needed)}${moved}; ${free} ${verbFor(free, 'is', 'are')} free, so ${cost}`];
}

function boundText({ count, unlisted, unknownIn }: NeededScans): string {
  if (unlisted === 0) return `at most ${counted(count, 'scan')}`;
  const images =
    count === 1
      ? 'it has'
      : unlisted === 1
        ? 'the image that HSS does not list has'
        : 'the images that HSS does not list have';
  const registries = enumerate([...new Set(unknownIn.map(registryText))]);
  return `at least ${counted(count, 'scan')}; how many platforms ${images} is known only once registry ${registries} is synchronized`;
}

/** Returns a line about the free scans left. */
export function quotaText(free: number | string): string {
  return typeof free === 'string'
    ? free
    : `${counted(free, 'free scan')} left; HSS bills the scans beyond them`;
}

/** Returns the message that a run needs more scans than allowed. */
export function tooManyScans({ count, unlisted }: NeededScans, maxScans: number): string {
  const scans = counted(count, 'scan');
  const needed =
    unlisted > 0
      ? `at least ${scans} ${verbFor(count, 'is', 'are')} needed`
      : `up to ${scans} may be needed`;
  return `${needed}, but --max-scans allows ${maxScans}`;
}
