import { leadsToStream } from '../../../util/file-writer';
import { writeReport } from '../../../util/report-file';
import { mayColour } from '../../../util/colour';
import { Format, RenderOptions, render } from '../../../report/render';
import { RunReport } from '../../../report/run-report';
import { Output } from './formats-option';
import { OutputFlags } from './options';
import { print } from './print';
import { repositoryPaths } from './repository-paths';
import { endableBySignal } from '../result-process';
import { RunFlags } from '../run-options';
import { say } from './say';

/**
 * Writes a result to each output. A failure is reported, and the other outputs are written anyway.
 * @returns whether all outputs were written
 */
export async function writeOutputs(
  report: RunReport,
  outputs: readonly Output<Format>[],
  { quiet, coverage = false }: RunFlags & Pick<OutputFlags, 'coverage'>,
): Promise<boolean> {
  const toStdout = outputs.some(({ file }) => file === undefined);
  const all = toStdout || quiet ? outputs : [...outputs, { format: 'table' } as const];
  const pathOf = repositoryPaths();
  let isComplete = true;
  for (const { format, file } of all) {
    try {
      const text = await render(format, report, { ...optionsFor(file, pathOf), coverage });
      if (file === undefined) await print(text);
      else writeResult(file, text);
    } catch (error) {
      say(unwrittenText(format, file, error));
      isComplete = false;
    }
  }
  return isComplete;
}

/**
 * Writes a result to a file, or to the pipe or device that a path names.
 * @throws errors of the file system
 */
export function writeResult(file: string, text: string): void {
  if (leadsToStream(file)) endableBySignal(() => writeReport(file, text));
  else writeReport(file, text);
}

function optionsFor(file: string | undefined, pathOf: RenderOptions['pathOf']): RenderOptions {
  const { columns } = process.stdout;
  return {
    pathOf,
    ...(file === undefined ? { colour: mayColour(process.stdout, process.env) } : {}),
    ...(file === undefined && columns > 0 ? { width: columns } : {}),
  };
}

/** Says that a result could not be written. */
export function unwrittenText(format: string, file: string | undefined, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const what = file === undefined ? '' : ` to ${file}`;
  return `hss-gate: the ${format} output could not be written${what} (${code ?? message})`;
}
