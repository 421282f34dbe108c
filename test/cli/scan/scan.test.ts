import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { digest, hssGate } from '../../support/gated-plans';
import { Hss, envOf } from '../../support/hss';
import { HSS_GATE } from '../../support/simulator';
import { ALLOWED, ID, NEW, WEB, folder, kindsOf, posts, row, scan, startScanned } from './support';

/** `hss-gate scan` as it is used: a process, and an HSS that carries out what it is asked for. */

test('an unlisted image is synchronized, scanned and judged, together with an unscanned one', async () => {
  const brings = [row(12, 'new', 'b')];
  const hss = await startScanned({ free_quota_num: 5, registries: { 'r-1': { brings } } });
  const { exitCode, stdout, stderr } = await scan(hss, '-o', 'json', WEB, NEW, ALLOWED);
  expect(exitCode).toBe(0);
  const [, ...lines] = stderr.trimEnd().split('\n');
  // Which of two scans ends first is for the clock to say.
  const ends = lines.filter((line) => line.endsWith(': scanned'));
  expect(ends.sort()).toEqual(['shop/new:1: scanned', 'shop/web:1: scanned']);
  expect(lines.filter((line) => !ends.includes(line))).toEqual([
    `${ALLOWED}: nothing to scan: the policy already allows it`,
    '5 free scans left; HSS bills the scans beyond them',
    'waiting up to 20m for HSS',
    `${WEB}: synchronize registry name-r-1 (r-1), then scan (HSS has not scanned it)`,
    `${NEW}: synchronize registry name-r-1 (r-1): HSS does not list it`,
    'requested the synchronization of registry name-r-1 (r-1)',
    'synchronized registry name-r-1 (r-1)',
    `${WEB}: scan: HSS has not scanned it`,
    `${NEW}: scan: HSS has not scanned it`,
    'requested the scan of 2 images',
    `${WEB}: nothing to scan: HSS has a complete and fresh scan of it`,
    `${NEW}: nothing to scan: HSS has a complete and fresh scan of it`,
  ]);
  const { tool, parts } = JSON.parse(stdout) as {
    tool: unknown;
    parts: [{ images: { reference: string }[] }];
  };
  expect(tool).toMatchObject({ command: 'scan' });
  expect(parts[0].images.map(({ reference }) => reference)).toEqual([WEB, NEW, ALLOWED]);
  const [synchronized, scanned] = await posts(hss);
  expect(JSON.parse(synchronized.body!)).toEqual({
    sync_all_registries: false,
    registry_info: [{ registry_id: 'r-1', registry_type: 'Harbor' }],
  });
  expect(scanned.body).toContain(`"id":${ID},`);
  expect(JSON.parse(scanned.body!)).toMatchObject({
    is_all: false,
    image_info: [{ image_digest: digest('a') }, { id: 12 }],
  });
});

test('an image that is allowed as it is costs nothing', async () => {
  const hss = await startScanned();
  const { exitCode, stdout } = await scan(hss, ALLOWED);
  expect([exitCode, await posts(hss)]).toEqual([0, []]);
  expect(stdout).toContain('1 image allowed');
});

test('--synchronize looks at a tag that is allowed, too, and leaves a digest alone', async () => {
  const hss = await startScanned();
  await scan(hss, '--synchronize', ALLOWED);
  expect(await posts(hss)).toEqual([]);
  const { stderr } = await scan(hss, '--synchronize', 'registry.example/shop/fine:1');
  expect(stderr).toContain('HSS knows no registry at registry.example');
});

test('--dry-run prints what would be asked for, and what it may cost', async () => {
  const hss = await startScanned({ free_quota_num: 1 });
  const { exitCode, stdout } = await scan(hss, '--dry-run', `${WEB}@${digest('a')}`, NEW, ALLOWED);
  expect([exitCode, await posts(hss)]).toEqual([0, []]);
  expect(stdout.split('\n').slice(0, -1)).toEqual([
    `${ALLOWED}: nothing to scan: the policy already allows it`,
    `${WEB}@${digest('a')}: scan: HSS has not scanned it`,
    `${NEW}: synchronize registry name-r-1 (r-1): HSS does not list it`,
    'at least 2 scans; how many platforms the image that HSS does not list has is known only once registry name-r-1 (r-1) is synchronized',
    '1 free scan left; HSS bills the scans beyond them',
    'dry run: nothing was requested; the permission to write was not checked',
  ]);
});

test('more scans than --max-scans allows are refused before anything is asked for', async () => {
  const hss = await startScanned();
  const { exitCode, stdout, stderr } = await scan(hss, '--max-scans', '1', WEB, NEW);
  expect([exitCode, stdout, await posts(hss)]).toEqual([1, '', []]);
  expect(stderr).toContain('at least 2 scans are needed, but --max-scans allows 1');
  const dry = await scan(hss, '--dry-run', '--max-scans', '1', WEB, NEW);
  expect([dry.exitCode, dry.stdout]).toEqual([1, expect.stringContaining('this run would fail')]);
});

test('of three registries one fails, one is closed, and beside them somebody else synchronizes', async () => {
  const hss = await startScanned({
    registries: { 'r-2': { failed_reason: 'no access' } },
    twin_registries: ['r-3', 'r-1'],
  });
  const images = ['second', 'third', 'closed'].map((name) => `${name}.example/shop/web:9`);
  const { exitCode, stderr } = await scan(hss, ...images);
  expect([exitCode, await kindsOf(hss)]).toEqual([2, ['synchronize']]);
  expect(stderr).toContain('registry name-r-2 (r-2) could not be synchronized: no access\n');
  expect(stderr).toContain('synchronized registry name-r-3 (r-3)\n');
  expect(stderr).toContain('name-r-4 (r-4): HSS cannot access it (SERVER_ERROR)');
});

test('a scan that fails says why, and is not asked for again', async () => {
  const hss = await startScanned({ images: { [ID]: { failed_reason: 'schema v1' } } });
  const { exitCode, stderr } = await scan(hss, WEB);
  expect([exitCode, await kindsOf(hss)]).toEqual([2, ['synchronize', 'scan']]);
  expect(stderr).toContain('shop/web:1: its scan failed: schema v1\n');
  expect(stderr).toContain('the scan that this run requested did not succeed: schema v1\n');
});

test('a row that vanishes before its scan ends the wait for it', async () => {
  const hss = await startScanned({ images: { [ID]: { vanishes: true } } });
  const { exitCode, stderr } = await scan(hss, WEB);
  expect([exitCode, await kindsOf(hss)]).toEqual([2, ['synchronize', 'scan']]);
  expect(stderr).toContain('shop/web:1: HSS no longer lists its row');
});

test('a scan that is refused for quota leaves its image undecided', async () => {
  const hss = await startScanned({ free_quota_num: 0 });
  const { exitCode, stdout } = await scan(hss, '-o', 'json', WEB);
  expect(exitCode).toBe(1);
  expect(stdout).toContain('0 free scans are left and 1 is needed');
  expect(stdout).toContain('what to do: have pay-per-scan turned on');
  expect(stdout).toContain('The scan quota is insufficient: 0 left');
});

test('a credential that may only read is told what it lacks', async () => {
  const fault = { kind: 'status', status: 403, endpoint: 'synchronize' } as const;
  const hss = await startScanned({}, { faults: [fault] });
  const { exitCode, stderr, stdout } = await scan(hss, '-o', 'json', WEB, ALLOWED);
  expect(exitCode).toBe(1);
  expect(stdout).toContain('grant the credential the permission of CreateImageSynchronizeTask in');
  expect(stdout).toContain('HSS FullAccess');
  expect(JSON.parse(stdout)).toMatchObject({ parts: [{ images: [{ reference: ALLOWED }] }] });
  expect(stderr).not.toContain('goes on in HSS');
});

test('a scan whose answer is lost is not requested twice, and is found', async () => {
  const fault = { kind: 'reset-in-headers', endpoint: 'scan' } as const;
  const hss = await startScanned({}, { faults: [fault] });
  const { stderr } = await scan(hss, WEB);
  expect(await kindsOf(hss)).toEqual(['synchronize', 'scan']);
  expect(stderr).toContain('the scan request for 1 image was lost');
  expect(stderr).toContain('shop/web:1: scanned\n');
});

test('what HSS scans already is waited for, and not billed twice', async () => {
  const hss = await startScanned({ scan_ms: 6000 });
  const digested = `${WEB}@${digest('a')}`;
  await scan(hss, '--wait', '0s', digested);
  const { stderr } = await scan(hss, digested);
  expect(await kindsOf(hss)).toEqual(['scan']);
  expect(stderr).toContain(`${digested}: wait: its scan is in progress\nshop/web:1: scanned\n`);
});

test.each([
  { name: 'a synchronization', args: [WEB], on_demand: { registries: { 'r-1': { never: true } } } },
  {
    name: 'a scan',
    args: [`${WEB}@${digest('a')}`],
    on_demand: { images: { [ID]: { never: true } } },
  },
])('at the end of the wait, $name that never ends goes on in HSS', async ({ args, on_demand }) => {
  const hss = await startScanned(on_demand);
  const { exitCode, stderr } = await scan(hss, '--wait', '1s', ...args);
  expect(exitCode).toBe(2);
  expect(await posts(hss)).toHaveLength(1);
  expect(stderr).toContain('--wait ended before ');
  expect(stderr).toContain('goes on in HSS: the s');
});

test.each([
  { signal: 'SIGINT', code: 130 },
  { signal: 'SIGTERM', code: 143 },
] as const)('$signal ends it and says what goes on in HSS', async ({ signal, code }) => {
  const hss = await startScanned({ images: { [ID]: { never: true } } });
  const args = [HSS_GATE, 'scan', '--quiet', `${WEB}@${digest('a')}`];
  const env = { PATH: process.env.PATH!, HOME: '/nowhere', ...envOf(hss) };
  const child = spawn(process.execPath, args, { cwd: folder, env });
  const err: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text));
  const isWaiting = async (): Promise<boolean> => {
    const requests = await hss.requests();
    const posted = requests.findIndex(({ method, status }) => method === 'POST' && status === 200);
    return posted >= 0 && requests.length > posted + 1;
  };
  while (!(await isWaiting()));
  child.kill(signal);
  const [exitCode] = (await once(child, 'close')) as [number | null];
  expect([exitCode, err.join('')]).toEqual([
    code,
    'goes on in HSS: the scan of shop/web:1, which is billed if it succeeds\n',
  ]);
});

describe('a usage error asks for nothing:', () => {
  let hss: Hss;
  beforeAll(async () => {
    hss = await startScanned();
  });

  test.each([
    { name: '--snapshot', args: ['--snapshot', 'hss.json'], words: "a snapshot can't scan images" },
    {
      name: 'HSS_SNAPSHOT',
      env: { HSS_SNAPSHOT: 'hss.json', HSS_SNAPSHOT_MODE: 'replay' },
      words: "a snapshot can't scan images",
    },
    {
      name: 'the proxy of exec',
      env: { HSS_ENDPOINT: 'http://127.0.0.1:1/secret' },
      words: 'run hss-gate scan before hss-gate exec',
    },
    { name: '--max-scans ten', args: ['--max-scans', 'ten'], words: 'a whole number' },
    { name: '--wait soon', args: ['--wait', 'soon'], words: 'a duration' },
    { name: '--dry-run with --output', args: ['--dry-run', '-o', 'json'], words: 'cannot be used' },
    {
      name: 'a policy without registry images',
      args: ['--policy', 'cicd.yaml'],
      words: 'excludes registry images (imageSources)',
    },
    { name: 'no reference', args: ['harbor.example/UPPER:1'], words: 'UPPER' },
  ])('$name', async ({ args = [], env = {}, words }) => {
    const all = ['scan', ...args, WEB];
    const environment = { ...envOf(hss), ...env } as { [name: string]: string };
    const { exitCode, stdout, stderr } = await hssGate(folder, all, environment);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain(words);
    expect(await hss.requests()).toEqual([]);
  });
});

test('the help fits 80 columns, and names cost and permissions', async () => {
  const { stdout } = await hssGate(folder, ['scan', '--help'], { COLUMNS: '80' });
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect(stdout).toContain('BILLS EACH SUCCESSFUL SCAN');
  expect(stdout).toContain('CreateManualImageScanTask');
});
