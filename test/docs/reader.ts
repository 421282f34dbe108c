import { SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { HSS_GATE } from '../support/simulator';

/** A reader of the documents: takes their snippets into a project of their own, and runs their commands there. */

export const root = join(__dirname, '..', '..');
export const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

/** A reader's commands with the programs of this tree, where his npx finds those of his packages. */
export const asInstalled = (commands: string): string =>
  commands
    .replaceAll('npx hss-gate', `'${process.execPath}' '${HSS_GATE}'`)
    .replaceAll('npx tsx', `'${bin('tsx')}'`);

/** The code blocks of a language, in the document's order. */
export function blocks(document: string, language: string): string[] {
  return [...textOf(document).matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, found]) => found === language)
    .map(([, , text]) => text);
}

/** A folder with files, in which packages are found as if npm had installed them there. */
export function project(files: { readonly [name: string]: string }): string {
  const folder = mkdtempSync(join(tmpdir(), 'reader-'));
  const tsconfig = JSON.stringify({
    compilerOptions: {
      target: 'es2022',
      module: 'commonjs',
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      typeRoots: [join(root, 'node_modules', '@types')],
      types: ['node', 'jest'],
      paths: { 'cdktf-hss': [join(root, 'lib', 'index')], '*': [join(root, 'node_modules', '*')] },
    },
    include: ['*.ts'],
  });
  for (const [name, text] of Object.entries({ ...files, 'tsconfig.json': tsconfig })) {
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

export function run(
  cwd: string,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): SpawnSyncReturns<string> {
  return spawnSync(command, args, { cwd, encoding: 'utf8', env: { ...process.env, ...env } });
}

/** Links within the repository that lead nowhere. */
export function brokenLinks(document: string): string[] {
  const folder = dirname(join(root, document));
  return [...textOf(document).matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
    .map(([, path]) => path)
    .filter((path) => !existsSync(join(folder, path)));
}

export function textOf(document: string): string {
  return readFileSync(join(root, document), 'utf8');
}
