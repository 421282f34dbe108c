import { Command, InvalidArgumentError, Option } from 'commander';
import { nearest } from '../../../util/spelling';
import type { RunFlags } from '../run-options';

/** A format of the result, and the file that it goes to; stdout by default. */
export interface Output<FormatName extends string = string> {
  readonly format: FormatName;
  readonly file?: string;
}

/** What commander parses from `--output` of a command that judges nothing. */
export interface FormatFlags<FormatName extends string> {
  readonly output?: readonly Output<FormatName>[];
  /** The option's older spelling, for stdout only. */
  readonly format?: FormatName;
}

/**
 * Makes the option `--output`, which means the same for every command that has it.
 * @param initial the format that goes to stdout unless another one does
 */
export function formatsOption(formats: readonly string[], initial: string): Option {
  return new Option(
    '-o, --output <format[=file]>',
    `write the result in this format to stdout or to a file (repeatable; default: ${initial})`,
  )
    .choices(formats)
    .argParser((text, before: readonly Output[] | undefined) => [
      ...(before ?? []),
      outputFrom(text, formats),
    ]);
}

/** Adds `--output`, and its older spelling `--format`, which is hidden from the help. */
export function withFormats(
  command: Command,
  formats: readonly string[],
  initial: string,
): Command {
  return command
    .addOption(formatsOption(formats, initial))
    .addOption(new Option('--format <format>').choices(formats).conflicts('output').hideHelp());
}

/** Returns all outputs: the initial format goes to stdout unless another one does. */
export function outputsOf<FormatName extends string>(
  { output = [], format, quiet }: FormatFlags<FormatName> & RunFlags,
  initial: FormatName,
): readonly Output<FormatName>[] {
  if (format !== undefined) return [{ format }];
  const isSettled = output.some(({ file }) => file === undefined) || (quiet && output.length > 0);
  return isSettled ? output : [...output, { format: initial }];
}

/** File names that mean stdout. */
const STDOUT = ['-', '/dev/stdout', '/dev/fd/1'];

function outputFrom(text: string, formats: readonly string[]): Output {
  const at = text.indexOf('=');
  const [name, file] = at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
  if (!formats.includes(name)) {
    const meant = nearest(name, formats);
    throw new InvalidArgumentError(
      meant === undefined ? `Expected one of ${formats.join(', ')}.` : `Did you mean ${meant}?`,
    );
  }
  if (file === '') {
    throw new InvalidArgumentError('Expected a file name after =; leave out = to write to stdout.');
  }
  return file === undefined || STDOUT.includes(file) ? { format: name } : { format: name, file };
}
