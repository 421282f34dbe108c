import { resolve } from 'node:path';
import { HssError } from '../../../contract/error';
import { readApplyArguments } from './go-flags';
import { isFile } from '../../shared/is-file';
import { splitWords } from './shell-words';

/** A call of Terraform or OpenTofu, with the state of the process that makes it. */
export interface TerraformCall {
  readonly binary: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly cwd: string;
}

/** An `apply`, with or without a saved plan. */
export interface ApplyCommand {
  readonly saved?: SavedPlan;
  /** The folder in which Terraform runs, or that -chdir names. */
  readonly folder: string;
  /** Whether it is `apply -destroy`. */
  readonly destroys: boolean;
}

/** The saved plan of an `apply`. */
export interface SavedPlan {
  /** The arguments before the subcommand. */
  readonly globals: readonly string[];
  /** The file as it was given. */
  readonly file: string;
  /** The file's absolute path: Terraform resolves it from the directory of `-chdir`. */
  readonly path: string;
  /** Returns the call with another file in the plan's place. */
  readonly withFile: (file: string) => ChangedCall;
}

/** The arguments of a changed call, and the variables to remove. */
export interface ChangedCall {
  readonly args: readonly string[];
  /** Variables that are removed from its environment. */
  readonly unset: readonly string[];
}

/** Variables with arguments that Terraform inserts after the subcommand, in this order. */
const VARIABLES = ['TF_CLI_ARGS_apply', 'TF_CLI_ARGS'] as const;

/**
 * Finds the `apply` in a call of Terraform, and the saved plan in its arguments or in
 * `TF_CLI_ARGS`; undefined for any other subcommand.
 * @throws HSS_INVALID_ARGUMENT if the arguments can't be read reliably
 */
export function applyCommandOf({
  args,
  environment,
  cwd,
}: TerraformCall): ApplyCommand | undefined {
  const at = args.findIndex((arg) => arg !== '' && !arg.startsWith('-'));
  if (at < 0) refuseSubcommandOf(environment);
  if (args[at] !== 'apply') return undefined;
  const globals = args.slice(0, at);
  const chdir = globals.find((arg) => arg.startsWith('-chdir='))?.slice('-chdir='.length);
  const folder = resolve(cwd, chdir ?? '');
  const inserted = VARIABLES.flatMap((name) => splitWords(environment[name] ?? '', name));
  const merged = [...inserted, ...args.slice(at + 1)];
  const { operand, destroys, ambiguous } = readApplyArguments(merged, (word) =>
    isFile(resolve(folder, word)),
  );
  if (ambiguous) {
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      'versions of terraform and tofu read these arguments of apply differently',
      { advice: 'write flags with a value as -name=value, and the plan last' },
    );
  }
  if (operand === undefined) return { folder, destroys };
  const file = merged[operand];
  const withFile = (other: string): ChangedCall => {
    if (operand >= inserted.length) {
      const index = at + 1 + operand - inserted.length;
      return { args: args.map((arg, i) => (i === index ? other : arg)), unset: [] };
    }
    const all = merged.map((arg, i) => (i === operand ? other : arg));
    return { args: [...globals, 'apply', ...all], unset: VARIABLES };
  };
  return { saved: { globals, file, path: resolve(folder, file), withFile }, folder, destroys };
}

/**
 * Refuses a call without a subcommand if these variables contain `apply`: Terraform would take the
 * subcommand from them, and the arguments after it from other variables.
 * @throws HSS_INVALID_ARGUMENT
 */
function refuseSubcommandOf(environment: NodeJS.ProcessEnv): void {
  for (const name of ['TF_CLI_ARGS', 'TF_CLI_ARGS_']) {
    if (!splitWords(environment[name] ?? '', name).includes('apply')) continue;
    throw new HssError('HSS_INVALID_ARGUMENT', `the subcommand apply is in ${name}`, {
      advice: `give apply as an argument, and take it out of ${name}`,
    });
  }
}
