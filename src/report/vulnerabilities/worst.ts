import { ImageVerdict, JudgedVulnerability } from '../../policy';
import { stateOf } from '../entries';
import { listedVulnerabilities } from './listed';

/** The first few of an image's vulnerabilities, and how many more there are. */
export interface WorstVulnerabilities {
  readonly shown: readonly JudgedVulnerability[];
  readonly left: number;
}

/**
 * The vulnerabilities that a short report names: of an image that is not let through as it is, those that it is not let through
 * for; of any other only those of which an exception waives that they are known to be exploited.
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
