import { WHOLE_ROW, anomaliesAbout } from '../../contract/anomaly';
import { CLOCK_TOLERANCE_MS } from '../../util/time';
import { fieldsRead } from '../model/fields';
import { ScanRecord } from '../model/scan-record';
import { cut, enumerate, isoTime } from '../../util/text';
import {
  Hcl,
  any,
  attribute,
  call,
  cond,
  filter,
  forEach,
  interpolate,
  isNotEmpty,
  list,
  literalOf,
  minus,
  moreThan,
  not,
  stringLiteral,
  tryOf,
} from '../hcl/expression';
import { fieldInDoubtHcl, isUnsoundHcl } from '../hcl/row';
import { isoTimeHcl } from '../hcl/time';
import { recordPlace } from '../judge/candidate';
import { Rule, judgedRow } from './rule';

/** The most faults that a message names; a row can have thousands. */
const FAULTS_SHOWN = 5;

/**
 * Requires that the fields that the policy reads match the API's contract, in all rows of the
 * digest.
 */
export const rowSound: Rule = {
  id: 'row-sound',
  title: 'The row is sound',
  help:
    'The fields of the row that the policy reads must hold what the API documents, and the latest scan ' +
    'must not be more than five minutes in the future. The same of every other row of the digest.',
  readsRow: true,
  scan: 'unused',
  check: (context) => {
    const row = judgedRow(context);
    // Few rows have anomalies.
    const read = fieldsRead(context.policy);
    const own = row.anomalies === undefined ? [] : anomaliesAbout(row, read);
    const others = context.scans
      .filter((one) => one.anomalies !== undefined && one.row !== row.row && isNamed(one))
      .flatMap((one) =>
        anomaliesAbout(one, read)
          .filter((anomaly) => !own.includes(anomaly))
          .map((anomaly) => `${anomaly} (another row of the digest, ${recordPlace(one)})`),
      );
    const faults = [...new Set([...own, ...others])];
    const scanned = row.latestScanTime;
    if (scanned !== undefined && !(scanned - context.now <= CLOCK_TOLERANCE_MS)) {
      faults.push(`latest_scan_time: in the future, ${isoTime(scanned)}`);
    }
    if (faults.length === 0) return undefined;
    const shown = enumerate(
      faults.map((fault) => cut(fault, 240)),
      FAULTS_SHOWN,
    );
    return { message: `the row breaks the API's contract: ${shown}`, actual: shown };
  },
  hcl: ({ policy, row, scans, now }) => {
    const read = literalOf([WHOLE_ROW, ...fieldsRead(policy)]);
    const faultsOf = (one: Hcl): Hcl =>
      filter('a', attribute(one, 'anomalies'), (anomaly) =>
        call('contains', read, fieldInDoubtHcl(anomaly)),
      );
    const sure = filter('s', scans, (scan) =>
      not(any(...IDENTIFYING_FIELDS.map((field) => isUnsoundHcl(scan, field)))),
    );
    const judged = call('concat', list(row), sure);
    const faults = call('distinct', call('flatten', forEach('s', judged, faultsOf)));
    const scanned = attribute(row, 'latest_scan_time');
    const isFuture = tryOf(moreThan(minus(scanned, now), CLOCK_TOLERANCE_MS), 'false');
    const future = list(interpolate`latest_scan_time: in the future, ${isoTimeHcl(scanned)}`);
    const shown = call('concat', faults, cond(isFuture, future, list()));
    return {
      violated: any(isNotEmpty(faults), isFuture),
      message: interpolate`the row breaks the API's contract: ${call('join', stringLiteral('; '), shown)}`,
    };
  },
};

/**
 * Whether a record is certainly of this image. With invalid names or an invalid digest, it may be
 * of another.
 */
function isNamed(record: ScanRecord): boolean {
  return anomaliesAbout(record, IDENTIFYING_FIELDS).length === 0;
}

const IDENTIFYING_FIELDS = ['namespace', 'image_name', 'image_digest'];
