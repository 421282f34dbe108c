import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { envOf, Hss, startHss } from '../../support/hss';
import {
  BAD,
  DATA,
  GOOD,
  POLICY,
  POLICY_LINE,
  TAGGED,
  digest,
  folderWith,
  hssGate,
} from '../../support/gated-plans';
import { commandsIn } from '../../support/ci-commands';
import { HSS_GATE } from '../../support/simulator';

/** `hss-gate check` as it is used: stdout, stderr and exit codes. */

let hss: Hss;
let folder: string;

beforeAll(async () => {
  hss = await startHss({ data: DATA });
  folder = folderWith({ 'image-policy.yaml': POLICY });
});

const check = (args: readonly string[], input: string | Buffer = '', env = envOf(hss)) =>
  hssGate(folder, ['check', ...args], env, input);

/** A path of 62 segments. */
const DEEP = `registry.example/${'a/'.repeat(61)}a:1`;

// eslint-disable-next-line no-control-regex -- these are what must not be there
const ACTED_UPON = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;

/** What the tests look at of the result as JSON. */
interface Result {
  readonly parts: readonly {
    readonly images: readonly { readonly reference: string }[];
    readonly undecided: readonly object[];
  }[];
}
const resultOf = (stdout: string): Result => JSON.parse(stdout);
const referencesIn = (stdout: string): string[] =>
  resultOf(stdout).parts[0].images.map(({ reference }) => reference);

test('an image that is allowed prints its result on stdout, and the policy on stderr', async () => {
  const { exitCode, stdout, stderr } = await check([GOOD]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: POLICY_LINE });
  expect(stdout).toContain('1 image allowed');
});

test('a tag is judged as the digest that was scanned, which the result says', async () => {
  const { exitCode, stdout } = await check(['-o', 'json', TAGGED]);
  expect(exitCode).toBe(0);
  expect(resultOf(stdout).parts[0].images[0]).toMatchObject({
    reference: TAGGED,
    pinnedReference: `registry.example/shop/web@${digest('a')}`,
    findings: [],
  });
});

test('a denial names the rule that fails, and lists what is allowed besides', async () => {
  const { exitCode, stdout } = await check([GOOD, BAD]);
  expect(exitCode).toBe(2);
  expect(stdout).toContain('1 denied, 1 allowed');
  expect(stdout).toContain('max-severity');
});

describe('an image that could not be decided', () => {
  let broken: Hss;
  beforeAll(async () => {
    broken = await startHss({ data: DATA, faults: [{ kind: 'status', status: 403 }] });
  });

  test('ends with exit code 1', async () => {
    const { exitCode, stdout } = await check([GOOD], '', envOf(broken));
    expect(exitCode).toBe(1);
    expect(stdout).toContain('HSS_FORBIDDEN');
  });

  test('a path that divides in too many ways costs no request', async () => {
    const other = await startHss({ data: DATA });
    const { exitCode, stdout } = await check(['-o', 'json', DEEP], '', envOf(other));
    expect(exitCode).toBe(1);
    expect(resultOf(stdout).parts[0].undecided).toEqual([
      expect.objectContaining({ summary: expect.stringContaining('its path has 62 segments') }),
    ]);
    expect(await other.requests()).toEqual([]);
  });

  test('is outweighed by a denial, and both are reported', async () => {
    const { exitCode, stdout } = await check(['-o', 'json', DEEP, BAD]);
    expect(exitCode).toBe(2);
    expect(resultOf(stdout).parts[0]).toMatchObject({
      undecided: [{ reference: DEEP }],
      images: [{ reference: BAD, decision: 'DENY' }],
    });
  });
});

describe('the account that is asked', () => {
  test('is not asked with a file that KooCLI encrypted, and nothing of the file is shown', async () => {
    const other = await startHss();
    const file = join(folder, 'config.json');
    const profile = { name: 'koo', accessKeyId: 'ENCRYPTED1', secretAccessKey: 'ENCRYPTED2' };
    const config = { authEncrypt: 'true', current: 'koo', profiles: [profile] };
    writeFileSync(file, JSON.stringify(config));
    const environment = {
      HSS_ENDPOINT: other.endpoint,
      HW_PROJECT_ID: 'p',
      HW_SHARED_CONFIG_FILE: file,
    };
    const { exitCode, stdout, stderr } = await check([GOOD], '', environment);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`HSS_NO_CREDENTIALS: ${file}`);
    expect(stdout + stderr).not.toContain('ENCRYPTED');
    expect(await other.requests()).toEqual([]);
  });

  test('is tried in an unknown region, with a warning', async () => {
    const environment = { HW_AUTH_TOKEN: 't', HW_PROJECT_ID: 'p', HW_REGION_NAME: 'xx-nowhere-1' };
    const proxied = { ...environment, HTTPS_PROXY: ' http://127.0.0.1:9 ' };
    const { stderr } = await check([GOOD], '', proxied);
    expect(stderr).toMatch(/^warning: HSS is not known to be in region xx-nowhere-1; the near/m);
    expect((await check(['-q', GOOD], '', proxied)).stderr).not.toContain('warning: HSS');
  });
});

describe('references on standard input', () => {
  test('are read one a line, without blank lines, comments and repetitions', async () => {
    const input = `\ufeff# images\r\n${GOOD}\r\n\r\n  ${TAGGED}  \r\n${GOOD}\n#${BAD}\n`;
    const { exitCode, stdout } = await check(['-o', 'json', TAGGED, '-'], input);
    expect(exitCode).toBe(0);
    expect(referencesIn(stdout)).toEqual([TAGGED, GOOD]);
  });

  test('are read in UTF-16, as PowerShell redirects them', async () => {
    const input = Buffer.from(`\ufeff${GOOD}\r\n${TAGGED}\r\n`, 'utf16le');
    const { exitCode, stdout } = await check(['-o', 'json', '-'], input);
    expect(exitCode).toBe(0);
    expect(referencesIn(stdout)).toEqual([GOOD, TAGGED]);
  });

  test('are read however many there are', async () => {
    const input = `${`# ${'x'.repeat(78)}\n`.repeat(200_000)}${`${GOOD}\n`.repeat(200_000)}`;
    const { exitCode, stdout } = await check(['-o', 'json', '-'], input);
    expect(exitCode).toBe(0);
    expect(referencesIn(stdout)).toEqual([GOOD]);
  });

  test.each(['', '\n\n', '# nothing\n'])('are missing in %j, which is an error', async (input) => {
    const { exitCode, stdout, stderr } = await check(['-'], input);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/^HSS_INVALID_ARGUMENT: standard input names no image\n/);
  });
});

test.each<[string[], RegExp]>([
  [[], /missing required argument 'image'/],
  [['--policy', 'a', '--policy', 'b', GOOD], /valid value for --policy.*It may be given only once/],
  [['--policy', 'none.yaml', GOOD], /^HSS_POLICY_INVALID: none\.yaml: .*ENOENT/],
  [['--wait', '10', GOOD], /Expected a duration up to 24h, such as 90s, 10m or 1h30m/],
  [['--wait', '25h', GOOD], /Expected a duration/],
  [['--quiet', '--verbose', GOOD], /cannot be used with/],
])('the arguments %j are refused with nothing on stdout', async (args, told) => {
  const { exitCode, stdout, stderr } = await check(args);
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toMatch(told);
});

test('a check without a policy anywhere says what to do', async () => {
  const { exitCode, stderr } = await hssGate(folderWith({}), ['check', GOOD], envOf(hss));
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(
    /^HSS_INVALID_ARGUMENT: there is no image-policy\.yaml in this directory[^\n]*\n {2}what to do: .*--policy/,
  );
});

describe('an invalid reference is a usage error', () => {
  test.each([
    ['', 'image reference: it is empty'],
    ['shop/web:', 'image reference "shop/web:": it ends with a colon and no tag'],
    ['http://x/y:1', 'image reference "http://x/y:1": it starts with "http://"'],
    ['registry.example/shop/Web:1', 'its path "shop/Web" has upper-case letters'],
  ])('where it is %j', async (text, told) => {
    const { exitCode, stdout, stderr } = await check([GOOD, text]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(/^HSS_INVALID_ARGUMENT: image reference.*\n {2}what to do: .+\n$/);
    expect(stderr).toContain(told);
  });

  test('on standard input, named with its line', async () => {
    const { exitCode, stdout, stderr } = await check(['-'], `# images\n\n${GOOD}\nshop/web:\n`);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(
      /^HSS_INVALID_ARGUMENT: line 4 of standard input: image reference "shop\/web:": it ends/,
    );
  });

  test.each([
    'a\u001b[2J\u001b]0;t\u0007b',
    'r.io/a\nb:1',
    '<script>alert(1)</script>',
    'r.io/\u202egnp:1',
    'r.io/\u009b2Ja:1',
    '::error::all is well',
    'r.io/x ::stop-commands::x',
    '##vso[task.complete result=Succeeded;]',
  ])('where it is %j, shown without what a terminal or a pipeline would act upon', async (text) => {
    for (const args of [[text], [`--output=${text}`, GOOD], [`--${text}`]]) {
      const { exitCode, stdout, stderr } = await check(args);
      expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
      expect(args[0] === text ? stderr : '').not.toMatch(ACTED_UPON);
      expect(commandsIn(stderr)).toEqual([]);
    }
  });
});

describe('--wait', () => {
  const image = (scan: object) =>
    ({
      cicd_images: [
        {
          namespace: 'shop',
          image_name: 'api',
          image_version: '1',
          image_digest: digest('c'),
          malicious_file_num: 0,
          latest_update_time: { hoursAgo: 1 },
          ...scan,
        },
      ],
    }) as never;
  const SCANNING = image({ scan_status: 'scanning' });
  const SCANNED = image({
    scan_status: 'success',
    severity_level: 'Low',
    latest_scan_time: { hoursAgo: 0 },
  });
  const API = 'registry.example/shop/api:1';

  /** Until HSS has been asked: in each list by two names, and for the registries. */
  const asked = async (one: Hss): Promise<void> => {
    while ((await one.requests()).length < 5);
  };

  test('judges an image when its scan is complete', async () => {
    const scanning = await startHss({ data: SCANNING });
    const ended = check(['--wait', '10m', API], '', envOf(scanning));
    await asked(scanning);
    await fetch(`${scanning.endpoint}/__simulator/data`, {
      method: 'PUT',
      body: JSON.stringify(SCANNED),
    });
    const { exitCode, stderr } = await ended;
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: `${POLICY_LINE}waiting up to 10m for the scan of 1 image\n`,
    });
  });

  test('is needed for that: without it an image is judged as it stands', async () => {
    const scanning = await startHss({ data: SCANNING });
    const { exitCode, stdout } = await check([API], '', envOf(scanning));
    expect(exitCode).toBe(2);
    expect(stdout).toContain('scan-completed');
  });

  test('is ended by Ctrl-C, and writes nothing', async () => {
    const scanning = await startHss({ data: SCANNING });
    const child = spawn(
      process.execPath,
      [HSS_GATE, 'check', '--wait', '10m', '-o', 'json=interrupted.json', API],
      { cwd: folder, env: { PATH: process.env.PATH, ...envOf(scanning) } },
    );
    const closed = once(child, 'close');
    await asked(scanning);
    child.kill('SIGINT');
    expect(await closed).toEqual([130, null]);
    expect(existsSync(join(folder, 'interrupted.json'))).toBe(false);
  });
});

test('help has examples, and says what a tag means', async () => {
  const { exitCode, stdout } = await check(['--help']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/Examples:\n {2}\$ hss-gate check /);
  expect(stdout).toContain('If you name an image by tag, hss-gate judges the digest');
});
