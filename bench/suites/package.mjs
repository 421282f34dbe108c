// 5. What the package weighs: as it is downloaded, as it is installed, and when it is loaded.
import { spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { rounds } from '../support/pairs.mjs';
import { root, runCase, scratch } from '../support/processes.mjs';
import { result } from '../support/result.mjs';
import { summary } from '../support/stats.mjs';

const group = 'The package';

export async function packageSuite({ runs, warmUp, say }) {
  say('the package');
  const { size, unpackedSize } = packed();
  const load = rounds({ load: () => runCase('load').ms }, { runs, warmUp });
  const mb = (bytes) => summary([bytes / 1e6]);
  return [
    result({
      group,
      what: 'the tarball, bundled dependencies included',
      figure: mb(size),
      unit: 'MB',
    }),
    result({
      group,
      what: 'the install: all files of the tarball, without the peer dependencies',
      figure: mb(unpackedSize),
      unit: 'MB',
    }),
    result({
      group,
      what: "require('cdktf-hss') after cdktf is loaded",
      figure: summary(load.load),
      unit: 'ms',
      goal: { below: 30 },
    }),
  ];
}

/** Of the tarball that is published: its size, and what its files come to. */
function packed() {
  const tarball = run(process.execPath, [join(root, 'scripts', 'pack.mjs'), scratch]).trim();
  const folder = join(scratch, 'unpacked');
  mkdirSync(folder);
  run('tar', ['-xzf', tarball, '-C', folder]);
  const files = readdirSync(folder, { recursive: true })
    .map((name) => lstatSync(join(folder, name)))
    .filter((stat) => stat.isFile());
  const unpackedSize = files.reduce((sum, { size }) => sum + size, 0);
  return { size: statSync(tarball).size, unpackedSize };
}

function run(command, args) {
  const { stdout, stderr, status, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args[0]}: ${error?.message ?? stderr}`);
  return stdout;
}
