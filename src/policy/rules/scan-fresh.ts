import { HOUR_MS } from '../../util/time';
import { hoursText, isoTime } from '../../util/text';
import {
  all,
  atMost,
  attribute,
  cond,
  interpolate,
  isNull,
  minus,
  not,
  stringLiteral,
  tryOf,
  verbatim,
} from '../hcl/expression';
import { hoursTextHcl, isoTimeHcl } from '../hcl/time';
import { Rule, judgedRow } from './rule';

/** Limits the age of the scan, because new vulnerabilities become known every day. */
export const scanFresh: Rule = {
  id: 'scan-fresh',
  title: 'The scan is fresh',
  help: 'The latest scan must not be older than maxScanAgeHours. Of an index the scans of its platforms must not.',
  readsRow: true,
  scan: 'needed',
  check: (context) => {
    if (context.isIndex) return undefined;
    const scanned = judgedRow(context).latestScanTime;
    const hours = context.policy.maxScanAgeHours;
    // Compared this way, so that NaN is too old.
    if (scanned !== undefined && context.now - scanned <= hours * HOUR_MS) return undefined;
    const limit = `${hours} hours`;
    if (scanned === undefined) {
      return { message: 'HSS does not say when it was scanned', actual: 'unknown', limit };
    }
    const actual = hoursText(context.now - scanned);
    return {
      message: `its latest scan was ${actual} ago, at ${isoTime(scanned)}; at most ${limit} are allowed`,
      actual,
      limit,
    };
  },
  hcl: ({ policy, row, now, isIndex }) => {
    const hours = policy.maxScanAgeHours;
    const scanned = attribute(row, 'latest_scan_time');
    const age = minus(now, scanned);
    const limit = verbatim(`${hours} hours`);
    return {
      violated: all(not(isIndex), not(tryOf(atMost(age, hours * HOUR_MS), 'false'))),
      message: cond(
        isNull(scanned),
        stringLiteral('HSS does not say when it was scanned'),
        interpolate`its latest scan was ${hoursTextHcl(age)} ago, at ${isoTimeHcl(scanned)}; at most ${limit} are allowed`,
      ),
    };
  },
};
