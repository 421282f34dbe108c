import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder, root } from './support';
import { spawnSync } from 'node:child_process';

test('a run of tests leaves nothing in the system’s temporary folder', () => {
  const [folder, cache] = [newFolder(), newFolder()];
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  // It makes apps, each with a folder that cdktf does not remove.
  const args = ['--cacheDirectory', cache, 'test/constructs/gate/strict.test.ts'];
  const { status, stderr } = spawnSync(process.execPath, [jest, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, TMPDIR: folder, TMP: folder, TEMP: folder },
  });
  expect([status, stderr]).toEqual([0, expect.stringContaining('PASS')]);
  expect(readdirSync(folder)).toEqual([]);
}, 60_000);
