import { plain } from '../../util/safe-text';
import { counted, enumerate } from '../../util/text';
import { ImagePlan, billedScans } from './plan/plan';
import { registryText } from './plan/registry';

/** Returns the next step for one image, in a line. */
export function planLine(plan: ImagePlan): string {
  const image = plain(plan.reference.text);
  switch (plan.step) {
    case 'none':
      return `${image}: nothing to scan: ${plan.why}`;
    case 'impossible':
      return `${image}: cannot be scanned: ${plan.why}`;
    case 'synchronize':
      return `${image}: synchronize registry ${enumerate(plan.registries.map(registryText))}: ${plan.why}`;
    case 'scan':
      return `${image}: scan: ${plan.why}`;
    case 'wait':
      return `${image}: wait: ${plan.why}`;
  }
}

/** Returns what a dry run prints: the first step for each image, and what it may cost. */
export function dryRunText(
  plans: readonly ImagePlan[],
  skipped: readonly string[],
  quota: string,
  maxScans: number,
): string {
  const scans = billedScans(plans);
  const synchronizes = plans.some(({ step }) => step === 'synchronize');
  const lines = [
    ...skipped,
    ...plans.map(planLine),
    synchronizes
      ? `at most ${counted(scans, 'scan')} would be billed, once the registries are synchronized`
      : `${counted(scans, 'scan')} would be billed`,
    quota,
    ...(scans > maxScans ? [`this would be refused: ${tooManyScans(scans, maxScans)}`] : []),
    'dry run: HSS was asked for nothing',
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Says that a run needs more scans than are allowed. */
export function tooManyScans(scans: number, maxScans: number): string {
  return `up to ${counted(scans, 'scan')} may be needed, but --max-scans allows ${maxScans}`;
}
