// 5. What the package weighs: as it is downloaded, as it is installed, and when it is loaded.
import { spawnSync } from 'node:child_process';
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

/** No scripts: what is packed is what is built. */
function packed() {
  const { stdout, stderr, status, error } = spawnSync(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', scratch],
    // npm.cmd is a script of the shell's.
    { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26, shell: process.platform === 'win32' },
  );
  if (status !== 0) throw new Error(`npm pack: ${error?.message ?? stderr}`);
  // npm lists a pack as an array, or by name.
  return Object.values(JSON.parse(stdout))[0];
}
