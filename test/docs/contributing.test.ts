import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, textOf } from './reader';

/** Checks the paths in CONTRIBUTING.md. */

const text = textOf('CONTRIBUTING.md');

test('every path that CONTRIBUTING.md names exists', () => {
  const paths = [...text.matchAll(/`([\w.-]+\/[\w./-]*)`/g)].map(([, path]) => path);
  const inTree = paths.filter((path) => existsSync(join(root, path.split('/')[0])));
  expect(inTree.length).toBeGreaterThan(50);
  expect(inTree.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('CONTRIBUTING.md has a row for each folder of src and its subfolders, except commands', () => {
  const foldersOf = (path: string): string[] =>
    readdirSync(join(root, path), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  const hasRow = (folder: string): boolean =>
    text.split('\n').some((line) => line.startsWith(`| \`${folder}/\``));
  const folders = foldersOf('src').map((name) => `src/${name}`);
  expect(folders.filter((folder) => !hasRow(folder))).toEqual([]);
  const rooms = folders
    .filter((folder) => folder !== 'src/cli')
    .flatMap((folder) => foldersOf(folder).map((room) => ({ folder, room })));
  const unnamed = rooms.filter(({ folder, room }) => !hasRow(`${folder}/${room}`));
  expect(unnamed).toEqual([]);
});
