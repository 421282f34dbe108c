import { HssError } from '../../../contract/error';
import { StackReport } from '../../../report/stack-report';
import { RefusalAdvice, refusalAdvice, refusalCode } from '../../../report/text/refusal';
import { countsText, refusalText } from '../../../report/text/verdict-text';
import { mayColour } from '../../../util/colour';

const ADVICE: RefusalAdvice = {
  undecided: 'fix what kept HSS from answering, and synthesize again',
  unreadable:
    'write references as domain/namespace/name:tag, in plain text that is known when the stack is synthesized',
  undeterminable:
    "say what can't be seen with gate.declareImages or declarations of the policy, or have its owner except the resource",
  conflicts:
    'write each image as one reference in one place, and let gates agree that cover one resource',
};

/**
 * The error that refuses a stack: everything against it at once.
 * @param unused what of the policies is about no resource of the stack: there may be a typing mistake in it
 */
export function refusalOf(report: StackReport, unused: readonly string[]): HssError {
  const block = refusalText(report, { colour: mayColour(process.stderr, process.env) })
    .split('\n')
    .map((line) => (line === '' ? line : `  ${line}`))
    .join('\n');
  return new HssError(
    refusalCode(report),
    `stack ${report.stack} is refused: ${countsText(report)}\n\n${block}\n`,
    { advice: [...refusalAdvice(report, ADVICE), ...unused].join('. ') },
  );
}
