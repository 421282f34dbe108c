import { Option } from 'commander';
import { HssError } from '../../../contract/error';
import { followLinks } from '../../../util/file-writer';
import { FORMATS, Format } from '../../../report/render';
import { Output, formatsOption } from './formats-option';

/** What commander makes of `--output`. */
export interface OutputFlags {
  readonly output?: readonly Output<Format>[];
  /** Whether tables and Markdown list every resource; only `hss-gate plan` looks at any. */
  readonly coverage?: boolean;
}

/** `--output` of a command that judges. */
export function outputOption(): Option {
  return formatsOption(FORMATS, 'table');
}

/** What the help says about outputs. */
export const OUTPUT_HELP = `
The result goes to stdout, all else to stderr. --output can be repeated, so that
one run writes several files; the table stays on stdout unless another format
goes there. A file is written whole or not at all. If one can't be written, a
message on stderr says so, and the exit code is 1 instead of 0.

Every report but GitLab's Code Quality (gitlab) says who answered: endpoint,
project, enterprise project, and whether it was HSS itself or a snapshot of
which age. A pipeline makes sure of it with --expect-endpoint and --no-snapshot; below hss-gate exec
the endpoint is that of the server behind the proxy.

--quiet leaves only errors, one line about a denial, why nothing could be
decided, the files, and a format that --output sends to stdout. --verbose prints
who is asked and each request to HSS on stderr, never a credential.`;

/**
 * Looks for usage errors before anything is asked: two outputs to one place would leave one of them, and an output in place of
 * an input would destroy it.
 * @param inputs files that are read
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
          advice: 'give each a file of its own: --output format=file',
        },
      );
    }
    if (read.includes(place)) {
      throw new HssError(
        'HSS_INVALID_ARGUMENT',
        `the output ${format} would overwrite ${where}, which is read`,
        {
          advice: 'name another file: --output format=file',
        },
      );
    }
    taken.set(place, format);
  }
}
