import { RunReport } from '../../../report/run-report';
import { StackReport, isDenied, isRefused } from '../../../report/stack-report';
import { OutputFlags } from './options';
import { deniedText } from './denied-text';
import { say } from './say';
import { undecidedText } from './undecided-text';
import { writeOutputs } from './write';
import { EXIT } from '../exit-codes';
import { RunFlags } from '../run-options';
import { packageVersion } from '../version';

/** Finishes a run: writes its result to the outputs and sets the exit code. */
export async function finishRun(
  result: Omit<RunReport, 'version' | 'outcome'>,
  flags: OutputFlags & RunFlags,
): Promise<void> {
  const outcome = outcomeOf(result.parts);
  process.exitCode = EXIT[outcome];
  const report = { ...result, version: packageVersion(), outcome };
  // Without other output, the exit code alone would not say what failed.
  if (flags.quiet && outcome === 'denied') say(`hss-gate: ${deniedText(result.parts)}`);
  // Also after a denial, because the counts do not show why an image could not be decided.
  if (flags.quiet) process.stderr.write(undecidedText(result.parts));
  const isComplete = await writeOutputs(report, flags.output ?? [], flags);
  // A denial keeps its exit code, because the report could not change it.
  if (!isComplete && outcome === 'allowed') process.exitCode = EXIT.failed;
}

/**
 * Returns the outcome. A denial takes precedence, because the missing decisions could not change
 * it.
 */
function outcomeOf(parts: readonly StackReport[]): RunReport['outcome'] {
  if (parts.some(isDenied)) return 'denied';
  return parts.some(isRefused) ? 'undecided' : 'allowed';
}
