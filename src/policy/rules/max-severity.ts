import { SeverityLevel } from '../../contract/enums';
import { ScanRecord } from '../model/scan-record';
import { attribute, call, interpolate, literalOf, not, orText, verbatim } from '../hcl/expression';
import { Rule, judgedRow } from './rule';

/** From harmless to worst. */
export const SEVERITY_ORDER: readonly SeverityLevel[] = [
  SeverityLevel.SECURITY,
  SeverityLevel.LOW,
  SeverityLevel.MEDIUM,
  SeverityLevel.HIGH,
];

/** The worst severity that any record gives: of an index only some may. */
function worstSeverity(records: readonly ScanRecord[]): SeverityLevel | undefined {
  const levels = records.map(({ severityLevel }) => severityLevel);
  return [...SEVERITY_ORDER].reverse().find((level) => levels.includes(level));
}

/** The worst that HSS found must not be worse than the policy allows. */
export const maxSeverity: Rule = {
  id: 'max-severity',
  title: 'The severity is low enough',
  help: 'The severity must be at most maxSeverity. Security < Low < Medium < High; unknown is above all, but for an index: its platforms tell.',
  readsRow: true,
  check: (context) => {
    const limit = context.policy.maxSeverity;
    const own = judgedRow(context).severityLevel;
    const severityLevel = own ?? (context.isIndex ? worstSeverity(context.scans) : undefined);
    if (severityLevel === undefined && context.isIndex) return undefined;
    const level = SEVERITY_ORDER.indexOf(severityLevel as SeverityLevel);
    if (level >= 0 && level <= SEVERITY_ORDER.indexOf(limit)) return undefined;
    const actual = severityLevel ?? 'unknown';
    return { message: `its severity is ${actual}; at most ${limit} is allowed`, actual, limit };
  },
  hcl: ({ policy: { maxSeverity: limit }, row }) => {
    const level = orText(attribute(row, 'severity_level'), 'unknown');
    const allowed = SEVERITY_ORDER.slice(0, SEVERITY_ORDER.indexOf(limit) + 1);
    return {
      violated: not(call('contains', literalOf(allowed), level)),
      message: interpolate`its severity is ${level}; at most ${verbatim(limit)} is allowed`,
    };
  },
};
