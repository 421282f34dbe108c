import { SpawnSyncReturns, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { HSS_GATE } from '../support/simulator';

/** Helpers that put snippets of the documents into a separate project and run their commands there. */

export const root = join(__dirname, '..', '..');
export const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

/** Replaces npx commands with the programs of this tree. */
export const asInstalled = (commands: string): string =>
  commands
    .replaceAll('npx --no -- hss-gate', `'${process.execPath}' '${HSS_GATE}'`)
    .replaceAll('npx --no -- tsx', `'${bin('tsx')}'`);

/** The code blocks of a language, in the document's order. */
export function blocks(document: string, language: string): string[] {
  return [...textOf(document).matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, found]) => found === language)
    .map(([, , text]) => text);
}

/** Creates a folder with files, in which packages resolve as if npm had installed them. */
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

/** Creates a folder with only packages and their commands, linked as npm would install them. */
export function emptyProject(packages: readonly string[], commands: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'reader-'));
  writeFileSync(join(folder, 'package.json'), '{}');
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '.bin'), { recursive: true });
  for (const name of packages) {
    const place = join(modules, name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(name === 'cdktf-hss' ? root : join(root, 'node_modules', name), place);
  }
  for (const name of commands) {
    symlinkSync(name === 'hss-gate' ? HSS_GATE : bin(name), join(modules, '.bin', name));
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

/** Links within the repository to files that don't exist. */
export function brokenLinks(document: string): string[] {
  const folder = dirname(join(root, document));
  return [...textOf(document).matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
    .map(([, path]) => path)
    .filter((path) => !existsSync(join(folder, path)));
}

/** The anchor that GitHub gives a heading. */
export const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

/** Links to sections, in this document or another one, that do not exist. */
export function brokenAnchors(document: string): string[] {
  const folder = dirname(document);
  return [...textOf(document).matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)]
    .filter(([, path, anchor]) => {
      const target = path === '' ? document : join(folder, path);
      const titles = [...textOf(target).matchAll(/^#+ (.*)$/gm)].map(([, title]) => title);
      return !titles.map(anchorOf).includes(anchor);
    })
    .map(([, path, anchor]) => `${path}#${anchor}`);
}

export function textOf(document: string): string {
  return readFileSync(join(root, document), 'utf8');
}
