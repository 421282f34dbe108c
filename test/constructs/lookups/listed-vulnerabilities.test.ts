import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformStack, Testing } from 'cdktf';
import {
  DataHssCicdImages,
  DataHssImageVulnerabilities,
  HandleStatus,
  HssConnection,
  HssCredentials,
  HssSource,
  RepairNecessity,
  VulnerabilitySeverity,
  VulnerableImageType,
} from '../../../src';
import type { SimulatorData } from '../../../src/simulator';
import { SimulatorProcess } from '../../support/simulator';
import { connect, questions, sha, temporaryFolder, thrown, within } from '../support';

/**
 * The vulnerabilities of an image from a server: the requests, and how they are recorded and
 * replayed.
 */

const MANY = 450;
const DATA: SimulatorData = {
  cicd_images: [
    { image_id: 'i-1', image_name: 'web', image_version: '1', image_digest: sha('a'), vul_num: 3 },
    { image_id: 'i-2', image_name: 'big', image_version: '1', vul_num: MANY },
  ],
  vulnerabilities: {
    'SA-1': {
      severity_level: 'Critical',
      cve_list: [{ cve_id: 'CVE-2026-1', cvss: 9.8, publish_time: 5 }],
    },
    'SA-2': { severity_level: 'Low', cve_list: [] },
  },
  image_vulnerabilities: {
    'i-1': [
      { vul_id: 'SA-1', app_name: 'openssl', version: '1.1.1' },
      { vul_id: 'SA-2', app_name: 'zlib', app_path: '/app/zlib', handled: true },
      // The list of the project lacks it.
      { vul_id: 'SA-3', app_name: 'bash', repair_necessity: 'immediate_repair' },
    ],
    'i-2': Array.from({ length: MANY }, (_, at) => ({ vul_id: 'SA-1', app_name: `lib${at}` })),
  },
};
const { IMMEDIATE_REPAIR, NOT_NEEDED_REPAIR } = RepairNecessity;
const OPENSSL = {
  vulId: 'SA-1',
  severityLevel: VulnerabilitySeverity.CRITICAL,
  repairNecessity: IMMEDIATE_REPAIR,
  cves: [{ cveId: 'CVE-2026-1', cvss: 9.8 }],
  appName: 'openssl',
  version: '1.1.1',
  handled: false,
};
const BASH = { vulId: 'SA-3', repairNecessity: IMMEDIATE_REPAIR, appName: 'bash', handled: false };
const ZLIB = {
  vulId: 'SA-2',
  severityLevel: VulnerabilitySeverity.LOW,
  repairNecessity: NOT_NEEDED_REPAIR,
  cves: [],
  appName: 'zlib',
  appPath: '/app/zlib',
  handled: true,
};

let hss: SimulatorProcess;
beforeAll(async () => {
  hss = await SimulatorProcess.serving(DATA);
});
afterAll(() => hss.stop());
beforeEach(() => hss.reset());

function stackOf(connection: (stack: TerraformStack) => unknown): TerraformStack {
  const stack = new TerraformStack(Testing.app(), 'shop');
  connection(stack);
  return stack;
}

/** Looks an image up by its row, as a stack author does. */
function lookup(stack: TerraformStack, name = 'web'): DataHssImageVulnerabilities {
  const images = new DataHssCicdImages(stack, `images-${name}`, { imageName: name });
  const [row] = images.rows;
  return DataHssImageVulnerabilities.ofCicdImage(stack, name, row);
}

test('rows are merged from the lists of the image and of the project', () => {
  const vulns = lookup(stackOf((stack) => connect(hss, stack)));
  expect(vulns.rows).toEqual([OPENSSL, BASH, ZLIB]);
});

test('a second image takes two more listings, one page per 200 rows', async () => {
  const stack = stackOf((one) => connect(hss, one));
  const [web, big] = [lookup(stack), lookup(stack, 'big')];
  expect([web.totalNum, big.totalNum]).toEqual([3, MANY]);
  const asked = await hss.requests();
  const of = (part: string): string[] =>
    questions(asked.filter(({ url }) => url.split('?')[0].endsWith(part)));
  expect(of('/i-1/vulnerabilities')).toHaveLength(2);
  // 450 rows are three pages; the list of handled ones is empty.
  expect(of('/i-2/vulnerabilities')).toHaveLength(3 + 1);
  expect(of('/images/vulnerabilities')).toHaveLength(4);
  expect(of('/cve')).toEqual([]);
});

test('a snapshot contains all listings, and is replayed without HSS', async () => {
  const file = join(temporaryFolder(), 'hss.json');
  const record = stackOf((stack) => connect(hss, stack, { source: HssSource.record(file) }));
  const recorded = lookup(record).rowsJson;
  await hss.reset();
  const replay = stackOf(
    (stack) => new HssConnection(stack, 'hss', { source: HssSource.replay(file) }),
  );
  expect(lookup(replay).rowsJson).toBe(recorded);
  expect(JSON.parse(recorded)).toEqual([OPENSSL, BASH, ZLIB]);
  expect(await hss.requests()).toEqual([]);
  const { lookups } = JSON.parse(readFileSync(file, 'utf8')) as { lookups: { endpoint: string }[] };
  expect(lookups.map(({ endpoint }) => endpoint)).toEqual([
    'cicd-images',
    ...Array<string>(2).fill('image-vulnerabilities'),
    ...Array<string>(4).fill('project-vulnerabilities'),
  ]);
  const other = new DataHssImageVulnerabilities(replay, 'other', {
    imageType: VulnerableImageType.CICD,
    imageId: 'i-2',
    handleStatus: HandleStatus.HANDLED,
  });
  expect(thrown(() => other.rows).message).toMatch(/^HSS_SNAPSHOT_MISS: [^]*shop\/other/);
});

test('the environment can select recording and replay', () => {
  const file = join(temporaryFolder(), 'hss.json');
  const rows = (mode: string): string =>
    within(
      { HSS_SNAPSHOT: file, HSS_SNAPSHOT_MODE: mode },
      () => lookup(stackOf((stack) => connect(hss, stack))).rowsJson,
    );
  expect(rows('record')).toBe(rows('replay'));
});

test('a list that HSS refuses is an error that names the construct', async () => {
  await hss.faults({ kind: 'status', status: 403, endpoint: 'project-vulnerabilities' });
  const vulns = lookup(
    stackOf((stack) =>
      connect(hss, stack, { credentials: HssCredentials.token(hss.env.HW_AUTH_TOKEN) }),
    ),
  );
  const { message } = thrown(() => vulns.rows);
  expect(message).toMatch(/^HSS_FORBIDDEN: [^]*construct: shop\/web/);
});
