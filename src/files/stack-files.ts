import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { HssError } from '../contract/error';
import { Policy, isStackFile } from '../policy';
import { guardedVariables, isVariableFile } from './variable-files';

/** cdktf's name of a stack's configuration. */
export const STACK_FILE = 'cdk.tf.json';

/** A file beside a stack's configuration that changes what Terraform does, but is not allowed. */
export interface ForeignFile {
  readonly file: string;
  /** Reason for the refusal. */
  readonly why: string;
  /** What the user can do. */
  readonly advice: string;
}

/** Access to a folder. */
export interface FolderView {
  /** Returns the names of everything except folders. Empty if the folder does not exist. */
  names(folder: string): readonly string[];
  /** Reads a file. Throws if it is not an ordinary file or can't be read. */
  read(file: string): string;
}

/**
 * Finds files in a stack's folder that Terraform or OpenTofu would read beside `cdk.tf.json`:
 * configuration that is not listed in `stackFiles`, and variable files that set `hss_endpoint` or
 * `hss_token`. State, plans, assets and configuration whose name starts with a dot are ignored,
 * because Terraform does not read them.
 * @param policies the policies of the stack's gates, each of which must list a file
 */
export function foreignFiles(
  folder: string,
  policies: readonly Pick<Policy, 'stackFiles'>[],
  view: FolderView = DISK,
): ForeignFile[] {
  return [...view.names(folder)].sort().flatMap((name) => {
    const file = join(folder, name);
    if (isVariableFile(name)) return variableFile(file, name, view);
    if (name === STACK_FILE || !isConfiguration(name)) return [];
    if (policies.length > 0 && policies.every((policy) => isStackFile(name, policy))) return [];
    return [
      {
        file,
        why: 'Terraform reads this file as a part of the stack, and the gate does not judge it',
        advice: `remove it, or list ${JSON.stringify(name)} under stackFiles in the policy; then synthesize and plan anew`,
      },
    ];
  });
}

/**
 * Refuses an apply in a stack's folder with foreign files. A folder without `cdk.tf.json` is never
 * refused, because other configurations need not follow a stack's rules.
 * @param what the refused object, such as a saved plan
 * @throws HSS_INVALID_ARGUMENT
 */
export function refuseForeignFiles(
  what: string,
  folder: string | undefined,
  policies: readonly Pick<Policy, 'stackFiles'>[],
  view: FolderView = DISK,
): void {
  if (folder === undefined || !view.names(folder).includes(STACK_FILE)) return;
  const foreign = foreignFiles(folder, policies, view);
  if (foreign.length === 0) return;
  throw new HssError(
    'HSS_INVALID_ARGUMENT',
    `${what} is not applied: ${foreign.map(({ file, why }) => `${file}: ${why}`).join('; ')}`,
    { advice: [...new Set(foreign.map(({ advice }) => advice))].join('; ') },
  );
}

/** Formats a foreign file as a sentence. */
export function foreignFileText({ file, why, advice }: ForeignFile): string {
  return `${file}: ${why} (what to do: ${advice})`;
}

/** Returns whether Terraform or OpenTofu reads a file with this name as configuration. */
export function isConfiguration(name: string): boolean {
  return !name.startsWith('.') && /\.(?:tf|tofu)(?:\.json)?$/.test(name);
}

function variableFile(file: string, name: string, view: FolderView): ForeignFile[] {
  let variables: string[];
  try {
    variables = guardedVariables(name, view.read(file));
  } catch {
    const why = 'this variable file can not be read, so that it may set hss_endpoint or hss_token';
    return [{ file, why, advice: 'fix or remove it' }];
  }
  return variables.map((variable) => ({
    file,
    why: `this variable file sets ${variable}, which decides what the gate is told by HSS`,
    advice:
      variable === 'hss_token'
        ? 'remove it there; give the token by the environment variable TF_VAR_hss_token'
        : 'remove it there; hss-gate exec sets it',
  }));
}

const DISK: FolderView = {
  names: (folder) => {
    try {
      return readdirSync(folder, { withFileTypes: true })
        .filter((entry) => !entry.isDirectory())
        .map(({ name }) => name);
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
      throw error;
    }
  },
  read: (file) => {
    // Reading a pipe or a device could block forever.
    if (!statSync(file).isFile()) throw new Error('it is not an ordinary file');
    return readFileSync(file, 'utf8');
  },
};
