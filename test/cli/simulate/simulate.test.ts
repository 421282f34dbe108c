import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { HSS_GATE, SimulatorProcess } from '../../support/simulator';

function hssGate(...args: string[]) {
  return spawnSync(process.execPath, [HSS_GATE, ...args], { encoding: 'utf8' });
}

describe('the command hss-gate simulate', () => {
  test('prints its settings as NAME=value, the endpoint last, and serves by them', async () => {
    const simulator = await SimulatorProcess.start(['--rows', '3']);
    try {
      expect(Object.keys(simulator.env)).toEqual([
        'HW_REGION_NAME',
        'HW_PROJECT_ID',
        'HW_AUTH_TOKEN',
        'HW_ACCESS_KEY',
        'HW_SECRET_KEY',
        'HSS_ENDPOINT',
      ]);
      const { HSS_ENDPOINT, HW_PROJECT_ID, HW_AUTH_TOKEN } = simulator.env;
      const answer = await fetch(`${HSS_ENDPOINT}/v5/${HW_PROJECT_ID}/image/registries`, {
        headers: { 'x-auth-token': HW_AUTH_TOKEN },
      });
      expect(await answer.json()).toMatchObject({ total_num: 3 });
    } finally {
      await simulator.stop();
    }
  });

  test('shows rows of each list that a data file may hold, and serves them', async () => {
    const { stdout } = hssGate('simulate', '--help');
    const example = /relative to now:\n([^]*?)\n\n/.exec(stdout)![1];
    const file = join(mkdtempSync(join(tmpdir(), 'hss-data-')), 'data.yaml');
    writeFileSync(file, example);
    const simulator = await SimulatorProcess.start(['--data', file]);
    try {
      const answer = await fetch(`${simulator.env.HSS_ENDPOINT}/__simulator/health`);
      expect(await answer.json()).toMatchObject({
        rows: {
          cicd_images: 1,
          registry_images: 1,
          image_registries: 1,
          image_tasks: 1,
          image_sync_task_registries: { 'my-task': 1 },
          vulnerabilities: 1,
          image_vulnerabilities: { 'web-1': 1 },
        },
      });
    } finally {
      await simulator.stop();
    }
  });

  test('prints no credential that it was given', async () => {
    const simulator = await SimulatorProcess.start([], { HSS_SIMULATOR_TOKEN: 'a-token-of-mine' });
    await simulator.stop();
    expect(JSON.stringify(simulator.env)).not.toContain('a-token-of-mine');
    expect(simulator.env.HW_AUTH_TOKEN).toBeUndefined();
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('is stopped by %s with exit code 0', async (signal) => {
    const child = spawn(process.execPath, [HSS_GATE, 'simulate']);
    await once(createInterface({ input: child.stdout }), 'line');
    const exit = once(child, 'exit');
    child.kill(signal);
    expect(await exit).toEqual([0, null]);
  });

  test.each(['inherit', 'ignore', 'pipe'])(
    'stops when its parent goes away, and says so on stderr (%s)',
    async (stderr) => {
      const parent = spawn(
        process.execPath,
        [
          '-e',
          `const child = require('node:child_process').spawn(process.execPath, [${JSON.stringify(HSS_GATE)}, 'simulate'], { stdio: ['ignore', 'pipe', '${stderr}'] });
         child.stdout.once('data', () => { console.log(child.pid); process.exit(); });`,
        ],
        { stdio: ['ignore', 'pipe', 'pipe'] },
      );
      let said = '';
      const closed = once(
        parent.stderr.setEncoding('utf8').on('data', (text: string) => (said += text)),
        'close',
      );
      const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
      const alive = (): boolean => {
        try {
          return process.kill(Number(line), 0);
        } catch {
          return false;
        }
      };
      while (alive()) await new Promise((resolve) => setImmediate(resolve));
      await closed;
      // With a pipe, nobody reads any more when the parent has ended: that must not keep the simulator.
      expect(said).toBe(
        stderr === 'inherit'
          ? 'hss-gate simulate: stopped, because the process that started it has ended\n'
          : '',
      );
    },
  );

  test.each([
    [['simulate', '--rows', '-1'], /Expected a whole number from 0 to 2000000/],
    [['simulate', '--port', '99999'], /Expected a whole number from 0 to 65535/],
    [['simulate', '--name-match', 'fuzzy'], /Expected exact or partial/],
    [['simulate', '--fault', '{'], /Expected JSON, such as/],
    [
      ['simulate', '--fault', '{"kind":"no-such"}'],
      /HSS_INVALID_ARGUMENT: the simulator can't start: faults\[0\].kind must be one of status/,
    ],
    [['simulate', '--data', 'no-such.yaml'], /no-such\.yaml: the data file can't be read/],
    [
      ['simulate', '--rows', '1', '--data', 'x.yaml'],
      /'--data <file>' cannot be used with option '--rows <number>'/,
    ],
    [['simulate', '--no-such-option'], /unknown option '--no-such-option'/],
    [['no-such-command'], /unknown command 'no-such-command'/],
  ])('ends with 1 for %j, and says why on stderr', (args, message) => {
    const { status, stdout, stderr } = hssGate(...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('    at ');
  });

  test('refuses an invalid data file with its place', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'hss-data-')), 'data.yaml');
    writeFileSync(file, 'cicd_images: {}\n');
    expect(hssGate('simulate', '--data', file).stderr).toContain(
      'cicd_images must be a list of rows',
    );
  });

  test('help has examples; the version is the package’s', () => {
    const help = hssGate('simulate', '--help');
    expect(help.status).toBe(0);
    expect(help.stdout).toContain('Examples:');
    expect(hssGate('--version').stdout.trim()).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
