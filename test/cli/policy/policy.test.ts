import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { feedFileText } from '../../policy/vulnerabilities/feeds';
import { envOf, Hss, startHss } from '../../support/hss';
import {
  BAD,
  DATA,
  GOOD,
  POLICY_HASH,
  POLICY_LINE,
  POLICY,
  folderWith,
  hssGate,
} from '../../support/gated-plans';

/** `hss-gate policy` as it is used: stdout, stderr and exit codes. */

const day = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const exceptionFor = (image: string, expires: string): string =>
  `  - {image: '${image}', rules: [max-severity], owner: payments, reason: r, expires: ${expires}}\n`;

const BASE = `version: 1\nmaxSeverity: Low\nwaivable: [max-severity]\n`;

const folder = folderWith({
  'image-policy.yaml': POLICY,
  'base.yaml': BASE,
  'warned.yaml': `${BASE}exceptions:\n${exceptionFor('shop/a', day(60))}${exceptionFor('shop/b', day(5))}${exceptionFor('shop/c', '2020-02-02')}`,
  'child.yaml': `version: 1\nextends: base.yaml\nexceptions:\n${exceptionFor('shop/a', day(60))}`,
  'loose.yaml': 'version: 1\nextends: base.yaml\nmaxSeverity: High\nmaxScanAge: 1\n',
  'looser.yaml': 'version: 1\nextends: base.yaml\nmaxSeverity: High\n',
  'sources.yaml': `${BASE}imageSources: [cicd]\noverridable: [registryHosts]\n`,
  'idle.yaml':
    'version: 1\nextends: sources.yaml\nregistryHosts: {harbor: [a.io]}\nmaxSyncAgeHours: 48\n',
  'young.json': feedFileText(['CVE-2026-1000', 'CVE-2026-1001'], { dateReleased: day(-1) }),
  'old.json': feedFileText(undefined, { dateReleased: '2025-11-21T00:00:00Z' }),
  'feed.yaml':
    'version: 1\nvulnerabilities:\n  max: {critical: 0}\n  knownExploited: deny\n  feed: young.json\n',
  'stale.yaml': `${BASE}vulnerabilities:\n  max: {high: 0}\n  graceDays: {low: 9}\n  knownExploited: deny\n  feed: ./old.json\nexceptions:\n  - {image: shop/a, vulnerabilities: [CVE-2026-0001], owner: payments, reason: r, expires: 2020-02-02}\n`,
  'torn.yaml': 'version: 1\nvulnerabilities:\n  knownExploited: deny\n  feed: broken.yaml\n',
  'broken.yaml': 'version: 1\nmaxSeverity: [\n',
  'lost.yaml': 'version: 1\nextends: nowhere.yaml\n',
});

describe('the command policy lint', () => {
  const lint = (...files: string[]) => hssGate(folder, ['policy', 'lint', ...files]);

  test.each<[string, number, RegExp[]]>([
    [
      'image-policy.yaml',
      0,
      [/^image-policy\.yaml: valid, no warnings \(policy hash [0-9a-f]{64}\)$/],
    ],
    ['child.yaml', 0, [/^child\.yaml, with base\.yaml: valid, no warnings/]],
    [
      'warned.yaml',
      0,
      [
        /^warned\.yaml:6: warning: the exception for shop\/b \(max-severity; owner payments\) expires at the end of \d{4}-\d\d-\d\d: what it waives will then be denied$/,
        /^warned\.yaml:7: warning: the exception for shop\/c .* expired at the end of 2020-02-02: renew or remove it$/,
        /^warned\.yaml: valid, 2 warnings/,
      ],
    ],
    [
      'idle.yaml',
      0,
      [
        /^idle\.yaml:3:16: warning: registryHosts has no effect: imageSources \(sources\.yaml:4:15\) leaves registry out; add registry there, or remove registryHosts$/,
        /^idle\.yaml:4:18: warning: maxSyncAgeHours has no effect: imageSources /,
        /^idle\.yaml, with sources\.yaml: valid, 2 warnings \(policy hash [0-9a-f]{64}\)$/,
      ],
    ],
    [
      'feed.yaml',
      0,
      [
        /^young\.json: feed of 2 CVEs, released at \d{4}-\d\d-\d\dT00:00:00\.000Z, 1 day ago \(sha256 [0-9a-f]{64}\)$/,
        /^feed\.yaml: valid, no warnings \(policy hash [0-9a-f]{64}\)$/,
      ],
    ],
    [
      'stale.yaml',
      0,
      [
        /^stale\.yaml:8:9: warning: the feed is older than 7 days, so every image is denied: download it again from https:/,
        /^stale\.yaml:6:20: warning: vulnerabilities\.graceDays\.low has no effect: vulnerabilities\.max \(stale\.yaml:5:8\) has no low; set /,
        /^stale\.yaml:5:8: warning: critical is not limited, though high, which is less severe, is: add critical$/,
        /^stale\.yaml:10: warning: HSS makes an image's own severity .* an exception for CVE-2026-0001 does not change what maxSeverity checks; /,
        /^stale\.yaml:10: warning: the exception for shop\/a \(CVE-2026-0001; owner payments\) expired at the end of 2020-02-02: renew or remove it$/,
        /^\.\/old\.json: feed of 1 CVE, released at 2025-11-21T00:00:00\.000Z, \d+ days ago /,
        /^stale\.yaml: valid, 5 warnings/,
      ],
    ],
    [
      'torn.yaml',
      1,
      [
        /^torn\.yaml:4:9: error: vulnerabilities\.feed: the file is not valid JSON; download the catalog again from https:/,
        /^torn\.yaml: not valid, 1 problem$/,
      ],
    ],
    [
      'loose.yaml',
      1,
      [
        /^loose\.yaml:4:1: error: unknown key "maxScanAge"/,
        /^loose\.yaml, with base\.yaml: not valid, 1 problem$/,
      ],
    ],
    [
      'looser.yaml',
      1,
      [
        /^looser\.yaml:3:14: error: maxSeverity: High is looser than Low \(base\.yaml:2:14\)/,
        /not valid, 1 problem/,
      ],
    ],
    ['broken.yaml', 1, [/^broken\.yaml:\d+:\d+: error: /, /not valid, \d problem/]],
    ['lost.yaml', 1, [/^lost\.yaml:2:10: error: extends: "nowhere\.yaml".*ENOENT/, /not valid/]],
  ])('ends with the right code and lines for %s: %i', async (file, code, lines) => {
    const { exitCode, stdout, stderr } = await lint(file);
    expect({ exitCode, stderr }).toEqual({ exitCode: code, stderr: '' });
    const told = stdout.trimEnd().split('\n');
    expect(told).toEqual(lines.map((line) => expect.stringMatching(line)));
  });

  test('takes another feed than the policy names', async () => {
    const lintBy = (feed: string) => lint('torn.yaml', '--feed', feed);
    expect(await lintBy('young.json')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(
        /^young\.json: feed of 2 CVEs.*\ntorn\.yaml: valid, no warnings/,
      ),
    });
    expect(await lintBy('broken.yaml')).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringMatching(/^HSS_INVALID_ARGUMENT: --feed broken\.yaml: /),
    });
  });

  test('finds the policy without an argument', async () => {
    expect((await lint()).stdout).toBe(
      `image-policy.yaml: valid, no warnings (policy hash ${POLICY_HASH})\n`,
    );
  });

  test('fails for a file that does not exist', async () => {
    const { exitCode, stdout, stderr } = await lint('none.yaml');
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(
      /^HSS_POLICY_INVALID: none\.yaml: the policy file can't be read \(ENOENT\)\n/,
    );
  });
});

test('policy schema prints the published schema, byte for byte', async () => {
  const published = join(__dirname, '..', '..', '..', 'schema', 'image-policy.schema.json');
  expect(await hssGate(folder, ['policy', 'schema'])).toEqual({
    exitCode: 0,
    stdout: readFileSync(published, 'utf8'),
    stderr: '',
  });
});

describe('the command policy explain', () => {
  let hss: Hss;
  beforeAll(async () => {
    hss = await startHss({ data: DATA });
  });
  const explain = (...args: string[]) =>
    hssGate(folder, ['policy', 'explain', ...args], envOf(hss));

  test('shows what each rule saw, and does not fail on a denial', async () => {
    const { exitCode, stdout, stderr } = await explain(BAD);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: POLICY_LINE,
    });
    expect(stdout).toContain(`${BAD}: denied\n`);
    expect(stdout).toContain('  ✓ scan-completed      success\n');
    expect(stdout).toContain(
      '  ✗ max-severity        its severity is High; at most Low is allowed\n',
    );
    expect(stdout).toMatch(/ {2}in 6 days, at .* UTC: the scan becomes older than 168 hours; /);
  });

  test('judges as of the time that --at names, by the rows of today', async () => {
    const { exitCode, stdout } = await explain('--at', '2100-01-01', GOOD);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`${GOOD}: denied\n`);
    expect(stdout).toContain("judged as of 2100-01-01 00:00 UTC, by HSS's rows of 20");
    expect(stdout).toContain('✗ scan-fresh');
  });

  test.each<[string[], RegExp]>([
    [['--at', '2026-02-30', GOOD], /Expected a day such as 2026-12-31/],
    [['--at', 'tomorrow', GOOD], /Expected a day such as 2026-12-31/],
    [['<script>'], /^HSS_INVALID_ARGUMENT: /],
    [['--policy', 'broken.yaml', GOOD], /^HSS_POLICY_INVALID: /],
  ])('refuses %j', async (args, told) => {
    const { exitCode, stdout, stderr } = await explain(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(told);
  });

  test('fails where HSS can’t be asked', async () => {
    const { exitCode, stdout, stderr } = await hssGate(folder, ['policy', 'explain', GOOD], {
      HW_REGION_NAME: 'cn-north-4',
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('HSS_NO_CREDENTIALS');
  });
});

test.each([
  ['--help', 'Judge images:'],
  ['policy', 'lint [options] [file]'],
  ['policy lint --help', '$ hss-gate policy lint'],
  ['policy schema --help', '$ hss-gate policy schema'],
  ['policy explain --help', '$ hss-gate policy explain'],
])('the arguments of hss-gate %s are a usage error', async (args, told) => {
  const { stdout, stderr } = await hssGate(folder, args.split(' '));
  expect(`${stdout}${stderr}`).toContain(told);
});
