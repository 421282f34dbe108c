import { realpathSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { writeFileAtomically } from '../../../util/atomic-file';
import { RenderOptions, render } from '../../../report/formats';
import { RunReport } from '../../../report/run-report';
import { Output, OutputFlags } from './options';
import { print } from './print';
import { RunFlags, mayColour } from '../run-options';
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
  for (const { format, file } of all) {
    try {
      const text = await render(format, report, { ...optionsFor(file), coverage });
      if (file === undefined) await print(text);
      else writeOutputFile(file, text);
    } catch (error) {
      say(failureText(format, file, error));
    }
  }
}

function optionsFor(file: string | undefined): RenderOptions {
  const { columns } = process.stdout;
  return {
    directory: process.cwd(),
    ...(file === undefined ? { colour: mayColour(process.stdout) } : {}),
    ...(file === undefined && columns > 0 ? { width: columns } : {}),
  };
}

function failureText(format: string, file: string | undefined, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const what = file === undefined ? '' : ` to ${file}`;
  return `hss-gate: the output ${format} could not be written${what} (${code ?? message})`;
}

function writeOutputFile(file: string, text: string): void {
  const there = statSync(file, { throwIfNoEntry: false });
  // A pipe or a device has no place for a draft, and must not be replaced by a file; nor must the log that stderr is.
  if (isSpecial(file) || (there !== undefined && !there.isFile())) {
    writeFileSync(isStderr(file) ? process.stderr.fd : file, text, { flag: 'a' });
  } else {
    // What a link leads to is replaced, not the link.
    writeFileAtomically(there === undefined ? file : realpathSync(file), text);
  }
}

function isSpecial(file: string): boolean {
  return /^\/(?:dev|proc)\//.test(resolve(file));
}

function isStderr(file: string): boolean {
  return ['/dev/stderr', '/dev/fd/2'].includes(resolve(file));
}
