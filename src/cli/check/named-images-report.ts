import type { ImageOutcome } from '../../judging';
import type { StackReport } from '../../report/stack-report';

/**
 * Returns the report on images that were named one by one.
 * @param judge the command that judged them
 */
export function namedImagesReport(
  judge: string,
  references: readonly string[],
  outcomes: readonly ImageOutcome[],
): StackReport {
  return {
    stack: judge,
    images: outcomes.flatMap((one) => {
      if ('error' in one) return [];
      const { verdict, origins } = one.judgement;
      return [{ verdict, origins, gate: judge }];
    }),
    undecided: outcomes.flatMap((one, at) =>
      'error' in one ? [{ reference: references[at], path: '', error: one.error }] : [],
    ),
    undeterminable: [],
    ignored: [],
    resources: [],
    conflicts: [],
  };
}
