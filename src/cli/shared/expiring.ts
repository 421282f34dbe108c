import type { ImageOutcome } from '../../judging';
import { ExceptionUse, PolicyException, exceptionTarget, originSuffix } from '../../policy';
import { plain } from '../../util/safe-text';

/** Returns a warning for each exception that waived something and expires soon. */
export function expiringTexts(
  outcomes: readonly ImageOutcome[],
  uses: readonly Pick<ExceptionUse, 'expiring'>[] = [],
): string[] {
  const expiring = new Set<PolicyException>([
    ...outcomes.flatMap((one) => ('error' in one ? [] : one.judgement.expiring)),
    ...uses.flatMap((one) => one.expiring),
  ]);
  return [...expiring].map((exception) => {
    const { expires, owner } = exception;
    return plain(
      `warning: the exception for ${exceptionTarget(exception)} expires at the end of ${expires} (owner ${owner}${originSuffix(exception)})`,
    );
  });
}
