import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder, root, runBoth } from './support';

interface Tablet {
  readonly snippets: {
    readonly [id: string]: { readonly didCompile?: boolean; readonly translations: object };
  };
}

/** The samples of the README and of the API's documentation are translated by this, for the packages of other languages. */
test('every sample compiles, so that jsii-rosetta can translate it', () => {
  // What jsii-rosetta has translated it leaves beside the assembly.
  const folder = newFolder();
  for (const name of ['.jsii', 'package.json', 'rosetta']) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const tablet = join(folder, 'samples.json');
  const rosetta = join(root, 'node_modules', 'jsii-rosetta', 'bin', 'jsii-rosetta');
  const flags = ['--compile', '--fail', '--strict', '--cache-to', tablet, '--directory', root];
  runBoth(root, process.execPath, rosetta, 'extract', ...flags, join(folder, '.jsii'));
  const samples = Object.values((JSON.parse(readFileSync(tablet, 'utf8')) as Tablet).snippets);
  expect(samples.length).toBeGreaterThan(12);
  expect(samples.filter(({ didCompile }) => didCompile !== true)).toEqual([]);
}, 120_000);
