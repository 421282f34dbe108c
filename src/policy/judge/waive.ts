import { byLatestEnd, expiredText, isExpiring, isLive, waiverText } from './exceptions';
import { PolicyException } from '../model/policy';
import { RuleId } from '../model/rule-id';
import { Violation } from '../rules/rule';
import { oneLine } from '../../util/safe-text';
import { PolicyFinding } from '../model/verdict';

/** How a policy's exceptions were used in one judgement. */
export interface ExceptionUse {
  /** Live exceptions about the judged subject, even without anything to waive. */
  readonly matching: readonly PolicyException[];
  /** Live exceptions that waive a finding. */
  readonly used: readonly PolicyException[];
  /** Expired exceptions that would have waived a finding. */
  readonly expired: readonly PolicyException[];
  /** Those of `used` that end within 14 days. */
  readonly expiring: readonly PolicyException[];
}

/** A finding, and the exceptions that cover it, the last to end first. */
export interface Waived {
  readonly finding: PolicyFinding;
  /** Live exceptions that waive the finding. */
  readonly live: readonly PolicyException[];
  /** Expired exceptions that would have waived it; empty if a live one does. */
  readonly expired: readonly PolicyException[];
}

/**
 * Creates the finding of a violation. A live exception waives it; if there is only an expired one,
 * the message says so.
 * @param covering the exceptions about the judged subject that waive this rule, live or expired
 */
export function waive(
  ruleId: RuleId,
  { message, actual, limit }: Violation,
  covering: readonly PolicyException[],
  now: number,
): Waived {
  const sorted = [...covering].sort(byLatestEnd);
  const live = sorted.filter((exception) => isLive(exception, now));
  const expired = live.length > 0 ? [] : sorted;
  const lapsed = expired.length > 0 ? ` (${expiredText(expired[0])})` : '';
  return {
    finding: {
      ruleId,
      message: `${oneLine(message)}${lapsed}`,
      ...(actual === undefined ? {} : { actual: oneLine(actual) }),
      ...(limit === undefined ? {} : { limit: oneLine(limit) }),
      ...(live.length === 0 ? {} : { waivedBy: waiverText(live[0]) }),
    },
    live,
    expired,
  };
}

/** Returns the exceptions that end within 14 days. */
export function expiringOf(used: readonly PolicyException[], now: number): PolicyException[] {
  return used.filter((exception) => isExpiring(exception, now));
}
