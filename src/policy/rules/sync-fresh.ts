import { ScanRecord } from '../model/scan-record';
import { CLOCK_TOLERANCE_MS, HOUR_MS } from '../../util/time';
import { hoursText, isoTime } from '../../util/text';
import {
  Hcl,
  all,
  atMost,
  attribute,
  call,
  cases,
  forEach,
  interpolate,
  isNull,
  minus,
  moreThan,
  not,
  spread,
  stringLiteral,
  tryOf,
  verbatim,
} from '../hcl/expression';
import { isRegistryRow } from '../hcl/row';
import { hoursTextHcl, isoTimeHcl } from '../hcl/time';
import { Rule } from './rule';

const UNKNOWN = 'HSS does not say when it was synchronized';
const WAYS_OUT = 'synchronize its registry, or name the digest';

/** Limits the age of the synchronization, because HSS knows a tag's digest only as of then. */
export const syncFresh: Rule = {
  id: 'sync-fresh',
  title: 'The synchronization is fresh',
  help:
    'Where a tag chose a registry image, HSS must have synchronized it within maxSyncAgeHours: the tag may have moved ' +
    'since. Not checked when the policy has no maxSyncAgeHours, for a reference with a digest, and for CI/CD images.',
  readsRow: false,
  scan: 'unused',
  check: ({ chosen, policy, now }) => {
    const hours = policy.maxSyncAgeHours;
    if (hours === undefined) return undefined;
    const limit = `${hours} hours`;
    const times = chosen.flatMap(({ registry }) => registry ?? []).map(timeOf);
    if (times.length === 0) return undefined;
    // An unknown time could be the oldest.
    const oldest = times.reduce((a, b) => Math.min(a, b));
    const newest = times.reduce((a, b) => Math.max(a, b));
    if (oldest === -Infinity) {
      return { message: UNKNOWN, actual: 'unknown', limit };
    }
    // Both negated, so that NaN fails.
    if (!(newest - now <= CLOCK_TOLERANCE_MS)) {
      const actual = isoTime(newest);
      return { message: `it was synchronized in the future, ${actual}`, actual, limit };
    }
    if (now - oldest <= hours * HOUR_MS) return undefined;
    const actual = hoursText(now - oldest);
    return {
      message:
        `HSS synchronized it ${actual} ago, at ${isoTime(oldest)}; at most ${limit} are allowed: ` +
        WAYS_OUT,
      actual,
      limit,
    };
  },
  hcl: ({ policy: { maxSyncAgeHours: hours }, chosen, now }) => {
    if (hours === undefined) return undefined;
    const times = forEach('c', chosen, (row) => attribute(row, 'latest_sync_time'), isRegistryRow);
    // null can't be used in calculations.
    const isFresh = (time: Hcl): Hcl =>
      tryOf(
        all(
          atMost(minus(time, now), CLOCK_TOLERANCE_MS),
          atMost(minus(now, time), hours * HOUR_MS),
        ),
        'false',
      );
    const newest = call('max', spread(times));
    const oldest = call('min', spread(times));
    const limit = verbatim(`${hours} hours`);
    return {
      violated: call(
        'anytrue',
        forEach('t', times, (time) => not(isFresh(time))),
      ),
      message: cases(
        [
          [call('anytrue', forEach('t', times, isNull)), stringLiteral(UNKNOWN)],
          [
            tryOf(moreThan(minus(newest, now), CLOCK_TOLERANCE_MS), 'false'),
            interpolate`it was synchronized in the future, ${isoTimeHcl(newest)}`,
          ],
        ],
        interpolate`HSS synchronized it ${hoursTextHcl(minus(now, oldest))} ago, at ${isoTimeHcl(oldest)}; at most ${limit} are allowed: ${verbatim(WAYS_OUT)}`,
      ),
    };
  },
};

function timeOf({ latestSyncTime }: NonNullable<ScanRecord['registry']>): number {
  return latestSyncTime ?? -Infinity;
}
