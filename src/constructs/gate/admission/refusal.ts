import { HssError } from '../../../contract/error';
import { Decision } from '../../../policy';
import { isScanPending } from '../../../policy/judge/questions';
import { countsText } from '../../../report/counts';
import { StackReport } from '../../../report/stack-report';
import { RefusalAdvice, refusalAdvice, refusalCode } from '../../../report/text/refusal';
import { refusalText } from '../../../report/text/verdict-text';
import { mayColour } from '../../../util/colour';
import { counted, sentences } from '../../../util/text';
import { AdmittedGate } from './stack-decision';

const ADVICE: RefusalAdvice = {
  undecided: 'fix the errors above, then synthesize again',
  unreadable:
    'write references as domain/namespace/name:tag, without values that only Terraform knows',
  undeterminable:
    'declare the images with gate.declareImages or in the policy, or ask the owner of the policy for an exception',
  conflicts:
    'write each image as one reference in one place, and give gates that cover the same resource the same settings',
};

/**
 * Returns the error that refuses a stack, with all reasons at once.
 * @param notes additional advice: waits that ended too early, entries of the policies that match no
 * resource, a file of an earlier synth, and stacks that were not judged
 */
export function refusalOf(report: StackReport, notes: readonly string[]): HssError {
  const colour = mayColour(process.stderr, process.env);
  const block = refusalText(report, { colour })
    .split('\n')
    .map((line) => (line === '' ? line : `  ${line}`))
    .join('\n');
  return new HssError(
    refusalCode(report),
    `stack ${report.stack} is refused: ${countsText([report])}\n\n${block}\n`,
    { advice: sentences([...refusalAdvice([report], ADVICE), ...notes]), isColoured: colour },
  );
}

/** Returns a text for each gate whose wait ended before its scans did. */
export function timeoutTexts(report: StackReport, gates: readonly AdmittedGate[]): string[] {
  return gates.flatMap(({ judging: { path, waitSeconds } }) => {
    if (waitSeconds === 0) return [];
    const pending = report.images.filter(
      ({ gate, verdict }) =>
        gate === path &&
        // Snapshots and fixtures don't change, so there was no wait.
        verdict.source === 'live' &&
        verdict.decision === Decision.DENY &&
        isScanPending(verdict),
    );
    const references = new Set(pending.map(({ verdict }) => verdict.reference));
    if (references.size === 0) return [];
    const scans = `${counted(references.size, 'scan')} had not finished`;
    return [
      `${scans} after the waitSeconds of ${path} (${waitSeconds}): raise it, or synthesize again later`,
    ];
  });
}
