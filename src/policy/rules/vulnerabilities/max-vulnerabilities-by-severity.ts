import { VulnerabilitySeverity } from '../../../contract/enums';
import { VULNERABILITY_SEVERITIES } from '../../../contract/vulnerabilities/merge';
import {
  all,
  any,
  atMost,
  attribute,
  call,
  cases,
  forEach,
  interpolate,
  isNull,
  list,
  not,
  object,
  stringLiteral,
  tryOf,
  unequal,
  verbatim,
} from '../../hcl/expression';
import {
  NOT_COUNTED,
  countProblemHcl,
  countedHcl,
  mustBeCountedHcl,
} from '../../hcl/vulnerability-counts';
import { SeverityNumbers } from '../../model/policy';
import { SEVERITY_KEYS, severityNumber } from '../../vulnerabilities/levels';
import { Rule } from '../rule';
import { judgedVulnerabilities } from './judged-vulnerabilities';

/** Limits the number of vulnerabilities of each severity. */
export const maxVulnerabilitiesBySeverity: Rule = {
  id: 'max-vulnerabilities-by-severity',
  title: 'The vulnerabilities of each severity are few enough',
  help:
    'There must be at most as many vulnerabilities of each severity as vulnerabilities.max allows. Not counted are those that ' +
    'an exception waives, and those that were published within vulnerabilities.graceDays. Not checked when the policy sets no limit.',
  readsRow: true,
  scan: 'needed',
  check: (context) => {
    const max = context.policy.vulnerabilities?.max;
    if (max === undefined) return undefined;
    const limited = limitsOf(max);
    const limit = limited.map((one) => `${one.limit} ${one.severity}`).join(', ');
    const judged = judgedVulnerabilities(context);
    if (judged === undefined) return undefined;
    if ('problem' in judged) return { message: judged.problem, actual: 'unknown', limit };
    const exceeded = limited
      .map((one) => ({ ...one, ...judged.counts[one.severity] }))
      // Negated, so that NaN as a limit fails.
      .filter((one) => !(one.count <= one.limit));
    if (exceeded.length === 0) return undefined;
    const texts = exceeded.map(
      (one) => `${one.count} ${one.severity}, at most ${one.limit} allowed (${one.names})`,
    );
    return {
      message: `too many vulnerabilities: ${texts.join('; ')}`,
      actual: limited
        .map(({ severity }) => `${judged.counts[severity].count} ${severity}`)
        .join(', '),
      limit,
    };
  },
  hcl: ({ policy: { vulnerabilities }, row, isIndex }) => {
    const limited = limitsOf(vulnerabilities?.max).map(({ severity, limit }) => {
      const { count, named } = countedHcl(row, SEVERITY_KEYS[severity]);
      const text = interpolate`${count} ${verbatim(`${severity}, at most ${limit} allowed`)}${named}`;
      return { count, text, isExceeded: not(tryOf(atMost(count, limit), 'false')) };
    });
    if (limited.length === 0) return undefined;
    const exceeded = forEach(
      'one',
      list(
        ...limited.map(({ isExceeded, text }) =>
          object({ is: isExceeded, text: tryOf(text, stringLiteral('')) }),
        ),
      ),
      (one) => attribute(one, 'text'),
      (one) => attribute(one, 'is'),
    );
    const problem = countProblemHcl(row);
    return {
      violated: all(
        mustBeCountedHcl(row, isIndex),
        any(...limited.map(({ isExceeded }) => isExceeded)),
      ),
      message: cases(
        [
          [unequal(problem, stringLiteral('')), problem],
          [any(...limited.map(({ count }) => isNull(count))), stringLiteral(NOT_COUNTED)],
        ],
        interpolate`too many vulnerabilities: ${call('join', stringLiteral('; '), exceeded)}`,
      ),
    };
  },
};

/** Returns the severities that a policy limits, from worst to least. */
function limitsOf(
  max: SeverityNumbers | undefined,
): { readonly severity: VulnerabilitySeverity; readonly limit: number }[] {
  return VULNERABILITY_SEVERITIES.flatMap((severity) => {
    const limit = severityNumber(max, severity);
    return limit === undefined ? [] : [{ severity, limit }];
  });
}
