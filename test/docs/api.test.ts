import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run, textOf } from './reader';

interface Docs {
  readonly summary?: string;
}

interface Documented {
  readonly name: string;
  readonly docs?: Docs;
}

interface Callable {
  readonly name?: string;
  readonly docs?: Docs;
  readonly parameters?: readonly Documented[];
}

interface Type extends Documented {
  readonly kind: 'class' | 'enum' | 'interface';
  readonly initializer?: Callable;
  readonly methods?: readonly Callable[];
  readonly properties?: readonly Documented[];
  readonly members?: readonly Documented[];
}

/** What the last build wrote. */
function builtTypes(): readonly Type[] {
  const file = join(root, '.jsii');
  if (!existsSync(file)) throw new Error('there is no .jsii: run npm run build first');
  const assembly = JSON.parse(readFileSync(file, 'utf8')) as { types: { [fqn: string]: Type } };
  return Object.values(assembly.types);
}

/** Everything of a type that a user can name. */
function membersOf(type: Type): Documented[] {
  const calls = [...(type.initializer ? [type.initializer] : []), ...(type.methods ?? [])];
  return [
    { name: '', docs: type.docs },
    ...(type.properties ?? []),
    ...(type.members ?? []),
    ...(type.methods ?? []).map(({ name, docs }) => ({ name: `${name}()`, docs })),
    ...calls.flatMap(({ name = 'constructor', parameters = [] }) =>
      parameters.map((one) => ({ name: `${name}(${one.name})`, docs: one.docs })),
    ),
  ].map(({ name, docs }) => ({ name: name === '' ? type.name : `${type.name}.${name}`, docs }));
}

test('every public type, member, parameter and enum value is documented', () => {
  const all = builtTypes().flatMap(membersOf);
  expect(all.length).toBeGreaterThan(300);
  expect(all.filter(({ docs }) => !docs?.summary).map(({ name }) => name)).toEqual([]);
});

test('a summary is whole: jsii ends one at the first stop or semicolon', () => {
  const cut = builtTypes()
    .flatMap(membersOf)
    .filter(({ docs }) => {
      const text = docs?.summary ?? '';
      return text.endsWith(';') || text.split('`').length % 2 === 0;
    });
  expect(cut.map(({ name }) => name)).toEqual([]);
});

test('docs/API.md is that of the last build: npm run docs writes it', () => {
  expect(builtTypes()).not.toEqual([]);
  const file = join(mkdtempSync(join(tmpdir(), 'api-')), 'API.md');
  const { status, stderr } = run(root, process.execPath, [join('scripts', 'docs.mjs'), file]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const [written, kept] = [readFileSync(file, 'utf8'), textOf('docs/API.md')];
  // Not toBe of the texts: a difference of 5,000 lines is no help.
  if (written !== kept) {
    const keptLines = kept.split('\n');
    const at = written.split('\n').findIndex((line, index) => line !== keptLines[index]);
    throw new Error(`docs/API.md differs from line ${at + 1} on: run npm run docs`);
  }
});
