import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { realFolder } from '../../../util/file-writer';
import { isInside } from '../../../util/paths';

/** Variables with the path of the checkout on GitHub and GitLab. */
const CHECKOUTS = ['GITHUB_WORKSPACE', 'CI_PROJECT_DIR'];

/**
 * Returns a function that names files as a code host does: relative to the repository's root. The
 * root is the first of these folders that contains the file: the nearest folder with `.git` above
 * the working directory or, if there is none, above the file; the CI system's checkout, which may
 * lack `.git`; the working directory. A file outside of them is named by its absolute path.
 */
export function repositoryPaths(
  environment: NodeJS.ProcessEnv = process.env,
  directory: string = process.cwd(),
): (file: string) => string {
  const here = realFolder(directory);
  const checkouts = CHECKOUTS.map((name) => environment[name] ?? '')
    .filter(isAbsolute)
    .map(realFolder);
  const ofHere = gitRootAbove(here);
  const known = new Map<string, string>();
  return (file) => {
    const name = known.get(file) ?? nameOf(file);
    known.set(file, name);
    return name;
  };

  function nameOf(file: string): string {
    const path = resolve(here, file);
    const folder = realFolder(dirname(path));
    // Git tracks a link by its own name, and nothing below it.
    const place = join(folder, basename(path));
    const roots = [ofHere ?? gitRootAbove(folder), ...checkouts, here];
    const root = roots.find((one) => one !== undefined && isInside(one, place));
    return root === undefined ? place : relative(root, place);
  }
}

function gitRootAbove(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (isRoot(folder)) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/**
 * Returns whether a folder is a checkout's root. `.git` is a file in worktrees and submodules. A
 * worktree is a checkout; a submodule is a part of the repository around it.
 */
function isRoot(folder: string): boolean {
  const git = join(folder, '.git');
  try {
    return !/^gitdir: .*\/modules\//.test(readFileSync(git, 'utf8'));
  } catch {
    // Usually `.git` is a folder.
    return existsSync(git);
  }
}
