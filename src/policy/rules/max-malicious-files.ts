import { ScanRecord } from '../model/scan-record';
import { ScanStatus } from '../../contract/enums';
import { NO_TAG, UNKNOWN_REGISTRY, isUnsound, recordPlace } from '../judge/candidate';
import {
  Hcl,
  all,
  any,
  attribute,
  call,
  cases,
  equals,
  forEach,
  interpolate,
  moreThan,
  not,
  orText,
  stringLiteral,
  tryOf,
  verbatim,
} from '../hcl/expression';
import { isUnsoundHcl } from '../hcl/row';
import { enumerate } from '../../util/text';
import { CountLimit, checkCount, countHcl } from './count';
import { HclContext, Rule, RuleContext, Violation } from './rule';

const FIELD = 'malicious_file_num';
const LIMIT: CountLimit = {
  field: 'maliciousFileNum',
  limit: (policy) => policy.maxMaliciousFiles,
  noun: 'malicious files',
};
const IN_PLATFORMS = 'the index says that there are malicious files in one of its images';
const FOUND = 'malicious files in other rows of the same digest: ';
const WAYS_OUT = 'have each scanned again, or add an exception';
/** The most rows that a message names. */
const NAMED = 5;

/**
 * Limits the malicious files; by default, none are allowed. Rows of one digest are scans of the
 * same bytes, so the findings of each row count, in any registry, until that row is scanned again.
 * A row without a complete scan need not have a count; what an earlier scan of it found still
 * counts.
 */
export const maxMaliciousFiles: Rule = {
  id: 'max-malicious-files',
  title: 'The malicious files are few enough',
  help:
    'There must be at most maxMaliciousFiles, 0 where the policy says nothing, in the row and in every other row ' +
    'of the same digest, and in each image that an index names.',
  readsRow: true,
  scan: 'read',
  check: (context) => {
    const own = checkCount(LIMIT, context);
    if (own !== undefined) return own;
    const allowed = context.policy.maxMaliciousFiles;
    const others = context.scans.filter((row) => hasTooMany(row, allowed, context));
    if (others.length === 0) return inPlatforms(context.scans, allowed);
    const names = enumerate([...new Set(others.map(recordPlace))], NAMED);
    const counts = others.map(({ maliciousFileNum }) => maliciousFileNum ?? Infinity);
    const most = counts.reduce((a, b) => Math.max(a, b));
    return {
      message: `${FOUND}${names}; at most ${allowed} are allowed: ${WAYS_OUT}`,
      actual: Number.isFinite(most) ? `${most}` : 'unknown',
      limit: `${allowed}`,
    };
  },
  hcl: (context) => {
    const own = countHcl(LIMIT, context);
    if (own === undefined) return undefined;
    const allowed = context.policy.maxMaliciousFiles;
    const isOver = (scan: Hcl): Hcl => hasTooManyHcl(scan, allowed, context);
    const others = call('distinct', forEach('s', context.scans, nameOfHcl, isOver));
    const named = call('slice', others, 0, call('min', NAMED, call('length', others)));
    const rest = `; at most ${allowed} are allowed: ${WAYS_OUT}`;
    const isNamedOver = (scan: Hcl): Hcl => moreThan(attribute(scan, 'platform_malware'), allowed);
    const some = (is: (scan: Hcl) => Hcl): Hcl => call('anytrue', forEach('s', context.scans, is));
    return {
      violated: any(own.violated, some(isOver), some(isNamedOver)),
      message: cases(
        [
          [own.violated, own.message],
          [
            some(isOver),
            interpolate`${verbatim(FOUND)}${call('join', stringLiteral(', '), named)}${verbatim(rest)}`,
          ],
        ],
        stringLiteral(`${IN_PLATFORMS}${rest}`),
      ),
    };
  },
};

/** Checks the counts that an index gives for its images: their own rows may not have them yet. */
function inPlatforms(scans: readonly ScanRecord[], allowed: number): Violation | undefined {
  const images = scans.flatMap(({ registry }) => registry?.platforms ?? []);
  const most = images.reduce((max, one) => Math.max(max, one.maliciousFileNum ?? 0), 0);
  if (most <= allowed) return undefined;
  return {
    message: `${IN_PLATFORMS}; at most ${allowed} are allowed: ${WAYS_OUT}`,
    actual: `${most}`,
    limit: `${allowed}`,
  };
}

/**
 * Whether a row has too many malicious files. A count could be any number if it is unsound, or
 * missing despite a complete scan.
 */
function hasTooMany(
  row: ScanRecord,
  allowed: number,
  { isIndex, hasScan }: Pick<RuleContext, 'isIndex' | 'hasScan'>,
): boolean {
  const count = row.maliciousFileNum;
  if (count !== undefined) return !(count <= allowed);
  const isScanned = row.scanStatus === ScanStatus.SUCCESS && !isIndex;
  return isScanned || (hasScan && isUnsound(row, FIELD));
}

/** Returns the same as an expression. */
function hasTooManyHcl(
  scan: Hcl,
  allowed: number,
  { isIndex, hasScan }: Pick<HclContext, 'isIndex' | 'hasScan'>,
): Hcl {
  const isUnknown = any(
    all(hasScan, isUnsoundHcl(scan, FIELD)),
    all(equals(attribute(scan, 'scan_status'), stringLiteral(ScanStatus.SUCCESS)), not(isIndex)),
  );
  return tryOf(moreThan(attribute(scan, FIELD), allowed), isUnknown);
}

function nameOfHcl(scan: Hcl): Hcl {
  const registry = orText(attribute(scan, 'registry_name'), UNKNOWN_REGISTRY);
  const version = orText(attribute(scan, 'image_version'), NO_TAG);
  return interpolate`${registry}/${version}`;
}
