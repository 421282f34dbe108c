import { HssError } from '../../../contract/error';
import { Decision } from '../../../policy';
import { isScanPending } from '../../../policy/judge/questions';
import { countsText } from '../../../report/counts';
import { StackReport } from '../../../report/stack-report';
import { RefusalAdvice, refusalAdvice, refusalCode } from '../../../report/text/refusal';
import { refusalText } from '../../../report/text/verdict-text';
import { mayColour } from '../../../util/colour';
import { counted } from '../../../util/text';
import { AdmittedGate } from './stack-decision';

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
 * @param notes what else may help: a wait that ended too early, what of the policies is about no resource of the stack
 */
export function refusalOf(report: StackReport, notes: readonly string[]): HssError {
  const block = refusalText(report, { colour: mayColour(process.stderr, process.env) })
    .split('\n')
    .map((line) => (line === '' ? line : `  ${line}`))
    .join('\n');
  return new HssError(
    refusalCode(report),
    `stack ${report.stack} is refused: ${countsText([report])}\n\n${block}\n`,
    { advice: [...refusalAdvice(report, ADVICE), ...notes].join('. ') },
  );
}

/** Says for which gates the wait for scans ended before the scans did. */
export function timeoutTexts(report: StackReport, gates: readonly AdmittedGate[]): string[] {
  return gates.flatMap(({ judging: { path, waitSeconds } }) => {
    if (waitSeconds === 0) return [];
    const pending = report.images.filter(
      ({ gate, verdict }) =>
        gate === path &&
        // Nothing in a snapshot or a fixture changes, so neither is waited for.
        verdict.source === 'live' &&
        verdict.decision === Decision.DENY &&
        isScanPending(verdict),
    );
    const references = new Set(pending.map(({ verdict }) => verdict.reference));
    if (references.size === 0) return [];
    const scans = `${counted(references.size, 'scan')} had not ended`;
    return [
      `${scans} after the waitSeconds of ${path} (${waitSeconds}): raise it, or synthesize again later`,
    ];
  });
}
