import { join } from 'node:path';
import { TerraformStack, Testing } from 'cdktf';
import {
  HssConnection,
  HssImageGate,
  HssSource,
  ImageSource,
  VulnerabilitySeverity,
} from '../../../../src/index';
import { HssImageVulnerability } from '../../../../src/contract/vulnerabilities/hss-image-vulnerability';
import { expectOverlap } from '../../../support/overlap';
import { SimulatorProcess } from '../../../support/simulator';
import { REGISTRY, apiRow, connect, image, policy, sha, temporaryFolder } from '../../support';

/** A gate by a policy that looks at vulnerabilities one by one. */

const COUNT = 20;
const DAY = 86_400_000;
const names = Array.from({ length: COUNT }, (_, index) => `app-${index}`);
const references = names.map((name) => `${REGISTRY}/shop/${name}:1.4`);
const rows = names.map((imageName, index) => ({
  ...image({ imageName, imageDigest: sha((index % 16).toString(16)), vulNum: 2 }),
  imageId: `i-${imageName}`,
}));

/** Of a week ago, and of long ago. */
const FRESH = { 'V-0': 7, 'V-1': 7, 'V-2': 400 };

const DATA = {
  cicd_images: rows.map(apiRow),
  vulnerabilities: Object.fromEntries(
    Object.entries(FRESH).map(([id, days], index) => [
      id,
      {
        severity_level: 'High',
        cve_list: [
          { cve_id: `CVE-2026-1000${index}`, cvss: 7, publish_time: Date.now() - days * DAY },
        ],
      },
    ]),
  ),
  // One image has the old one.
  image_vulnerabilities: Object.fromEntries(
    names.map((name, index) => [`i-${name}`, ['V-0', index === 1 ? 'V-2' : 'V-1']]),
  ),
};

const POLICY = policy({
  maxSeverity: undefined,
  imageSources: [ImageSource.CICD],
  vulnerabilities: { max: { critical: 0, high: 0 }, graceDays: { high: 30 } },
});

/** The decisions of a gate on all images, by what its connection is told. */
function decisions(connectIn: (stack: TerraformStack) => unknown, given = POLICY): string[] {
  const stack = new TerraformStack(Testing.app(), 'shop');
  connectIn(stack);
  const gate = new HssImageGate(stack, 'gate', { policy: given });
  for (const reference of references) gate.require(reference);
  return gate.verdicts.map(({ decision }) => decision);
}

const EXPECTED = names.map((_, index) => (index === 1 ? 'DENY' : 'ALLOW'));

describe('over a simulator', () => {
  let hss: SimulatorProcess;
  beforeAll(async () => {
    hss = await SimulatorProcess.serving(DATA);
  });
  afterAll(() => hss.stop());

  test('it costs two requests an image, four a list, a look at each row, and one a time', async () => {
    await hss.reset();
    await hss.faults({ kind: 'latency', ms: 20 });
    expect(decisions((stack) => connect(hss, stack))).toEqual(EXPECTED);
    const paths = (await hss.requests()).map(({ path }) => path.replace(/^\/v5\/[^/]+/, ''));
    const matching = (pattern: RegExp): number => paths.filter((path) => pattern.test(path)).length;
    expect({
      lists: matching(/^\/image\/i-.*\/vulnerabilities$/),
      project: matching(/^\/images\/vulnerabilities$/),
      times: matching(/\/cve$/),
      // Three by name, in two ways each; a page of the project; and a look at each.
      rows: matching(/^\/image\/cicd\/images$/),
      all: paths.length,
    }).toEqual({
      lists: 2 * COUNT,
      project: 4,
      times: 3,
      rows: 7 + COUNT,
      all: 2 * COUNT + 4 + 3 + 7 + COUNT,
    });
    expectOverlap(await hss.peak());
  });

  test('what it records is replayed to the same verdicts', async () => {
    await hss.reset();
    const file = join(temporaryFolder(), 'hss.json');
    const source = HssSource.record(file);
    expect(decisions((stack) => connect(hss, stack, { source }))).toEqual(EXPECTED);
    await hss.reset();
    const replay = HssSource.replay(file);
    expect(decisions((stack) => connect(hss, stack, { source: replay }))).toEqual(EXPECTED);
    expect(await hss.requests()).toEqual([]);
  });

  test('a snapshot without the lists says how to record them', () => {
    const file = join(temporaryFolder(), 'rows.json');
    const rowsAlone = policy({ imageSources: [ImageSource.CICD] });
    decisions((stack) => connect(hss, stack, { source: HssSource.record(file) }), rowsAlone);
    expect(() =>
      decisions((stack) => connect(hss, stack, { source: HssSource.replay(file) })),
    ).toThrow(/^HSS_SNAPSHOT_MISS: [^]*hss-gate snapshot record FILE IMAGE --policy POLICY/);
  });
});

describe('over a fixture', () => {
  const one: HssImageVulnerability = {
    vulId: 'V-1',
    severityLevel: VulnerabilitySeverity.HIGH,
    cves: [{ cveId: 'CVE-2026-10001', publishTime: Date.now() - 400 * DAY }],
  };
  const judged = (vulnerabilities: HssImageVulnerability[]) => {
    const stack = new TerraformStack(Testing.app(), 'shop');
    new HssConnection(stack, 'hss', {
      source: HssSource.fixture({
        cicdImages: rows,
        imageVulnerabilities: { 'i-app-0': vulnerabilities },
      }),
    });
    return new HssImageGate(stack, 'gate', { policy: POLICY }).evaluate(references[0]);
  };

  test('an image is judged by the vulnerabilities of its row', () => {
    expect(judged([one, { ...one, vulId: 'V-2' }])).toMatchObject({
      decision: 'DENY',
      findings: [{ ruleId: 'max-vulnerabilities-by-severity' }],
      vulnerabilities: [{ id: 'V-1' }, { id: 'V-2' }],
    });
  });

  test('a row with another number of them is not decided', () => {
    expect(() => judged([one])).toThrow(
      /^HSS_UNSTABLE_LIST: shop\/app-0:1\.4: its row says 2 vulnerabilities, and HSS lists 1[^]*imageVulnerabilities/,
    );
  });
});
