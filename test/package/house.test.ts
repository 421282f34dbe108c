import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as ts from 'typescript';
import { root } from './support';

/** What keeps the house easy to find one's way in. */

const files = sourcesOf('src');
const tests = sourcesOf('test');

function sourcesOf(folder: string): string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  // test/frameworks has packages of its own.
  return names.filter((name) => name.endsWith('.ts') && !/(^|\/)node_modules\//.test(name));
}

/** The folders that a file is in, at any depth: `a/b` and `a` of `a/b/c.ts`. */
function foldersOf(file: string): string[] {
  const steps = dirname(file).split('/');
  return file.includes('/') ? steps.map((_, at) => steps.slice(0, at + 1).join('/')) : [];
}

function exportedNames(file: string): string[] {
  const text = readFileSync(join(root, 'src', file), 'utf8');
  return ts
    .createSourceFile(file, text, ts.ScriptTarget.Latest, true)
    .statements.filter(
      (statement) =>
        ts.canHaveModifiers(statement) &&
        ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ===
          true,
    )
    .flatMap((statement) =>
      ts.isVariableStatement(statement)
        ? statement.declarationList.declarations.map(({ name }) => name.getText())
        : [(statement as ts.DeclarationStatement).name?.text ?? ''],
    );
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

test('no two files export the same name', () => {
  const exported = files.flatMap((file) => exportedNames(file).map((name) => ({ file, name })));
  expect(exported.length).toBeGreaterThan(500);
  const shared = [...grouped(exported, ({ name }) => name)].filter(
    ([, places]) => new Set(places.map(({ file }) => file)).size > 1,
  );
  expect(shared).toEqual([]);
});

test('no folder of src has more than 16 files', () => {
  const full = [...grouped(files, (file) => join(file, '..'))].filter(
    ([, inside]) => inside.length > 16,
  );
  expect(full.map(([folder]) => folder)).toEqual([]);
});

test('every folder of src has a folder of test with a test in it', () => {
  const tested = new Set(
    tests.filter((name) => name.endsWith('.test.ts')).flatMap((name) => foldersOf(name)),
  );
  const folders = new Set(files.flatMap((file) => foldersOf(file)));
  expect([...folders].filter((folder) => !tested.has(folder))).toEqual([]);
});

test('no file of test passes 500 lines', () => {
  const long = tests.filter(
    (name) => readFileSync(join(root, 'test', name), 'utf8').split('\n').length > 501,
  );
  expect(long).toEqual([]);
});

test('texts and comments of src have straight quotes', () => {
  const curly = files.filter((file) =>
    /[\u2018\u2019\u201c\u201d]/.test(readFileSync(join(root, 'src', file), 'utf8')),
  );
  expect(curly).toEqual([]);
});
