import { CICD_IMAGES } from '../../contract/cicd-image';
import { ScanRecord } from '../model/scan-record';
import { Policy } from '../model/policy';
import { show } from '../../util/text';
import {
  all,
  any,
  atMost,
  attribute,
  call,
  cond,
  forEach,
  interpolate,
  isNull,
  isPresent,
  not,
  spread,
  stringLiteral,
  tryOf,
  verbatim,
} from '../hcl/expression';
import { HclContext, HclRule, RuleContext, Violation, judgedRow } from './rule';

/** The parameters of a rule that limits a number. */
export interface CountLimit {
  readonly field: 'vulNum' | 'unsafeSettingNum' | 'maliciousFileNum';
  readonly limit: (policy: Policy) => number | undefined;
  /** What is counted, such as `vulnerabilities`. */
  readonly noun: string;
}

/**
 * Checks a count of the record against its limit. A missing or invalid count is a violation, except
 * for an index, whose platforms have counts, and without a complete scan to judge.
 */
export function checkCount(
  { field, limit, noun }: CountLimit,
  context: RuleContext,
): Violation | undefined {
  const allowed = limit(context.policy);
  if (allowed === undefined) return undefined;
  const own: ScanRecord[typeof field] = judgedRow(context)[field];
  // For an index, only some records may have a count.
  const count = own ?? (context.isIndex ? mostOf(field, context.scans) : undefined);
  if (count === undefined && (context.isIndex || !context.hasScan)) return undefined;
  if (!Number.isSafeInteger(count) || (count as number) < 0) {
    return {
      message: `HSS does not say how many ${noun} it has; at most ${allowed} are allowed`,
      actual: count === undefined ? 'unknown' : show(count),
      limit: `${allowed}`,
    };
  }
  // Negated, so that NaN as a limit fails.
  if ((count as number) <= allowed) return undefined;
  return {
    message: `it has ${count} ${noun}; at most ${allowed} are allowed`,
    actual: `${count}`,
    limit: `${allowed}`,
  };
}

function mostOf(field: CountLimit['field'], records: readonly ScanRecord[]): number | undefined {
  const counts = records.flatMap((one) => one[field] ?? []);
  return counts.length === 0 ? undefined : counts.reduce((a, b) => Math.max(a, b));
}

/** Returns the same as an expression. */
export function countHcl(
  { field, limit, noun }: CountLimit,
  { policy, row, scans, isIndex, hasScan }: HclContext,
): HclRule | undefined {
  const allowed = limit(policy);
  if (allowed === undefined) return undefined;
  const { name } = CICD_IMAGES.fields[field];
  const own = attribute(row, name);
  const given = forEach(
    's',
    scans,
    (scan) => attribute(scan, name),
    (scan) => isPresent(attribute(scan, name)),
  );
  const most = tryOf(call('max', spread(given)), 'null');
  const count = cond(all(isIndex, isNull(own)), most, own);
  const limited = `at most ${allowed} are allowed`;
  return {
    violated: not(tryOf(atMost(count, allowed), any(isIndex, not(hasScan)))),
    message: cond(
      isNull(count),
      stringLiteral(`HSS does not say how many ${noun} it has; ${limited}`),
      interpolate`it has ${count} ${verbatim(`${noun}; ${limited}`)}`,
    ),
  };
}
