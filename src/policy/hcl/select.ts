import { ScanStatus } from '../../contract/enums';
import { SEVERITY_ORDER } from '../rules/max-severity';
import { UNKNOWN_NUMBER, candidatesHcl } from './candidates';
import {
  Hcl,
  all,
  any,
  atLeast,
  attribute,
  call,
  cases,
  cond,
  equals,
  filter,
  forEach,
  index,
  interpolate,
  isNull,
  isPresent,
  lessThan,
  lets,
  list,
  moreThan,
  not,
  object,
  orText,
  spread,
  stringLiteral,
  tryOf,
  unequal,
} from './expression';
import { isUnsoundHcl } from './row';
import { isoTimeHcl } from './time';

/** How many digests a message names. */
const NAMED = 5;

const EMPTY = stringLiteral('');

/** Stands where there is no candidate. */
const NO_CANDIDATE: Hcl = object({ doubts: 0, anomalies: list() });

/**
 * Which row is judged, as `select` picks it: `row`, a list of it alone or empty; `problem`, why there is none; and `scans`,
 * the rows of the chosen digest in any registry.
 * @param rows expression of the sound rows
 * @param image has `path`, `tag`, `digest`, `asked`
 */
export function selection(
  rows: Hcl,
  image: Hcl,
  registryNames: readonly string[] | undefined,
): Hcl {
  const isDecided = equals('ambiguous', EMPTY);
  // Without a digest there is nothing that other rows could share.
  const ofDigest = object({
    path: attribute(image, 'path'),
    tag: 'null',
    asked: attribute(image, 'asked'),
    digest: cond(isDecided, tryOf(attribute(index('t', 0), 'image_digest'), 'null'), 'null'),
  });
  const counted =
    registryNames === undefined ? 'scans' : candidatesHcl('others', 'd', registryNames);
  const noneCompleted = equals(call('length', 'completed'), 0);
  const decisive = call(
    'concat',
    'completed',
    filter('c', 't', () => noneCompleted),
  );
  const first = call('slice', 'first', 0, call('min', 1, call('length', 'first')));
  return lets(
    [
      ['f', candidatesHcl(rows, image, registryNames)],
      ['s', summaryOf('f')],
      ['t', filter('n', 's.f', (row) => atLeast(attribute(row, 'updated'), 's.newest'))],
      ['ambiguous', ambiguity('s', 't', image)],
      ['d', ofDigest],
      ['others', rowsOfDigest(rows, attribute('d', 'digest'))],
      ['scans', candidatesHcl('others', 'd', undefined)],
      ['completed', filter('c', counted, mayBeCompleted)],
      ['decisive', decisive],
      ['first', firstOf('decisive')],
      ['one', firstOrNone('first')],
      [
        'problem',
        cases(
          [
            [not(isDecided), 'ambiguous'],
            [isSure('one'), EMPTY],
          ],
          noTelling('one', image),
        ),
      ],
    ],
    object({
      problem: 'problem',
      scans: 'scans',
      row: forEach(
        'n',
        first,
        (row) => withWorst(row, 'decisive'),
        () => equals('problem', EMPTY),
      ),
    }),
  );
}

/** What the candidates have in common, or not. */
function summaryOf(rows: Hcl): Hcl {
  const updated = (row: Hcl): Hcl => attribute(row, 'updated');
  const times = forEach('n', rows, updated, (row) => lessThan(updated(row), UNKNOWN_NUMBER));
  return object({
    f: rows,
    digests: digestsOf(rows),
    registries: registriesOf(rows),
    timeless: call(
      'anytrue',
      forEach('n', rows, (row) => equals(updated(row), UNKNOWN_NUMBER)),
    ),
    newest: call('max', spread(call('concat', list(0), times))),
  });
}

/** Why none of the newest candidates can be picked; empty where one can. */
function ambiguity(summary: Hcl, newest: Hcl, image: Hcl): Hcl {
  const of = (name: string): Hcl => attribute(summary, name);
  const count = (items: Hcl): Hcl => call('length', items);
  const what = nameOfImage(image);
  const shown = call('slice', of('digests'), 0, call('min', NAMED, count(of('digests'))));
  const digests = call('join', stringLiteral(' and '), shown);
  const hasSure = call('anytrue', forEach('n', newest, isSure));
  return cases(
    [
      [equals(count(of('f')), 0), interpolate`HSS does not list ${what}`],
      [
        all(
          isNull(attribute(image, 'digest')),
          moreThan(count(of('digests')), 1),
          moreThan(count(of('registries')), 1),
        ),
        interpolate`${what} is ambiguous: several registries have it with different digests (${digests}); registryNames in the policy says which registries count`,
      ],
      [
        all(moreThan(count(of('digests')), 1), of('timeless')),
        interpolate`${what} is ambiguous: ${count(of('f'))} rows have different digests (${digests}), and one does not say when it was updated`,
      ],
      [
        moreThan(count(digestsOf(newest)), 1),
        interpolate`${what} is ambiguous: ${count(newest)} rows updated at ${isoTimeHcl(of('newest'))} have different digests`,
      ],
      [not(hasSure), noTelling(firstOrNone(newest), image)],
    ],
    EMPTY,
  );
}

function nameOfImage(image: Hcl): Hcl {
  const path = attribute(image, 'path');
  const digest = attribute(image, 'digest');
  return cond(
    isNull(digest),
    interpolate`${path}:${attribute(image, 'tag')}`,
    interpolate`${path}@${digest}`,
  );
}

function isSure(candidate: Hcl): Hcl {
  return equals(attribute(candidate, 'doubts'), 0);
}

function noTelling(candidate: Hcl, image: Hcl): Hcl {
  const anomalies = call('join', stringLiteral('; '), attribute(candidate, 'anomalies'));
  return interpolate`there is no telling whether the newest row that could be ${nameOfImage(image)} is it (${anomalies})`;
}

function firstOrNone(rows: Hcl): Hcl {
  return index(call('concat', rows, list(NO_CANDIDATE)), 0);
}

/** The rows that have a digest, or could have it, because something in them is unsound. */
function rowsOfDigest(rows: Hcl, digest: Hcl): Hcl {
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

/** Whether a row's scan is complete, or could be, because its status is unsound. */
function mayBeCompleted(row: Hcl): Hcl {
  return any(
    equals(attribute(row, 'scan_status'), stringLiteral(ScanStatus.SUCCESS)),
    isUnsoundHcl(row, 'scan_status'),
  );
}

/** A row with the worst severity and counts of the rows that were scanned at its time. */
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

/** Those of several candidates that rank first; of them only the version may still differ, and then the first text counts. */
function firstOf(rows: Hcl): Hcl {
  const rank = (row: Hcl): Hcl => attribute(row, 'rank');
  const version = (row: Hcl): Hcl => orText(attribute(row, 'image_version'), '');
  const highest = index(call('reverse', call('sort', forEach('m', rows, rank))), 0);
  return filter('n', rows, (row) => {
    const versions = forEach('m', rows, version, (one) => equals(rank(one), rank(row)));
    return all(
      equals(rank(row), tryOf(highest, EMPTY)),
      equals(version(row), tryOf(index(call('sort', versions), 0), EMPTY)),
    );
  });
}

/** The different digests; each unknown one is like no other. */
function digestsOf(rows: Hcl): Hcl {
  const digest = (row: Hcl): Hcl => attribute(row, 'image_digest');
  const isKnown = (row: Hcl): Hcl => isKnownText(digest(row));
  return distinctOf(rows, digest, isKnown, 'unknown');
}

/** The different registries; each unsound one is like no other, and a missing one like another missing one. */
function registriesOf(rows: Hcl): Hcl {
  const registry = (row: Hcl): Hcl => call('jsonencode', attribute(row, 'registry_name'));
  const isSound = (row: Hcl): Hcl => not(isUnsoundHcl(row, 'registry_name'));
  return distinctOf(rows, registry, isSound, '(unreadable)');
}

/** The different values of the rows that fulfil a condition, and a stand-in for each of the others. */
function distinctOf(
  rows: Hcl,
  value: (row: Hcl) => Hcl,
  condition: (row: Hcl) => Hcl,
  standIn: string,
): Hcl {
  return call(
    'concat',
    call('distinct', forEach('n', rows, value, condition)),
    forEach(
      'n',
      rows,
      () => stringLiteral(standIn),
      (row) => not(condition(row)),
    ),
  );
}

function isKnownText(value: Hcl): Hcl {
  return all(isPresent(value), unequal(value, EMPTY));
}
