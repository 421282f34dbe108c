import { ImageVerdict, JudgedVulnerability } from '../../policy';
import { stateOf } from '../entries';
import { listedVulnerabilities } from './listed';

/** The first few vulnerabilities of an image, and the number of others. */
export interface WorstVulnerabilities {
  readonly shown: readonly JudgedVulnerability[];
  readonly left: number;
}

/**
 * Returns the vulnerabilities that a short report names. For a denied or warned image, these are
 * the ones that violate a rule. For any other image, these are only the ones for which an exception
 * waives `known-exploited`.
 */
export function worstVulnerabilities(
  verdict: ImageVerdict | undefined,
  max: number,
): WorstVulnerabilities {
  if (verdict === undefined) return { shown: [], left: 0 };
  const isLetThrough = ['allowed', 'waived'].includes(stateOf(verdict));
  const wanted = listedVulnerabilities(verdict)
    .filter(({ state, isExploitWaived }) =>
      isLetThrough ? isExploitWaived : state === 'denied' || state === 'warned',
    )
    .map(({ vulnerability }) => vulnerability);
  const shown = wanted.slice(0, max);
  return { shown, left: wanted.length - shown.length };
}
