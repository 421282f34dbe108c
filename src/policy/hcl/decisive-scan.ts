import { ScanStatus } from '../../contract/enums';
import { SEVERITY_ORDER } from '../rules/max-severity';
import { firstOrNone, isKnownText } from './candidate-text';
import {
  Hcl,
  all,
  any,
  attribute,
  call,
  cases,
  cond,
  equals,
  filter,
  forEach,
  index,
  isNotEmpty,
  isPresent,
  let_,
  list,
  moreThan,
  not,
  object,
  orText,
  spread,
  stringLiteral,
  tryOf,
} from './expression';
import { isUnsoundHcl } from './row';

const EMPTY = stringLiteral('');

type Lets = readonly (readonly [name: string, value: Hcl])[];

/**
 * Returns the variables that choose the decisive scan: `completed`, the rows with a complete scan;
 * `decisive`, those or the fallback; `first`, the rows of `decisive` that rank first; `one`, the
 * first of these or a stand-in.
 * @param counted the rows in the selected registries
 * @param fallback the rows that decide if no scan is complete
 */
export function decisiveOf(counted: Hcl, fallback: Hcl): Lets {
  const noneCompleted = not(isNotEmpty('completed'));
  return [
    ['completed', filter('c', counted, mayBeCompleted)],
    [
      'decisive',
      call(
        'concat',
        'completed',
        filter('c', fallback, () => noneCompleted),
      ),
    ],
    ['first', firstOf('decisive')],
    ['one', firstOrNone('first')],
  ];
}

/**
 * Returns the fields `problem`, `scans` and `row` of a selection, from the variables of
 * `decisiveOf` and its caller.
 */
export function outcome(): { readonly [field: string]: Hcl } {
  const first = call('slice', 'first', 0, call('min', 1, call('length', 'first')));
  return {
    problem: 'problem',
    scans: 'scans',
    row: forEach(
      'n',
      first,
      (row) => withWorst(row, 'decisive'),
      () => equals('problem', EMPTY),
    ),
  };
}

/** Returns the rows that have a digest, or could have it because a field is unsound. */
export function rowsOfDigest(rows: Hcl, digest: Hcl): Hcl {
  return filter('n', rows, (row) =>
    all(
      isKnownText(digest),
      any(
        equals(attribute(row, 'image_digest'), digest),
        moreThan(call('length', attribute(row, 'unsound')), 0),
      ),
    ),
  );
}

/** Whether a row's scan is complete, or could be because its status is unsound. */
function mayBeCompleted(row: Hcl): Hcl {
  return any(
    equals(attribute(row, 'scan_status'), stringLiteral(ScanStatus.SUCCESS)),
    isUnsoundHcl(row, 'scan_status'),
  );
}

/** Returns a row with the worst severity and counts of the rows with the same scan time. */
function withWorst(row: Hcl, rows: Hcl): Hcl {
  const scannedAt = (one: Hcl): Hcl => attribute(one, 'latest_scan_time');
  const values = (name: string): Hcl =>
    forEach(
      'm',
      rows,
      (one) => attribute(one, name),
      (one) => equals(scannedAt(one), scannedAt(row)),
    );
  const ifKnown = (name: string, worst: Hcl): Hcl =>
    cond(call('alltrue', forEach('v', values(name), isPresent)), worst, 'null');
  const most = (name: string): Hcl =>
    ifKnown(name, tryOf(call('max', spread(values(name))), 'null'));
  const severities = [...SEVERITY_ORDER]
    .reverse()
    .map(stringLiteral)
    .map((level): [Hcl, Hcl] => [call('contains', values('severity_level'), level), level]);
  const worst = object({
    severity_level: ifKnown('severity_level', cases(severities, 'null')),
    vul_num: most('vul_num'),
    unsafe_setting_num: most('unsafe_setting_num'),
    malicious_file_num: most('malicious_file_num'),
  });
  return call('merge', row, worst);
}

/**
 * Returns the rows that rank first. Among equal ranks, it takes the first version in text order,
 * and of that version the latest update: their vulnerabilities may differ.
 */
function firstOf(rows: Hcl): Hcl {
  const rank = (row: Hcl): Hcl => attribute(row, 'rank');
  const version = (row: Hcl): Hcl => orText(attribute(row, 'image_version'), '');
  const updated = (row: Hcl): Hcl => attribute(row, 'updated');
  const highest = index(call('reverse', call('sort', forEach('m', rows, rank))), 0);
  const worst = filter('n', rows, (row) => equals(rank(row), tryOf(highest, EMPTY)));
  return let_('worst', worst, (ranked) => {
    const first = index(call('sort', forEach('m', ranked, version)), 0);
    const ofVersion = filter('n', ranked, (row) => equals(version(row), tryOf(first, EMPTY)));
    return let_('of_version', ofVersion, (some) => {
      const last = call('max', spread(call('concat', list(0), forEach('m', some, updated))));
      return filter('n', some, (row) => equals(updated(row), last));
    });
  });
}
