import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listVulnerabilitiesOf } from '../../../../src/cli/list/vulnerabilities/listing';
import { ScanStatus } from '../../../../src/contract/enums';
import { HssImageVulnerability } from '../../../../src/contract/vulnerabilities/hss-image-vulnerability';
import { HssFixture, listFixture } from '../../../../src/lookup/fixture';
import { renderSnapshot } from '../../../../src/lookup/snapshot';
import { ImageSource, parseReference } from '../../../../src/policy';
import { folderWith, hssGate } from '../../../support/gated-plans';
import { Ended } from '../../../support/processes';
import { FIXTURE, FixtureUpstream, LIBSSL, LOG4J, OPENSSL, ZLIB, image } from './support';

/** `hss-gate list vulnerabilities` as it is used, on snapshots: stdout, stderr and exit codes. */

const here = folderWith({});

/** Records what the command asks for shop/web:1.4. */
async function record(name: string, fixture: HssFixture): Promise<void> {
  const upstream = new FixtureUpstream(fixture);
  await listVulnerabilitiesOf(parseReference('shop/web:1.4'), upstream, {
    imageSources: Object.values(ImageSource),
  });
  const snapshot = renderSnapshot({
    endpoint: 'https://hss.example.com',
    projectId: 'p',
    recordedAt: new Date().toISOString(),
    lookups: upstream.asked.map((query) => ({ query, rows: listFixture(fixture, query) })),
  });
  writeFileSync(join(here, name), snapshot);
}

beforeAll(async () => {
  await record('hss.json', FIXTURE);
  const hostile: HssImageVulnerability = {
    vulId: 'SA-\u001b[31m\u202e',
    appName: '=cmd()',
    solution: 'line\nbreak',
    cves: [{ cveId: '\u001b]0;x' }],
    handled: false,
  };
  await record('hostile.json', {
    cicdImages: [image({ vulNum: 1, scanStatus: ScanStatus.SCANNING })],
    imageVulnerabilities: { 'i-1': [hostile] },
  });
});

const listed = (args: readonly string[], snapshot = 'hss.json'): Promise<Ended> =>
  hssGate(here, ['list', 'vulnerabilities', 'shop/web:1.4', '--snapshot', snapshot, ...args]);

test('a table has the worst first, and the columns that are needed', async () => {
  expect(await listed([])).toEqual({
    exitCode: 0,
    stderr: '',
    stdout: [
      'SEVERITY          CVES                                         ID              PACKAGE     VERSION  HANDLED  SOLUTION',
      'Critical          CVE-2026-0001, CVE-2026-0002, CVE-2026-0003  EulerOS-SA-1    libssl      1.1.1    false    update openssl',
      'Critical          CVE-2026-0001, CVE-2026-0002, CVE-2026-0003  EulerOS-SA-1    openssl     1.1.1    false    update openssl',
      'Critical or High  unknown                                      EulerOS-SA-2    zlib        -        false    -',
      'Medium            -                                            CVE-2021-44228  log4j-core  -        true     -',
      '',
    ].join('\n'),
  });
  const { stdout } = await listed(['--handled', 'false']);
  expect(stdout).not.toContain('HANDLED');
});

test('json and ndjson have every field', async () => {
  const rows = [LIBSSL, OPENSSL, ZLIB, LOG4J];
  expect(JSON.parse((await listed(['--format', 'json'])).stdout)).toEqual({ total: 4, rows });
  const lines = (await listed(['--format', 'ndjson'])).stdout.trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(rows);
});

test('csv has a column for every field, with CVEs as JSON', async () => {
  const { stdout } = await listed(['--format', 'csv', '--package', 'openssl']);
  expect(stdout.split('\n')).toEqual([
    'platform,vulId,severityLevel,repairNecessity,cves,appName,version,appPath,position,description,solution,url,handled,anomalies',
    ',EulerOS-SA-1,Critical,immediate_repair,"[{""cveId"":""CVE-2026-0001"",""cvss"":9.8},{""cveId"":""CVE-2026-0002""},{""cveId"":""CVE-2026-0003""}]",openssl,1.1.1,,,,update openssl,,false,',
    '',
  ]);
});

test('a CVE filter says what it could not look at', async () => {
  const { exitCode, stdout, stderr } = await listed([
    '--cve',
    'cve-2026-0003',
    '--format',
    'ndjson',
  ]);
  expect([exitCode, stdout.split('\n').length]).toEqual([0, 3]);
  expect(stderr).toBe(
    'warning: HSS does not say the CVEs of 1 row, or not readably; left out here\n',
  );
  expect((await listed(['--cve', 'CVE-2026-0003', '--quiet'])).stderr).toBe('');
  const none = await listed(['--cve', 'CVE-2026-9999']);
  expect([none.exitCode, none.stderr]).toEqual([
    0,
    expect.stringMatching(/^no row has CVE-2026-9999$/m),
  ]);
});

test('a policy is read, though only its registryHosts count', async () => {
  const args = ['--policy', 'policy.yaml', '--format', 'json'];
  writeFileSync(join(here, 'policy.yaml'), 'version: 1\nmaxSeverity: Low\nregistryNames: [x]\n');
  expect(JSON.parse((await listed(args)).stdout)).toMatchObject({ total: 4 });
  writeFileSync(join(here, 'policy.yaml'), 'version: 2\n');
  expect((await listed(args)).stderr).toMatch(/^HSS_POLICY_INVALID: /);
});

test('severities are separated by commas or repeated', async () => {
  const args = ['--severity', 'High,Low', '--severity', 'Medium', '--format', 'ndjson'];
  const names = (await listed(args)).stdout.match(/"appName":"[^"]*"/g);
  expect(names).toEqual(['"appName":"zlib"', '"appName":"log4j-core"']);
});

test('nothing that HSS says acts upon a terminal, and an incomplete scan is said', async () => {
  const { exitCode, stdout, stderr } = await listed([], 'hostile.json');
  expect(exitCode).toBe(0);
  expect(stdout.split('\n')).toHaveLength(3);
  // eslint-disable-next-line no-control-regex -- just these must not be there
  expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  expect(stderr).toMatch(/^warning: the list may lack vulnerabilities: .*scanning/);
  const csv = await listed(['--format', 'csv'], 'hostile.json');
  expect(csv.stdout).toContain(",'=cmd(),");
});

test.each<[string, readonly string[], RegExp]>([
  ['no image', [], /missing required argument 'image'/],
  ['two images', ['a:1', 'b:1'], /too many arguments/],
  ['what is no reference', ['a b'], /^HSS_INVALID_ARGUMENT: /],
  ['an unknown severity', ['a:1', '--severity', 'critical'], /choices are Critical, High, Medium/],
  ['an unknown source', ['a:1', '--image-source', 'docker'], /choices are cicd, registry/],
  ['a misspelt CVE', ['a:1', '--cve', 'CEV-2026-77'], /did you mean CVE-2026-0077\?/],
  ['handled by a word', ['a:1', '--handled', 'yes'], /choices are true, false/],
  ['an image that is not recorded', ['a:1', '--snapshot', 'hss.json'], /^HSS_SNAPSHOT_MISS: /],
])('%s is an error', async (_, args, expected) => {
  const { exitCode, stdout, stderr } = await hssGate(here, ['list', 'vulnerabilities', ...args]);
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(expected);
});
