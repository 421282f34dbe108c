import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { FaultKind, DEMO_DATA } from '../../../src/simulator';
import { generateRow } from '../../../src/simulator/data/generate';
import { checkFaults } from '../../../src/simulator/faults/check';
import { folderWith, hssGate } from '../../support/gated-plans';
import { HSS_GATE } from '../../support/simulator';

/** `hss-gate simulate -- COMMAND`. */

const here = folderWith({});

const FIRST_VERSION_ROWS = 96;

const simulate = (args: readonly string[], env: { [name: string]: string } = {}) =>
  hssGate(here, ['simulate', ...args], env);

const PRINT = 'console.log(JSON.stringify(process.env))';

describe('the command', () => {
  test('gets the settings of the simulator, and no credential of another HSS', async () => {
    const { exitCode, stdout, stderr } = await simulate(['--', process.execPath, '-e', PRINT], {
      HW_SECURITY_TOKEN: 'of-another',
      HW_PROFILE: 'of-another',
      CLOUD_SDK_AK: 'of-another',
      HW_ENTERPRISE_PROJECT_ID: 'of-another',
      HSS_SNAPSHOT: 'of-another.json',
      HSS_SNAPSHOT_MODE: 'replay',
      TF_VAR_hss_endpoint: 'https://of-another.invalid',
      HW_AUTH_TOKEN: 'of-another',
      HSS_ENDPOINT: 'https://of-another.invalid',
      HSS_GATE_SUMMARY: 'summary.md',
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const environment = JSON.parse(stdout) as { [name: string]: string };
    expect(environment).toMatchObject({
      HW_REGION_NAME: 'cn-north-4',
      HW_AUTH_TOKEN: 'demo-token',
      HSS_ENDPOINT: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      HSS_GATE_SUMMARY: 'summary.md',
    });
    expect(stdout).not.toContain('of-another');
  });

  test('can be hss-gate, also where that is not on the PATH', async () => {
    const { exitCode, stdout } = await simulate(['--', 'hss-gate', 'list', 'images', '-o', 'csv']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('1.4.2');
  });

  test.each([
    [['sh', '-c', 'exit 7'], 7],
    [['sh', '-c', 'kill -TERM $$'], 143],
    [['no-such-command'], 127],
    [[here], 126],
  ])('hands on its exit code: %j ends with %d', async (command, exitCode) => {
    expect((await simulate(['--', ...command])).exitCode).toBe(exitCode);
  });

  test.each([[['--data', 'no-such.yaml']], [['--fault', '{"kind":"no-such"}']]])(
    'is not run where the simulator fails with %j: 125',
    async (options) => {
      const { exitCode, stdout, stderr } = await simulate([...options, '--', 'echo', 'ran']);
      expect({ exitCode, stdout }).toEqual({ exitCode: 125, stdout: '' });
      expect(stderr).toMatch(/^HSS_INVALID_ARGUMENT: /);
    },
  );

  test('accepts the credentials that are given', async () => {
    const list = [process.execPath, HSS_GATE, 'list', 'images', '-o', 'json'];
    const given = { HSS_SIMULATOR_TOKEN: 'a-token-of-mine' };
    const { exitCode, stdout } = await simulate(['--rows', '4', '--', ...list], given);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ total: 4 });
  });

  test('reads standard input', async () => {
    const child = spawn(process.execPath, [HSS_GATE, 'simulate', '--', 'cat']);
    child.stdin.end('through');
    expect(await outputOf(child)).toBe('through');
  });
});

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  '%s reaches the command, whose end ends the simulator',
  async (signal) => {
    const script = `
      process.on('${signal}', () => process.exit(9));
      setInterval(() => undefined, 1000);
      console.log(process.env.HSS_ENDPOINT);`;
    const child = spawn(
      process.execPath,
      [HSS_GATE, 'simulate', '--', process.execPath, '-e', script],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [endpoint] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    expect((await fetch(`${endpoint}/__simulator/health`)).ok).toBe(true);
    const exit = once(child, 'exit');
    child.kill(signal);
    expect(await exit).toEqual([9, null]);
    await expect(fetch(`${endpoint}/__simulator/health`)).rejects.toThrow();
  },
);

describe('help', () => {
  let help: string;
  beforeAll(async () => {
    ({ stdout: help } = await simulate(['--help']));
  });

  test('lists every kind of fault, as the simulator knows them', () => {
    let kinds = '';
    try {
      checkFaults([{ kind: 'no-such' } as unknown as FaultKind]);
    } catch (error) {
      [, kinds] = /one of (.*)$/.exec((error as Error).message)!;
    }
    const [, list] = /Kinds of faults, with their fields .*:\n([^]*?)\n\n/.exec(help)!;
    const shown = [...list.matchAll(/^ {2}(\S+)/gm)].map(([, kind]) => kind);
    expect(shown).toEqual(kinds.split(', '));
  });

  test('names the images that are served', () => {
    const rows = [...DEMO_DATA.cicd_images!, ...DEMO_DATA.registry_images!];
    expect(rows).toHaveLength(5);
    for (const { image_name: name, image_version: version } of rows) {
      expect(help).toContain(`shop/${String(name)}:${String(version)}`);
    }
  });
});

describe('generated images', () => {
  const rows = Array.from({ length: 2 * FIRST_VERSION_ROWS }, (_, index) =>
    generateRow('cicd', index, 2 * FIRST_VERSION_ROWS, Date.now()),
  );
  const textOf = (value: unknown): string => String(value);
  const distinct = (field: string): string =>
    [...new Set(rows.map((row) => textOf(row[field])))].join(', ');

  test('are named in the help', async () => {
    const { stdout } = await simulate(['--help']);
    const help = stdout.replace(/\s+/g, ' ');
    expect(help).toContain(` NAMESPACE ${distinct('namespace')} `);
    expect(help).toContain(` NAME ${distinct('image_name')} `);
    const first = rows.filter((row) => row.image_version === '1.0.0');
    expect(first).toHaveLength(FIRST_VERSION_ROWS);
    expect(distinct('image_version')).toBe('1.0.0, 1.0.1');
    expect(help).toContain(` 1.0.0 for the first ${FIRST_VERSION_ROWS} rows, 1.0.1 for the next`);
  });

  test('are allowed, or denied by their severity as the help says', async () => {
    const { stdout: help } = await simulate(['--help']);
    const [, shown] = /The first 4 rows include:\n((?: {2}\S+:1\.0\.0 .*\n)+)/.exec(help)!;
    const images = shown.trimEnd().split('\n');
    const severities = images.map((line) => /severity (?:\w+)$/.exec(line)?.[0]);
    const references = images.map((line) => line.trim().split(' ')[0]);
    const folder = folderWith({ 'image-policy.yaml': 'version: 1\nmaxSeverity: Low\n' });
    const check = [process.execPath, HSS_GATE, 'check', '-o', 'json', ...references];
    const { stdout } = await hssGate(folder, ['simulate', '--rows', '4', '--', ...check]);
    const { parts } = JSON.parse(stdout) as {
      parts: { images: { decision: string; findings: { ruleId: string; message: string }[] }[] }[];
    };
    expect(parts[0].images).toHaveLength(images.length);
    parts[0].images.forEach(({ decision, findings }, at) => {
      const severity = severities[at];
      expect(decision).toBe(severity === undefined ? 'ALLOW' : 'DENY');
      if (severity === undefined) return;
      expect(findings.map(({ ruleId }) => ruleId)).toContain('max-severity');
      expect(findings[0].message).toContain(severity.replace('severity', 'severity is'));
    });
  });
});

test.each(['--project-id', '--region'])(
  '%s must be fit for a path and a terminal',
  async (option) => {
    const { exitCode, stdout, stderr } = await simulate([option, '\u001b[31mred']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('Expected characters out of A-Z a-z 0-9 - . _ ~.');
    expect(stderr).not.toContain('\u001b');
  },
);

async function outputOf(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const piece of child.stdout!) text += String(piece);
  return text;
}
