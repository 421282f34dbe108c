import { Option } from 'commander';
import { HssError } from '../../../contract/error';
import { followLinks } from '../../../util/file-writer';
import { FORMATS, Format } from '../../../report/render';
import { Output, formatsOption } from './formats-option';

/** What commander parses from `--output`. */
export interface OutputFlags {
  readonly output?: readonly Output<Format>[];
  /** Whether tables and Markdown list every resource; for `hss-gate plan` only. */
  readonly coverage?: boolean;
}

/** Makes the option `--output` for commands that judge. */
export function outputOption(): Option {
  return formatsOption(FORMATS, 'table');
}

/** What the help says about outputs. */
export const OUTPUT_HELP = `
The result goes to stdout, everything else to stderr. Repeat --output to write
several files; the table stays on stdout unless another format goes there. A
file is written completely or not at all. If a file can't be written, the exit
code is 1 instead of 0.

Every report except GitLab's Code Quality (gitlab) names the source of the scan
results: endpoint, project, enterprise project, and whether HSS or a snapshot
answered, with the age of the snapshot. To enforce the source in a pipeline, use
--expect-endpoint and --no-snapshot. Inside hss-gate exec, reports show the
endpoint of HSS, not that of the local proxy.

With --quiet, stdout is empty unless --output writes to it. On stderr, only
these are printed: errors; one line about a denial; why images could not be
decided. Files are still written. --verbose prints the connection and each
request on stderr, never a credential.`;

/** What the help says about exit codes of commands that judge. */
export const EXIT_CODES_HELP = `Exit codes: 0 allowed, 2 denied, 1 no decision. A denial takes precedence over a
missing decision.`;

/**
 * Checks the outputs before any query. Of two outputs to one place, only one would remain, and an
 * output to an input would destroy it.
 * @param inputs files that the command reads
 * @throws HSS_INVALID_ARGUMENT
 */
export function checkOutputs(
  outputs: readonly Output[],
  inputs: readonly (string | undefined)[],
): void {
  const read = inputs
    .filter((file) => file !== undefined && file !== '-')
    .map((file) => followLinks(file!));
  const taken = new Map<string, string>();
  for (const { format, file } of outputs) {
    const place = file === undefined ? '' : followLinks(file);
    const where = file ?? 'stdout';
    const other = taken.get(place);
    if (other !== undefined) {
      throw new HssError(
        'HSS_INVALID_ARGUMENT',
        `two outputs go to ${where}: ${other} and ${format}`,
        {
          advice: 'give each output another file: --output format=file',
        },
      );
    }
    if (read.includes(place)) {
      throw new HssError(
        'HSS_INVALID_ARGUMENT',
        `the output ${format} would overwrite ${where}, which is an input`,
        {
          advice: 'name another file: --output format=file',
        },
      );
    }
    taken.set(place, format);
  }
}
