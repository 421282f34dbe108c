import { InvalidArgumentError, Option } from 'commander';
import { MAX_WAIT_SECONDS } from '../../util/time';

/** Makes the option `--wait`: a duration such as `90s`, read as seconds. */
export function waitOption(
  description = 'wait up to this long for pending scans: 90s, 10m, 1h',
): Option {
  return new Option('--wait <duration>', description).argParser(secondsOf);
}

const SECONDS = { s: 1, m: 60, h: 3600 } as const;

/** Parses a duration such as `90s`, `10m` or `1h30m` to seconds. */
function secondsOf(text: string): number {
  const parts = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text);
  const [hours, minutes, seconds] = (parts ?? []).slice(1).map((part) => Number(part ?? 0));
  const all = hours * SECONDS.h + minutes * SECONDS.m + seconds * SECONDS.s;
  if (text === '' || !(all <= MAX_WAIT_SECONDS)) {
    throw new InvalidArgumentError('Expected a duration up to 24h, such as 90s, 10m or 1h30m.');
  }
  return all;
}
