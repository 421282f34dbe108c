import { leadsToStream } from '../../../util/file-writer';
import { writeReport } from '../../../util/report-file';
import { mayColour } from '../../../util/colour';
import { RenderOptions, render } from '../../../report/render';
import { RunReport } from '../../../report/run-report';
import { Output, OutputFlags } from './options';
import { print } from './print';
import { repositoryPaths } from './repository-paths';
import { endableBySignal } from '../result-process';
import { RunFlags } from '../run-options';
import { say } from './say';

/**
 * Writes a result wherever it is to go. What fails is said, and stops none of the others: a verdict is no other for a
 * report that could not be written.
 */
export async function writeOutputs(
  report: RunReport,
  outputs: readonly Output[],
  { quiet, coverage = false }: RunFlags & Pick<OutputFlags, 'coverage'>,
): Promise<void> {
  const toStdout = outputs.some(({ file }) => file === undefined);
  const all = toStdout || quiet ? outputs : [...outputs, { format: 'table' } as const];
  const pathOf = repositoryPaths();
  for (const { format, file } of all) {
    try {
      const text = await render(format, report, { ...optionsFor(file, pathOf), coverage });
      if (file === undefined) await print(text);
      else if (leadsToStream(file)) endableBySignal(() => writeReport(file, text));
      else writeReport(file, text);
    } catch (error) {
      say(failureText(format, file, error));
    }
  }
}

function optionsFor(file: string | undefined, pathOf: RenderOptions['pathOf']): RenderOptions {
  const { columns } = process.stdout;
  return {
    pathOf,
    ...(file === undefined ? { colour: mayColour(process.stdout, process.env) } : {}),
    ...(file === undefined && columns > 0 ? { width: columns } : {}),
  };
}

function failureText(format: string, file: string | undefined, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const what = file === undefined ? '' : ` to ${file}`;
  return `hss-gate: the output ${format} could not be written${what} (${code ?? message})`;
}
