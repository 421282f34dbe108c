import { VulnerabilityPolicy } from '../../model/policy';
import { RecordOutcome } from '../judge-record';
import { NamedCount } from '../named-count';
import { VULNERABILITY_SEVERITIES } from '../../../contract/vulnerabilities/merge';
import { SEVERITY_KEYS, severityNumber } from '../levels';

/**
 * The counts of a row's vulnerabilities: by limited severity, and of those that are, or may be,
 * exploited.
 */
export type CountKey = 'critical' | 'high' | 'medium' | 'low' | 'exploited' | 'unidentified';

/** A count, with the names of some vulnerabilities if there are too many. */
export type PlanCount = readonly [count: number, names?: string];

/**
 * The counts of a row's vulnerabilities, in few bytes: Terraform's state stores them three times.
 */
export type PlanCounts = { readonly [key in CountKey]?: PlanCount };

/** The maximum length of the JSON of counts; names that exceed it are left out. */
export const MAX_COUNTS_LENGTH = 360;

/** Returns the counts of a row's vulnerabilities that Terraform needs. */
export function planCounts(
  { counts, exploited, unidentified }: RecordOutcome<unknown>,
  { max, knownExploited }: Pick<VulnerabilityPolicy, 'max' | 'knownExploited'>,
): PlanCounts {
  const all: [key: CountKey, count: NamedCount, limit: number][] = [
    ...VULNERABILITY_SEVERITIES.flatMap((severity): typeof all => {
      const limit = severityNumber(max, severity);
      return limit === undefined ? [] : [[SEVERITY_KEYS[severity], counts[severity], limit]];
    }),
    ...(knownExploited === undefined
      ? []
      : ([
          ['exploited', exploited, 0],
          ['unidentified', unidentified, 0],
        ] satisfies typeof all)),
  ];
  const naming = all.filter(([, { count }, limit]) => count > limit).map(([key]) => key);
  const withNames = (keys: readonly CountKey[]): PlanCounts =>
    Object.fromEntries(
      all.map(([key, { count, names }]) => [
        key,
        keys.includes(key) ? [count, names] : ([count] as const),
      ]),
    );
  let counted = withNames(naming);
  while (naming.length > 0 && JSON.stringify(counted).length > MAX_COUNTS_LENGTH) {
    naming.pop();
    counted = withNames(naming);
  }
  return counted;
}
