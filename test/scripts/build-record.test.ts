import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from '../support/processes';

const url = pathToFileURL(join(__dirname, '..', '..', 'scripts', 'build-record.mjs')).href;

/** Calls a function of the module, which is an ES module, for each folder. */
async function call(name: 'recordBuild' | 'isUpToDate', folders: string[]): Promise<unknown> {
  const script = `
    import { ${name} } from '${url}';
    console.log(JSON.stringify(process.argv.slice(1).map((folder) => ${name}(folder))));
  `;
  const command = [process.execPath, '--input-type=module', '-e', script, ...folders];
  const ended = await run(command);
  expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  return JSON.parse(ended.stdout);
}

function write(folder: string, file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

const CHANGES: { readonly [change: string]: (folder: string) => void } = {
  'a source is changed': (folder) => write(folder, 'src/b/c.ts', 'changed'),
  'a source is added': (folder) => write(folder, 'src/new.ts', ''),
  'a source is removed': (folder) => rmSync(join(folder, 'src', 'a.ts')),
  'the manifest is changed': (folder) => write(folder, 'package.json', '{}'),
  'packages are installed': (folder) => write(folder, 'node_modules/.package-lock.json', '{}'),
  'an output is changed': (folder) => write(folder, 'lib/b/c.js', 'changed'),
  'an output is added': (folder) => write(folder, 'lib/old.js', ''),
  'an output is removed': (folder) => rmSync(join(folder, '.jsii')),
  'an output becomes executable': (folder) => chmodSync(join(folder, 'lib', 'a.js'), 0o755),
  'all of lib/ is removed': (folder) => rmSync(join(folder, 'lib'), { recursive: true }),
};

test('a build is up to date until an input or an output changes', async () => {
  const folders = ['nothing', ...Object.keys(CHANGES)].map(() => {
    const folder = mkdtempSync(join(tmpdir(), 'build-record-'));
    const files = ['src/a.ts', 'src/b/c.ts', 'package.json', 'lib/a.js', 'lib/b/c.js', '.jsii'];
    for (const file of files) write(folder, file, file);
    return folder;
  });
  await call('recordBuild', folders);
  Object.values(CHANGES).forEach((make, index) => make(folders[index + 1]));
  const all = (await call('isUpToDate', folders)) as boolean[];
  const changes = Object.keys(CHANGES);
  expect(all[0]).toBe(true);
  expect(changes.filter((_, index) => all[index + 1])).toEqual([]);
});
