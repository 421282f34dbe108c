import type { ImageOutcome } from '../judging';
import { PolicyException } from '../policy';
import { plain } from '../report/plain';

/** Which exceptions waived something and end soon: what will be denied before long, unless someone sees to it. */
export function expiringTexts(outcomes: readonly ImageOutcome[]): string[] {
  const expiring = new Set<PolicyException>(
    outcomes.flatMap((one) => ('error' in one ? [] : one.judgement.expiring)),
  );
  return [...expiring].map(({ image, expires, owner, origin }) =>
    plain(
      `warning: the exception for ${image} ends after ${expires} (owner ${owner}${origin === undefined ? '' : `, ${origin}`})`,
    ),
  );
}
