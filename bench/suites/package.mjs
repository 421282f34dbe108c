// 5. The cost of the package: its size as downloaded and as installed, its load time, and the start
// of its command.
import { spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { paired, ratio, rounds } from '../support/pairs.mjs';
import {
  hssGateProcessorTime,
  processorTime,
  root,
  runCase,
  scratch,
  withSimulator,
} from '../support/processes.mjs';
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
      short: 'the tarball',
      figure: mb(size),
      unit: 'MB',
      goal: { atMost: 1.4 },
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
    ...(await command({ runs, warmUp, say })),
  ];
}

/** Measures the processor time of the command, compared with an empty script in the same round. */
async function command({ runs, warmUp, say }) {
  say('the command');
  const [data, policy] = ['image.json', 'image-policy.yaml'].map((name) => join(scratch, name));
  writeFileSync(data, JSON.stringify({ cicd_images: [IMAGE] }));
  writeFileSync(policy, 'version: 1\nmaxSeverity: Low\n');
  const samples = await withSimulator(['--data', data], (env) =>
    rounds(
      {
        empty: () => processorTime(['-e', '0']),
        version: () => hssGateProcessorTime(['--version']),
        check: () => hssGateProcessorTime(['check', '--policy', policy, 'shop/web:1.4'], env),
      },
      { runs, warmUp },
    ),
  );
  const ms = (name) => ({ ...summary(samples[name]), unit: 'ms' });
  const line = (name, what, goal) =>
    result({
      group,
      what: `${what} / node -e 0, processor time`,
      short: what,
      figure: paired(samples[name], samples.empty, ratio),
      unit: '×',
      goal: { atMost: goal },
      of: { 'hss-gate': ms(name), 'node -e 0': ms('empty') },
    });
  return [
    line('version', 'hss-gate --version', 2),
    line('check', 'hss-gate check of one image, asked of HSS', 4),
  ];
}

const IMAGE = {
  namespace: 'shop',
  image_name: 'web',
  image_version: '1.4',
  image_digest: `sha256:${'a'.repeat(64)}`,
  scan_status: 'success',
  severity_level: 'Low',
  malicious_file_num: 0,
  latest_scan_time: { hoursAgo: 2 },
  latest_update_time: { hoursAgo: 3 },
};

/** Returns the size of the published tarball, and of its unpacked files. */
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
