import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, linkSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { BAD, DATA, GOOD, POLICY, folderWith, hssGate, planOf } from '../../../support/gated-plans';
import { envOf, startHss } from '../../../support/hss';
import { HSS_GATE } from '../../../support/simulator';

/** Saved plans that are applied below the child of `hss-gate exec`, with scripts in the places of terraform and its shims. */

/** A terraform that shows a plan's file as it is, and prints what it applies. */
const TERRAFORM = `#!${process.execPath}
const { readFileSync } = require('node:fs');
const { spawnSync } = require('node:child_process');
const args = process.argv.slice(2);
const file = args.at(-1);
if (args[0] === 'show') process.stdout.write(readFileSync(file));
else {
  const { LIST = '' } = process.env;
  const env = Object.fromEntries(LIST.split(',').map((name) => [name, process.env[name]]));
  const { pid, ppid } = process;
  if (process.env.COUNT) {
    const came = [];
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {
      console.log(came.push(signal) && came.join());
      if (signal === 'SIGTERM') process.exit(3);
    });
    setInterval(() => undefined, 1000);
  }
  console.log(JSON.stringify({ me: process.argv[1], args, pid, ppid, env }));
  // As a provisioner does it.
  if (process.env.NESTED) {
    const [command, ...rest] = process.env.NESTED.split(' ');
    delete process.env.NESTED;
    spawnSync(command, rest, { stdio: 'inherit' });
  }
}
`;

interface Call {
  readonly me: string;
  readonly args: readonly string[];
  readonly pid: number;
  readonly ppid: number;
  readonly env: { readonly [name: string]: string };
}

let hss: { readonly [name: string]: string };

beforeAll(async () => {
  hss = envOf(await startHss({ data: DATA }));
});

/** A folder with plans and a terraform, and shims before it on PATH. */
function setUp(shims: { readonly [name: string]: string } = {}) {
  const folder = folderWith({
    'image-policy.yaml': POLICY,
    'good.bin': planOf([GOOD]),
    'bad.bin': planOf([BAD]),
    'destroy.bin': planOf([BAD], {}, 'delete'),
  });
  for (const name of ['bin', 'shims', 'tmp']) mkdirSync(join(folder, name));
  const write = (file: string, text: string): void =>
    writeFileSync(join(folder, file), text, { mode: 0o755 });
  for (const name of ['terraform', 'tofu', 'terraform1.9']) write(`bin/${name}`, TERRAFORM);
  for (const [name, text] of Object.entries(shims)) write(`shims/${name}`, text);
  const env = {
    ...hss,
    PATH: `${folder}/shims:${folder}/bin:${process.env.PATH!}`,
    TMPDIR: join(folder, 'tmp'),
    ROOT: folder,
  };
  return { folder, env };
}

interface Setting {
  readonly shims?: { readonly [name: string]: string };
  readonly options?: readonly string[];
  readonly env?: { readonly [name: string]: string };
  readonly input?: string;
}

async function exec(command: readonly string[], setting: Setting = {}) {
  const { folder, env } = setUp(setting.shims);
  const { options = [], input } = setting;
  const args = ['exec', ...options, '--', ...command];
  const ended = await hssGate(folder, args, { ...env, ...setting.env }, input);
  // The launchers and all copies are gone.
  expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  const lines = ended.stdout.split('\n').filter((line) => line.startsWith('{'));
  return { ...ended, folder, calls: lines.map((line) => JSON.parse(line) as Call) };
}

const summaryOf = ({ stderr }: { readonly stderr: string }): string =>
  stderr.trimEnd().split('\n').at(-1)!;

test('each plan of a script is judged, and the summary lists them all', async () => {
  const script = 'terraform apply good.bin; terraform apply bad.bin; tofu apply destroy.bin';
  const ended = await exec(['sh', '-c', script]);
  expect(ended.calls.map(({ args }) => args.at(-1))).toEqual([
    expect.stringMatching(/plan-1\/good\.bin$/),
    expect.stringMatching(/plan-3\/destroy\.bin$/),
  ]);
  expect(ended.stderr).toContain('HSS_IMAGE_DENIED: bad.bin is not applied');
  expect(summaryOf(ended)).toBe(
    'hss-gate exec: 3 saved plans: good.bin (allowed), bad.bin (refused), destroy.bin (deploys nothing)',
  );
});

test('a refused call ends with 125, and nothing of it runs', async () => {
  const { exitCode, calls } = await exec(['sh', '-c', 'terraform apply bad.bin || exit $?']);
  expect({ exitCode, calls }).toEqual({ exitCode: 125, calls: [] });
});

test('terraform takes the place of the launcher: no process stands between', async () => {
  const { stdout, calls } = await exec(['sh', '-c', 'echo $$; terraform apply good.bin; :']);
  expect(String(calls[0].ppid)).toBe(stdout.split('\n')[0]);
});

test('arguments and environment come through as they are', async () => {
  const args = ['apply', '-var', `a='b "c"\n$HOME`, '-target=x y', 'good.bin', ''];
  const env = {
    LIST: 'TF_REATTACH_PROVIDERS,TF_VAR_my-name,NODE_OPTIONS,TF_VAR_hss_endpoint,name,IFS',
    TF_REATTACH_PROVIDERS: '{"x/y":{"Addr":{"String":"/tmp/it\'s"}}}\n',
    'TF_VAR_my-name': 'kept',
    NODE_OPTIONS: '--no-warnings',
    name: 'kept too',
  };
  const { calls, stderr } = await exec(['env', 'terraform', ...args], { env });
  expect(stderr).toBe('hss-gate exec: 1 saved plan: good.bin (allowed)\n');
  const { TF_REATTACH_PROVIDERS, NODE_OPTIONS, name } = env;
  expect(calls[0].env).toEqual({
    TF_REATTACH_PROVIDERS,
    'TF_VAR_my-name': 'kept',
    NODE_OPTIONS,
    name,
  });
  const copy = expect.stringMatching(/\/plan-1\/good\.bin$/) as string;
  expect(calls[0].args).toEqual(args.map((arg) => (arg === 'good.bin' ? copy : arg)));
});

test('other subcommands find the proxy, and standard input is theirs', async () => {
  const script = 'terraform plan; cat; terraform apply good.bin; cat';
  const { calls, stdout } = await exec(['sh', '-c', script], {
    env: { LIST: 'TF_VAR_hss_endpoint' },
    input: 'typed\n',
  });
  expect(calls[0].env.TF_VAR_hss_endpoint).toMatch(/\/gate$/);
  expect(calls[1].env).toEqual({});
  expect(stdout).toContain('typed');
});

test('a plan that nobody can read is not applied', async () => {
  const { stderr, calls } = await exec(['sh', '-c', 'terraform apply nowhere.bin']);
  expect(calls).toEqual([]);
  expect(stderr).toContain("nowhere.bin can't be read (ENOENT)");
});

test('when exec is gone nothing is applied any more', async () => {
  const { folder, env } = setUp();
  const script = 'cp $(dirname $(command -v terraform))/terraform kept';
  await hssGate(folder, ['exec', '--', 'sh', '-c', script], env);
  const kept = spawn(join(folder, 'kept'), ['apply', 'good.bin'], { cwd: folder, env });
  expect(await once(kept, 'close')).toEqual([125, null]);
});

describe('shims of version managers', () => {
  test.each([
    ['that know their terraform (tfenv)', '#!/bin/sh\nexec "$ROOT/bin/terraform" "$@"\n'],
    [
      'that leave themselves out of PATH (asdf)',
      '#!/bin/sh\nPATH=${PATH#*/shims:} exec terraform "$@"\n',
    ],
    ['that look for the next one on PATH', nextOnPath('exec ')],
    ['that look for the next one and wait for it', nextOnPath('')],
    ['that add arguments', nextOnPath('', '-lock=false')],
  ])('named %s work', async (_what, shim) => {
    const apply = (file: string) =>
      exec(['sh', '-c', `terraform apply ${file}`], { shims: { terraform: shim } });
    const [good, bad] = await Promise.all(['good.bin', 'bad.bin'].map(apply));
    expect(good.stderr).toBe('hss-gate exec: 1 saved plan: good.bin (allowed)\n');
    expect(good.calls).toMatchObject([{ me: join(good.folder, 'bin/terraform') }]);
    expect(bad.calls).toEqual([]);
  });

  test('find their terraform where they are the command itself', async () => {
    const shims = { terraform: nextOnPath('exec ') };
    const { calls, folder } = await exec(['terraform', 'apply', 'good.bin'], { shims });
    expect(calls).toMatchObject([{ me: join(folder, 'bin/terraform') }]);
  });

  /** A shim that calls the first terraform on PATH which is not itself: that is the launcher. */
  function nextOnPath(how: string, added = ''): string {
    return `#!/bin/sh
[ "$1" != apply ] || { shift; set -- apply ${added} "$@"; }
IFS=:
for folder in $PATH; do
  file=$folder/terraform
  [ "$file" != "$0" ] && [ -x "$file" ] || continue
  unset IFS
  ${how}"$file" "$@"
  exit
done
`;
  }

  test('that call themselves without end are stopped', async () => {
    const { stderr } = await exec(['sh', '-c', 'terraform2 version; :'], {
      shims: { terraform2: '#!/bin/sh\nterraform2 "$@"\n' },
      env: { TERRAFORM_BINARY_NAME: 'terraform2' },
    });
    expect(stderr).toContain('terraform2 on PATH leads back to itself');
  });

  test('begin anew for what terraform itself runs', async () => {
    const shims = { terraform: '#!/bin/sh\nexec "$ROOT/bin/terraform1.9" "$@"\n' };
    const command = ['sh', '-c', 'terraform apply good.bin'];
    const denied = await exec(command, { shims, env: { NESTED: 'terraform apply bad.bin' } });
    expect(denied.calls).toHaveLength(1);
    expect(denied.stderr).toContain('bad.bin is not applied');
    const env = { NESTED: 'terraform apply good.bin' };
    const { calls, folder } = await exec(command, { shims, env });
    const me = join(folder, 'bin/terraform1.9');
    expect(calls).toMatchObject([{ me }, { me }]);
  });

  test('a program that starts terraform by its name (terragrunt, cdktf-cli) gets the launcher', async () => {
    const runner = `const { spawnSync } = require('node:child_process');
      const name = process.env.TERRAFORM_BINARY_NAME ?? 'terraform';
      for (const file of ['good.bin', 'bad.bin']) spawnSync(name, ['apply', file], { stdio: 'inherit' });`;
    const command = [process.execPath, '-e', runner];
    const names = ['terraform', 'tofu', 'terraform1.9'].map(async (name) => {
      const ended = await exec(command, { env: { TERRAFORM_BINARY_NAME: name } });
      expect(ended.calls).toMatchObject([{ me: join(ended.folder, 'bin', name) }]);
      expect(summaryOf(ended)).toContain('good.bin (allowed), bad.bin (refused)');
    });
    await Promise.all(names);
    const { folder, env } = setUp();
    const own = { ...env, TERRAFORM_BINARY_NAME: `${folder}/bin/tofu` };
    const { stdout } = await hssGate(folder, ['exec', '--', ...command], own);
    expect(stdout.match(/bin\/tofu/g)).toHaveLength(2);
  });

  test('an exec in an exec judges too', async () => {
    const inner = [process.execPath, HSS_GATE, 'exec', '--', 'sh', '-c', 'terraform apply bad.bin'];
    const denied = await exec(inner);
    expect(denied.calls).toEqual([]);
    const { calls } = await exec([...inner.slice(0, -1), 'terraform apply good.bin']);
    expect(calls).toHaveLength(1);
  });
});

test('a direct child is recognised by a hard link too', async () => {
  const { folder, env } = setUp();
  linkSync(join(folder, 'bin/terraform'), join(folder, 'deployer'));
  const args = ['exec', '--', './deployer', 'apply', 'bad.bin'];
  expect(await hssGate(folder, args, env)).toMatchObject({ exitCode: 125, stdout: '' });
});

test("a temporary directory that can't be on PATH is refused", async () => {
  const { folder, env } = setUp({});
  const TMPDIR = join(folder, 'tmp:x');
  mkdirSync(TMPDIR);
  const args = ['exec', '--', 'sh', '-c', 'terraform apply bad.bin'];
  const { exitCode, stdout, stderr } = await hssGate(folder, args, { ...env, TMPDIR });
  expect({ exitCode, stdout }).toEqual({ exitCode: 125, stdout: '' });
  expect(stderr).toContain('set TMPDIR to a directory without ":" in its path');
  expect(readdirSync(TMPDIR)).toEqual([]);
});

test('--require-saved-plan holds below the child', async () => {
  const script = 'terraform apply; terraform destroy; terraform apply good.bin';
  const { calls, stderr } = await exec(['sh', '-c', script], { options: ['--require-saved-plan'] });
  expect(calls.map(({ args }) => args[0])).toEqual(['destroy', 'apply']);
  expect(stderr).toContain('--require-saved-plan requires one that was judged');
});

describe('a signal', () => {
  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('of the kind %s removes the launchers', async (signal, code) => {
    const { folder, env } = setUp();
    const parent = spawn(
      process.execPath,
      [HSS_GATE, 'exec', '--', 'sh', '-c', 'echo began; exec sleep 60'],
      { cwd: folder, env, detached: true },
    );
    await once(parent.stdout, 'data');
    expect(readdirSync(join(folder, 'tmp'))).toHaveLength(1);
    parent.kill(signal);
    expect(await once(parent, 'exit')).toEqual([code, null]);
    expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  });

  (process.platform === 'linux' ? test : test.skip)(
    'a SIGKILL of exec leaves neither launchers nor copies once the command has ended',
    async () => {
      const { folder, env } = setUp();
      const parent = spawn(
        process.execPath,
        [HSS_GATE, 'exec', '--', 'sh', '-c', 'terraform apply good.bin'],
        { cwd: folder, env: { ...env, COUNT: '1' } },
      );
      await once(parent.stdout, 'data');
      parent.kill('SIGKILL');
      await once(parent, 'close');
      while (readdirSync(join(folder, 'tmp')).length > 0) await delay(10);
    },
  );

  const script = '/usr/bin/script';
  (existsSync(script) && process.platform === 'linux' ? test : test.skip)(
    'Ctrl-C in a terminal reaches terraform once',
    async () => {
      const { folder, env } = setUp();
      const command = `exec '${process.execPath}' '${HSS_GATE}' exec -- make`;
      writeFileSync(join(folder, 'Makefile'), 'deploy:\n\t@terraform apply good.bin\n');
      const terminal = spawn(script, ['-qec', command, '/dev/null'], {
        cwd: folder,
        env: { ...env, COUNT: '1' },
      });
      const lines = createInterface({ input: terminal.stdout })[Symbol.asyncIterator]();
      const line = async () =>
        String((await lines.next()).value)
          .trim()
          .replace('^C', '');
      const { pid } = JSON.parse(await line()) as Call;
      terminal.stdin.write('\x03');
      expect(await line()).toBe('SIGINT');
      // Signals are heard in order, so a second SIGINT would come before this.
      process.kill(pid, 'SIGTERM');
      expect(await line()).toBe('SIGINT,SIGTERM');
      await once(terminal, 'exit');
      expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
    },
  );
});
