// Records hashes of a build's inputs and outputs in lib/, to find out whether a new build would
// give the same result.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const RECORD = 'lib/build-record.json';

/**
 * Files and folders that determine the result of a build. npm writes its own lock file on
 * installation, which changes with any dependency. The README is part of .jsii.
 */
const INPUTS = [
  'src',
  'scripts/build.mjs',
  'scripts/build-record.mjs',
  'scripts/bundle.mjs',
  'scripts/page-assets.mjs',
  'package.json',
  'package-lock.json',
  'node_modules/.package-lock.json',
  'tsconfig.json',
  'README.md',
];

const OUTPUTS = ['lib', '.jsii'];

/**
 * Returns whether the last build is still up to date.
 * @param {string} root the folder of the package
 * @returns {boolean} whether the outputs are the result of a build of these inputs
 */
export function isUpToDate(root) {
  const file = join(root, RECORD);
  if (!existsSync(file)) return false;
  return readFileSync(file, 'utf8') === recordOf(root);
}

/**
 * Records the build of a package.
 * @param {string} root the folder of the package that was built
 */
export function recordBuild(root) {
  writeFileSync(join(root, RECORD), recordOf(root));
}

function recordOf(root) {
  const [inputs, outputs] = [INPUTS, OUTPUTS].map((paths) => hashOf(root, paths));
  return JSON.stringify({ node: process.version, inputs, outputs });
}

/**
 * Hashes the names, contents and execute permissions of all files in these places. A missing file
 * is hashed as missing.
 */
function hashOf(root, paths) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap((path) => filesIn(root, path))) {
    const path = join(root, file);
    const content = existsSync(path) ? readFileSync(path) : undefined;
    const mode = content === undefined ? undefined : statSync(path).mode & 0o111;
    hash.update(JSON.stringify([file, mode, content?.length]));
    hash.update(content ?? '');
  }
  return hash.digest('hex');
}

/** Returns the file itself, or all files in the folder, in order. */
function filesIn(root, path) {
  const isFolder = statSync(join(root, path), { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (!isFolder) return [path];
  return readdirSync(join(root, path), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((file) => file !== RECORD)
    .sort();
}
