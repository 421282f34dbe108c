import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './support';

test.each([
  [['--write', '--runs', '4'], 'medians of at least 5 rounds, not 4'],
  [['--write', '--small'], 'need a full run'],
  [['--write', '--only', 'gate'], 'need a full run'],
])('no figures for the document come from bench %j', (args, words) => {
  const bench = join(root, 'bench', 'run.mjs');
  // Ends one that measures after all.
  const { status, stderr } = spawnSync(process.execPath, [bench, ...args], {
    encoding: 'utf8',
    timeout: 10_000,
  });
  expect([status, stderr]).toEqual([1, expect.stringContaining(words)]);
});
