import { CLOCK_TOLERANCE_MS, HOUR_MS } from '../../util/time';
import { hoursText, isoTime } from '../../util/text';
import {
  all,
  atLeast,
  atMost,
  cases,
  cond,
  equals,
  interpolate,
  isNull,
  lessThan,
  minus,
  not,
  stringLiteral,
  tryOf,
  verbatim,
} from '../hcl/expression';
import { hoursTextHcl, isoTimeHcl } from '../hcl/time';
import { Rule } from './rule';

/** Limits the age of a snapshot, which does not have later findings. */
export const snapshotFresh: Rule = {
  id: 'snapshot-fresh',
  title: 'The snapshot is fresh',
  help:
    'A replayed snapshot must not be older than maxSnapshotAgeHours, nor more than five minutes in the ' +
    "future. Not checked where the rows don't come from a snapshot. Can't be waived.",
  readsRow: false,
  scan: 'unused',
  check: ({ snapshotTime, source, policy, now }) => {
    if (snapshotTime === undefined && source !== 'replay') return undefined;
    const limit = `${policy.maxSnapshotAgeHours} hours`;
    if (snapshotTime === undefined) {
      return {
        message: 'the snapshot does not say when it was recorded',
        actual: 'unknown',
        limit,
      };
    }
    const age = now - snapshotTime;
    // Both negated, so that NaN fails.
    if (!(age >= -CLOCK_TOLERANCE_MS)) {
      const actual = isoTime(snapshotTime);
      return { message: `the snapshot was recorded in the future, ${actual}`, actual, limit };
    }
    if (age <= policy.maxSnapshotAgeHours * HOUR_MS) return undefined;
    const actual = hoursText(age);
    return {
      message:
        `the snapshot was recorded ${actual} ago, at ${isoTime(snapshotTime)}; at most ${limit} are ` +
        'allowed: record it again',
      actual,
      limit,
    };
  },
  hcl: ({ policy: { maxSnapshotAgeHours: hours }, now, source, snapshotTime: time }) => {
    const age = minus(now, time);
    const isFuture = tryOf(lessThan(age, -CLOCK_TOLERANCE_MS), 'false');
    const isFresh = tryOf(
      all(atLeast(age, -CLOCK_TOLERANCE_MS), atMost(age, hours * HOUR_MS)),
      'false',
    );
    const limit = verbatim(`${hours} hours`);
    return {
      violated: cond(isNull(time), equals(source, stringLiteral('replay')), not(isFresh)),
      message: cases(
        [
          [isNull(time), stringLiteral('the snapshot does not say when it was recorded')],
          [isFuture, interpolate`the snapshot was recorded in the future, ${isoTimeHcl(time)}`],
        ],
        interpolate`the snapshot was recorded ${hoursTextHcl(age)} ago, at ${isoTimeHcl(time)}; at most ${limit} are allowed: record it again`,
      ),
    };
  },
};
