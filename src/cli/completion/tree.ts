import { shellQuoted } from '../../util/shell-quoted';
import { Command, Option } from 'commander';

/** One command, as a shell completes it. */
export interface CompletedCommand {
  /**
   * The command's words after the program's name, each with a space before it; empty for the
   * program itself.
   */
  readonly path: string;
  readonly commands: readonly Word[];
  readonly options: readonly CompletedOption[];
  /** Whether its arguments may be files. */
  readonly files: boolean;
  /** The allowed values of arguments that have a fixed set. */
  readonly choices: readonly string[];
}

export interface Word {
  readonly name: string;
  readonly description: string;
}

export interface CompletedOption {
  readonly long?: string;
  readonly short?: string;
  readonly description: string;
  readonly value: 'none' | 'file' | 'text' | readonly string[];
}

/**
 * Returns a program and all its subcommands, read from the tree that also parses the command line.
 */
export function completedCommands(command: Command, path = ''): CompletedCommand[] {
  const help = command.createHelp();
  const commands = help.visibleCommands(command);
  const args = command.registeredArguments;
  return [
    {
      path,
      commands: commands.map((one) => ({ name: one.name(), description: one.description() })),
      options: help.visibleOptions(command).map(optionOf),
      files: args.some(({ argChoices }) => argChoices === undefined),
      choices: args.flatMap(({ argChoices }) => argChoices ?? []),
    },
    // help has the other commands' names as arguments, not as subcommands.
    ...commands
      .filter((one) => one.name() !== 'help')
      .flatMap((one) => completedCommands(one, `${path} ${one.name()}`)),
  ];
}

function optionOf(option: Option): CompletedOption {
  const { long, short, description, argChoices } = option;
  return {
    ...(long ? { long } : {}),
    ...(short ? { short } : {}),
    description,
    value: !option.required && !option.optional ? 'none' : (argChoices ?? valueOf(option)),
  };
}

function valueOf({ flags }: Option): 'file' | 'text' {
  return /[<[](?:file|dir|directory)\b/.test(flags) ? 'file' : 'text';
}

/** Returns the names of an option. */
export function namesOf({ long, short }: CompletedOption): string[] {
  return [long, short].filter((name) => name !== undefined);
}

/** Returns the subcommands as a pattern of a shell's `case`. */
export function commandPattern(commands: readonly CompletedCommand[]): string {
  const paths = commands.map(({ path }) => path).filter((path) => path !== '');
  return paths.map(shellQuoted).join('| \\\n      ');
}

/**
 * Returns a command's options that take a value, each as a pattern of `case` that matches the word
 * before the value.
 */
export function valuePatterns({ path, options }: CompletedCommand): {
  readonly pattern: string;
  readonly value: 'file' | 'text' | readonly string[];
}[] {
  return options.flatMap((option) => {
    const { value } = option;
    if (value === 'none') return [];
    const names = namesOf(option).map((name) => shellQuoted(`${path} ${name}`));
    return [{ pattern: names.join('|'), value }];
  });
}
