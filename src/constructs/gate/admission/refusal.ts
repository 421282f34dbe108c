import { HssError, HssErrorCode } from '../../../contract/error';
import { Decision, isReference } from '../../../policy';
import { StackReport } from '../../../report/stack-report';
import { countsText, refusalText } from '../../../report/text/text';
import { mayColour } from '../../../util/colour';

/**
 * The error that refuses a stack: everything against it at once. When no image is denied but something could not be
 * decided, the error has the code of what kept it from being decided.
 * @param unused what of the policies is about no resource of the stack: there may be a slip in it
 */
export function refusalOf(report: StackReport, unused: readonly string[]): HssError {
  const undecidedOnly =
    report.undecided.length > 0 &&
    report.conflicts.length === 0 &&
    report.undeterminable.every(({ decision }) => decision !== Decision.DENY) &&
    report.images.every(({ verdict }) => verdict.decision !== Decision.DENY);
  const code: HssErrorCode = undecidedOnly ? report.undecided[0].error.code : 'HSS_IMAGE_DENIED';
  const colour = mayColour(process.stderr, process.env);
  const block = refusalText(report, { colour })
    .split('\n')
    .map((line) => (line === '' ? line : `  ${line}`))
    .join('\n');
  const denied = report.images.filter(({ verdict }) => verdict.decision === Decision.DENY);
  const unreadable = denied.filter(({ verdict }) => !isReference(verdict.reference));
  const advice = [
    ...(undecidedOnly ? ['mend what kept HSS from answering, and synthesize again'] : []),
    ...(unreadable.length > 0
      ? [
          'write references as domain/namespace/name:tag, in plain text that is known when the stack is synthesized',
        ]
      : []),
    ...(denied.length > unreadable.length
      ? ['deploy images that pass, or have the owner of the policy change it']
      : []),
    ...(report.undeterminable.some(({ decision }) => decision === Decision.DENY)
      ? [
          "say what can't be seen with gate.declareImages or declarations of the policy, or have its owner except the resource",
        ]
      : []),
    ...unused,
    ...(report.conflicts.length > 0
      ? [
          'write each image as one reference in one place, and let gates agree that cover one resource',
        ]
      : []),
  ];
  return new HssError(
    code,
    `stack ${report.stack} is refused: ${countsText(report)}\n\n${block}\n`,
    {
      advice: advice.join('. '),
    },
  );
}
