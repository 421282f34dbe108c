import { SeverityLevel } from '../../contract/enums';
import { ScanRecord } from '../model/scan-record';
import {
  all,
  any,
  attribute,
  call,
  cases,
  cond,
  forEach,
  interpolate,
  isNull,
  literalOf,
  not,
  orText,
  stringLiteral,
  verbatim,
} from '../hcl/expression';
import { Rule, judgedRow } from './rule';

/** The severities from least to most severe. */
export const SEVERITY_ORDER: readonly SeverityLevel[] = [
  SeverityLevel.SECURITY,
  SeverityLevel.LOW,
  SeverityLevel.MEDIUM,
  SeverityLevel.HIGH,
];

/** Returns the worst of some levels; undefined if there are none. */
export function worstSeverity(levels: readonly SeverityLevel[]): SeverityLevel | undefined {
  return [...SEVERITY_ORDER].reverse().find((level) => levels.includes(level));
}

/** Returns the severities of records; for an index, only some may have one. */
function givenSeverities(records: readonly ScanRecord[]): SeverityLevel[] {
  return records.flatMap(({ severityLevel }) => severityLevel ?? []);
}

/** Limits the severity that HSS gives an image. */
export const maxSeverity: Rule = {
  id: 'max-severity',
  title: 'The severity is low enough',
  help: 'The severity must be at most maxSeverity. Security < Low < Medium < High; unknown is above High, except for an index, whose platforms are checked.',
  readsRow: true,
  scan: 'needed',
  check: (context) => {
    const limit = context.policy.maxSeverity;
    if (limit === undefined) return undefined;
    const own = judgedRow(context).severityLevel;
    const severityLevel =
      own ?? (context.isIndex ? worstSeverity(givenSeverities(context.scans)) : undefined);
    if (severityLevel === undefined && context.isIndex) return undefined;
    const level = SEVERITY_ORDER.indexOf(severityLevel as SeverityLevel);
    if (level >= 0 && level <= SEVERITY_ORDER.indexOf(limit)) return undefined;
    const actual = severityLevel ?? 'unknown';
    return { message: `its severity is ${actual}; at most ${limit} is allowed`, actual, limit };
  },
  hcl: ({ policy: { maxSeverity: limit }, row, scans, isIndex }) => {
    if (limit === undefined) return undefined;
    const own = attribute(row, 'severity_level');
    const levels = forEach('s', scans, (scan) => orText(attribute(scan, 'severity_level'), ''));
    const worst = cases(
      [...SEVERITY_ORDER]
        .reverse()
        .map(stringLiteral)
        .map((one): [string, string] => [call('contains', levels, one), one]),
      'null',
    );
    const given = cond(all(isIndex, isNull(own)), worst, own);
    const level = orText(given, 'unknown');
    const allowed = SEVERITY_ORDER.slice(0, SEVERITY_ORDER.indexOf(limit) + 1);
    return {
      violated: not(any(call('contains', literalOf(allowed), level), all(isIndex, isNull(given)))),
      message: interpolate`its severity is ${level}; at most ${verbatim(limit)} is allowed`,
    };
  },
};
