import { InvalidArgumentError, Option } from 'commander';
import { MAX_WAIT_SECONDS } from '../../util/day';

/** What a policy's file is called where nobody names one. */
export const POLICY_FILE = 'image-policy.yaml';

/** The policy; naming two is a slip that must not choose one of them. */
export function policyOption(what = 'the policy'): Option {
  return new Option(
    '--policy <file>',
    `${what} (default: ${POLICY_FILE}, here or in a directory above)`,
  ).argParser(once);
}

/** What becomes of resources of which it can't be said which images they deploy. */
export function undeterminableOption(): Option {
  return new Option(
    '--undeterminable <how>',
    "what to do with resources whose images can't be determined (images-determinable)",
  )
    .choices(['deny', 'warn'])
    .default('deny');
}

/** Waiting for scans that are still to come. */
export function waitOption(): Option {
  return new Option(
    '--wait <duration>',
    'ask again while a scan is still to come, for so long: 90s, 10m, 1h',
  ).argParser(secondsOf);
}

/** For an option that is given once or not at all. */
export function once(value: string, before: string | undefined): string {
  if (before !== undefined) throw new InvalidArgumentError('It is given twice.');
  return value;
}

const SECONDS = { s: 1, m: 60, h: 3600 } as const;

/** A duration such as `90s`, `10m` or `1h30m`, in seconds. */
function secondsOf(text: string): number {
  const parts = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text);
  const [hours, minutes, seconds] = (parts ?? []).slice(1).map((part) => Number(part ?? 0));
  const all = hours * SECONDS.h + minutes * SECONDS.m + seconds * SECONDS.s;
  if (text === '' || !(all <= MAX_WAIT_SECONDS)) {
    throw new InvalidArgumentError('Expected a duration up to 24h, such as 90s, 10m or 1h30m.');
  }
  return all;
}
