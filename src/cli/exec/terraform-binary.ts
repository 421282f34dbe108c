import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { basename, delimiter, resolve } from 'node:path';

/**
 * Matches the file name of Terraform or OpenTofu, also with a version, as version managers write
 * it.
 */
const NAME = /^(?:terraform|tofu)(?:[-_.v]*\d[\w.-]*)?(?:\.exe)?$/i;

const isWindows = process.platform === 'win32';

/**
 * Returns the path of a command that is Terraform or OpenTofu; undefined for any other. It
 * recognises the command by its name, by the name of the file that it links to, or because it is
 * the same file as the `terraform` or `tofu` on PATH.
 */
export function terraformBinary(command: string, path = process.env.PATH): string | undefined {
  const found = findCommand(command, path);
  if (NAME.test(basename(command))) return found ?? command;
  if (found === undefined) return undefined;
  if (NAME.test(basename(realpathSync(found)))) return found;
  const isSame = ['terraform', 'tofu'].some((name) => {
    const other = findCommand(name, path);
    return other !== undefined && isSameFile(other, found);
  });
  return isSame ? found : undefined;
}

/** Finds the executable file of a command: the file at its path, or the first on PATH. */
function findCommand(command: string, path = ''): string | undefined {
  if (command === '') return undefined;
  const isPath = command.includes('/') || (isWindows && command.includes('\\'));
  const suffixes = isWindows ? ['', '.exe'] : [''];
  const files = isPath
    ? [command]
    : path.split(delimiter).map((folder) => resolve(folder, command));
  return files.flatMap((file) => suffixes.map((suffix) => file + suffix)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function isSameFile(one: string, other: string): boolean {
  const [a, b] = [statSync(one), statSync(other)];
  // Windows reports no inode on some file systems.
  return a.ino !== 0 && a.ino === b.ino && a.dev === b.dev;
}
