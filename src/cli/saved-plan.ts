import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { HssError } from '../contract/error';

/** A command that applies a saved plan: `terraform -chdir=DIR apply FILE`. */
export interface SavedPlanCommand {
  /** The binary as it was given. */
  readonly binary: string;
  /** What stands before the subcommand. */
  readonly globals: readonly string[];
  /** What stands between the subcommand and the file. */
  readonly flags: readonly string[];
  /** The file as it was given. */
  readonly file: string;
  /** The folder in which Terraform runs, or that -chdir names. */
  readonly folder: string;
  /** Where it is: Terraform looks from the directory that it changes to. */
  readonly path: string;
}

/** With a version behind its name, as version managers keep them, it is Terraform too. */
const BINARY = /^(?:.*[\\/])?(?:terraform|tofu)(?:[-_.v]*\d[\w.-]*)?(?:\.exe)?$/;

/** Flags of `apply` whose value may be the next argument. Go's flags without a value need none, or have it behind `=`. */
const VALUED =
  /^--?(?:backup|exclude|exclude-file|json-into|lock-timeout|parallelism|replace|state|state-out|target|target-file|var|var-file)$/;

/**
 * The saved plan that a command applies; nothing for any other command, and for an apply that plans by itself.
 * @throws HSS_INVALID_ARGUMENT where Terraform would take the plan's file from the environment
 */
export function savedPlanOf(
  [binary, ...args]: readonly string[],
  environment: NodeJS.ProcessEnv,
  cwd = process.cwd(),
): SavedPlanCommand | undefined {
  if (binary === undefined || !BINARY.test(binary)) return undefined;
  const at = args.findIndex((arg) => !arg.startsWith('-'));
  if (args[at] !== 'apply') return undefined;
  const globals = args.slice(0, at);
  const chdir = globals.find((arg) => arg.startsWith('-chdir='))?.slice('-chdir='.length);
  const folder = resolve(cwd, chdir ?? '');
  const rest = args.slice(at + 1);
  const file = lastOperand(rest);
  if (file !== undefined) {
    return { binary, globals, flags: rest.slice(0, -1), file, folder, path: resolve(folder, file) };
  }
  for (const name of ['TF_CLI_ARGS', 'TF_CLI_ARGS_apply']) {
    const operand = lastOperand((environment[name] ?? '').split(/\s+/).filter((word) => word));
    if (operand === undefined || !isFile(resolve(folder, operand))) continue;
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      `${name} names a saved plan, which hss-gate exec would not judge there`,
      { advice: 'name the plan behind apply' },
    );
  }
  return undefined;
}

/** The command with another file in the plan's place. */
export function applying(
  { binary, globals, flags }: SavedPlanCommand,
  file: string,
): readonly string[] {
  return [binary, ...globals, 'apply', ...flags, file];
}

/** Terraform takes one operand, behind all flags, so nothing but the last argument can be it. */
function lastOperand(args: readonly string[]): string | undefined {
  const last = args.at(-1);
  if (last === undefined || last.startsWith('-') || VALUED.test(args.at(-2) ?? ''))
    return undefined;
  return last;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
