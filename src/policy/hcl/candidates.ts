import { ScanStatus, SharedImageStatus } from '../../contract/enums';
import { SEVERITY_ORDER } from '../rules/max-severity';
import {
  Hcl,
  all,
  any,
  attribute,
  call,
  cond,
  equals,
  forEach,
  interpolate,
  isNull,
  isPresent,
  list,
  literalOf,
  not,
  object,
  orText,
  plus,
  stringLiteral,
  unequal,
} from './expression';
import { isRegistryRow, isUnsoundHcl } from './row';

/**
 * Stands for an unknown time or count. It exceeds every known value, so that unknown ranks first.
 */
export const UNKNOWN_NUMBER = '99999999999999999999';

/** The number of digits to which each criterion of the rank is padded. A higher number is worse. */
const WIDTH = 20;

const EMPTY = stringLiteral('');

/** The selection of candidates. */
export interface CandidateChoice {
  /** Names of the selected registries; undefined for all. */
  readonly registryNames: readonly string[] | undefined;
  /**
   * Expression of the IDs of the registries from which the image is pulled. With it, a registry
   * image is a candidate only if it is in one of them and its share has not expired. Without it,
   * the registry is not compared.
   */
  readonly registryIds?: Hcl;
}

/** A test of one field that decides whether a row is the image. */
interface CandidateTest {
  /** Whether the field is unsound, so that the row could be the image. */
  readonly doubt: Hcl;
  readonly agrees: Hcl;
}

/**
 * Returns the rows that are, or could be, the image, as `candidates` does. Each also has `doubts`,
 * the number of unsound fields that would decide it; `updated`; and `rank`, by which the decisive
 * scan is chosen.
 * @param image object with `path`, `tag` and `digest`, one of the last two null; and `asked`, the
 *   tag whose rows come first among equally bad ones, or null
 */
export function candidatesHcl(rows: Hcl, image: Hcl, choice: CandidateChoice): Hcl {
  const tests = (row: Hcl): CandidateTest[] => [
    ...candidateTests(row, image, choice.registryNames),
    ...(choice.registryIds === undefined ? [] : registryTests(row, choice.registryIds)),
  ];
  return forEach(
    'n',
    rows,
    (row) => {
      const doubts = plus(...tests(row).map(({ doubt }) => cond(doubt, 1, 0)));
      const updated = orUnknown(attribute(row, 'latest_update_time'));
      return call('merge', row, object({ doubts, updated, rank: rankOf(row, image, doubts) }));
    },
    (row) => all(...tests(row).map(({ doubt, agrees }) => any(doubt, agrees))),
  );
}

/**
 * Tests whether a registry image is in one of some registries and its share has not expired. A
 * CI/CD image has no address and passes.
 */
function registryTests(row: Hcl, registryIds: Hcl): CandidateTest[] {
  const isRegistry = isRegistryRow(row);
  const test = (name: string, agrees: (value: Hcl) => Hcl): CandidateTest => ({
    doubt: all(isRegistry, isUnsoundHcl(row, name)),
    agrees: any(not(isRegistry), agrees(orText(attribute(row, name), ''))),
  });
  return [
    test('registry_id', (id) => call('contains', registryIds, id)),
    test('shared_status', (status) => unequal(status, stringLiteral(SharedImageStatus.EXPIRED))),
  ];
}

function candidateTests(
  row: Hcl,
  image: Hcl,
  registryNames: readonly string[] | undefined,
): CandidateTest[] {
  const field = (name: string): Hcl => attribute(row, name);
  const isUnsound = (name: string): Hcl => isUnsoundHcl(row, name);
  const namespace = orText(field('namespace'), '');
  const name = orText(field('image_name'), '');
  const path = attribute(image, 'path');
  const digest = attribute(image, 'digest');
  const endsWithName = any(equals(path, name), call('endswith', path, interpolate`/${name}`));
  const tests = [
    {
      doubt: isUnsound('namespace'),
      agrees: any(
        not(isUnsound('image_name')),
        equals(namespace, EMPTY),
        call('startswith', path, interpolate`${namespace}/`),
      ),
    },
    {
      doubt: isUnsound('image_name'),
      agrees: cond(
        isUnsound('namespace'),
        all(unequal(name, EMPTY), endsWithName),
        equals(field('path'), path),
      ),
    },
    {
      doubt: cond(isNull(digest), isUnsound('image_version'), isUnsound('image_digest')),
      agrees: cond(
        isNull(digest),
        equals(field('image_version'), attribute(image, 'tag')),
        equals(field('image_digest'), digest),
      ),
    },
  ];
  if (registryNames === undefined) return tests;
  const registryName = orText(field('registry_name'), '');
  return [
    ...tests,
    {
      doubt: isUnsound('registry_name'),
      agrees: call('contains', literalOf(registryNames), registryName),
    },
  ];
}

/**
 * Returns the sort key of a row: the criteria of `byScanThenWorst` before the version, in the same
 * order. The greatest text comes first.
 */
function rankOf(row: Hcl, image: Hcl, doubts: Hcl): Hcl {
  const field = (name: string): Hcl => attribute(row, name);
  const asked = attribute(image, 'asked');
  const severities = object(
    Object.fromEntries(SEVERITY_ORDER.map((level, position) => [level, position])),
  );
  const severity = field('severity_level');
  const criteria = [
    orUnknown(field('latest_scan_time')),
    doubts,
    cond(equals(field('scan_status'), stringLiteral(ScanStatus.SUCCESS)), 0, 1),
    cond(isNull(severity), UNKNOWN_NUMBER, call('lookup', severities, severity, UNKNOWN_NUMBER)),
    orUnknown(field('malicious_file_num')),
    orUnknown(field('vul_num')),
    orUnknown(field('unsafe_setting_num')),
    call('length', field('anomalies')),
    cond(all(isPresent(asked), equals(field('image_version'), asked)), 1, 0),
  ];
  const padded = criteria.map((one) => call('format', stringLiteral(`%0${WIDTH}d`), one));
  return call('join', stringLiteral(' '), list(...padded));
}

function orUnknown(value: Hcl): Hcl {
  return cond(isNull(value), UNKNOWN_NUMBER, value);
}
