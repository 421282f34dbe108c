import { ScanStatus } from '../../contract/enums';
import { show } from '../../util/text';
import {
  all,
  attribute,
  cases,
  equals,
  interpolate,
  not,
  orText,
  stringLiteral,
  unequal,
  verbatim,
} from '../hcl/expression';
import { isRegistryRow } from '../hcl/row';
import { Rule, judgedRow } from './rule';

const limit = ScanStatus.SUCCESS;
const NOT_SCANNED = 'HSS has not scanned it: wait for its scheduled scan, or run hss-gate scan';
const UNSCANNABLE = "HSS can't scan it (scannable is false)";

/** Requires a complete scan: without one, nothing is known about an image. */
export const scanCompleted: Rule = {
  id: 'scan-completed',
  title: 'The scan is complete',
  help:
    'The scan status must be success. Until then, a row has no results or older ones. Of the index of a ' +
    'multi-architecture image each platform needs a complete scan; the index itself needs none.',
  readsRow: true,
  scan: 'unused',
  check: (context) => {
    if (context.isIndex) return undefined;
    const { scanStatus, scanFailedCode, scanFailedDesc, registry } = judgedRow(context);
    if (scanStatus === ScanStatus.SUCCESS) return undefined;
    const actual = scanStatus ?? 'unknown';
    if (registry?.scannable === false) {
      return {
        message: `${UNSCANNABLE}: the status is ${actual}`,
        actual,
        limit,
      };
    }
    if (registry !== undefined && scanStatus === ScanStatus.UNSCAN) {
      return { message: NOT_SCANNED, actual, limit };
    }
    const why = [scanFailedCode, scanFailedDesc].filter(
      (text) => text !== undefined && text !== '',
    );
    const because = why.length === 0 ? '' : ` (${why.map((text) => show(text)).join(', ')})`;
    return {
      message: `its scan is not complete: the status is ${actual}${because}`,
      actual,
      limit,
    };
  },
  hcl: ({ row, isIndex }) => {
    const status = attribute(row, 'scan_status');
    const actual = orText(status, 'unknown');
    return {
      violated: all(not(isIndex), unequal(status, stringLiteral(limit))),
      message: cases(
        [
          [
            equals(attribute(row, 'scannable'), 'false'),
            interpolate`${verbatim(UNSCANNABLE)}: the status is ${actual}`,
          ],
          [
            all(isRegistryRow(row), equals(status, stringLiteral(ScanStatus.UNSCAN))),
            stringLiteral(NOT_SCANNED),
          ],
        ],
        interpolate`its scan is not complete: the status is ${actual}`,
      ),
    };
  },
};
