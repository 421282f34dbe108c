import { Query } from '../../../src/contract/query';
import { HandleStatus, RepairNecessity, VulnerabilitySeverity } from '../../../src/contract/enums';
import { ImageVulnerabilityRow } from '../../../src/contract/vulnerabilities/image-vulnerability';
import { HssImageVulnerability } from '../../../src/contract/vulnerabilities/hss-image-vulnerability';
import { mergeVulnerabilities } from '../../../src/contract/vulnerabilities/merge';
import { ProjectVulnerabilityRow } from '../../../src/contract/vulnerabilities/project-vulnerability';
import { VulnerabilityCveRow } from '../../../src/contract/vulnerabilities/vulnerability-cve';
import { clientOf, startHss } from '../../support/hss';
import { closeAll, Row, start } from '../support';
import { CICD, projectRowsOf, rowsOf } from './support';

afterAll(closeAll);

const ROWS = 100;

/** Lists by the client, so that its contract is checked, too. */
let client: Awaited<ReturnType<typeof clientOf>>;
beforeAll(async () => {
  client = await clientOf((await startHss({ rows: ROWS })).options);
});

async function list<T>(endpoint: Query['endpoint'], values: Query['values'] = {}): Promise<T[]> {
  const rows = await client.list({ endpoint, values });
  expect(rows.filter(({ anomalies }) => anomalies !== undefined)).toEqual([]);
  return rows as T[];
}

const found = (row: Row, handleStatus: HandleStatus): Promise<ImageVulnerabilityRow[]> =>
  list('image-vulnerabilities', {
    imageId: String(row.imageId),
    imageType: String(row.imageType),
    namespace: String(row.namespace),
    imageName: String(row.imageName),
    tagName: String(row.imageVersion),
    handleStatus,
  });

async function projectList(imageType: string): Promise<ProjectVulnerabilityRow[]> {
  const rows = await Promise.all(
    ['linux_vul', 'app_vul'].flatMap((type) =>
      Object.values(HandleStatus).map((handleStatus) =>
        list<ProjectVulnerabilityRow>('project-vulnerabilities', { type, handleStatus, imageType }),
      ),
    ),
  );
  return rows.flat();
}

describe.each(['cicd', 'registry'])('generated vulnerabilities of the list %s', (pool) => {
  let project: ProjectVulnerabilityRow[];
  let images: { readonly image: Row; readonly merged: HssImageVulnerability[] }[];
  beforeAll(async () => {
    project = await projectList(pool);
    const all = await list<Row>(pool === 'cicd' ? 'cicd-images' : 'registry-images');
    const rows = all.filter(({ vulNum }, index) => Number(vulNum) > 0 || index < 10);
    images = await Promise.all(
      rows.map(async (image) => {
        const [unhandled, handled] = await Promise.all([
          found(image, HandleStatus.UNHANDLED),
          found(image, HandleStatus.HANDLED),
        ]);
        return { image, merged: mergeVulnerabilities({ unhandled, handled, project }) };
      }),
    );
  });

  test('are as many as the image has', () => {
    expect(images.length).toBeGreaterThan(20);
    expect(images.map(({ merged }) => merged.length)).toEqual(
      images.map(({ image }) => image.vulNum ?? 0),
    );
  });

  test('are as severe as the image, and never worse', () => {
    const levels = images.map(({ merged }) => {
      const severities = new Set(merged.map(({ severityLevel }) => severityLevel));
      const worst = Object.values(VulnerabilitySeverity).find((one) => severities.has(one));
      return worst === VulnerabilitySeverity.CRITICAL ? 'High' : (worst ?? 'none');
    });
    expect(levels).toEqual(
      images.map(({ image }) => (image.vulNum ? image.severityLevel : 'none')),
    );
    expect(new Set(levels)).toEqual(new Set(['High', 'Medium', 'Low', 'none']));
    const all = images.flatMap(({ merged }) => merged);
    expect(new Set(all.map(({ severityLevel }) => severityLevel)).size).toBe(4);
    expect(new Set(all.map(({ handled }) => handled)).size).toBe(2);
  });

  test('stand in the list of the project exactly if an image has them', () => {
    const ids = images.map(({ merged }) => [...new Set(merged.map(({ vulId }) => vulId))]);
    expect(new Set(project.map(({ vulId }) => vulId))).toEqual(new Set(ids.flat()));
    expect(ids.flat().length).toBeGreaterThan(new Set(ids.flat()).size);
    const rows = images.flatMap(({ merged }) => merged).length;
    expect(rows).toBeGreaterThan(ids.flat().length);
  });
});

test('notices have several CVEs with scores of their severity, each published some time ago', async () => {
  const project = await projectList('cicd');
  const ranges = { Critical: [9, 10], High: [7, 8.9], Medium: [4, 6.9], Low: [0.1, 3.9] };
  const counts = new Set<number>();
  for (const { severityLevel, cveList = [], maxCvssScore } of project) {
    const [least, most] = ranges[severityLevel!];
    counts.add(cveList.length);
    if (cveList.length === 0) continue;
    expect(maxCvssScore).toBeGreaterThanOrEqual(least);
    expect(maxCvssScore).toBeLessThanOrEqual(most);
  }
  // One request each: some will do.
  const some = project.filter((_row, index) => index % 10 === 0);
  const lists = await Promise.all(
    some.map(({ vulId }) => list<VulnerabilityCveRow>('vulnerability-cves', { vulId: vulId! })),
  );
  expect(lists.map((cves) => cves.map(({ cveId, cvssScore: cvss }) => ({ cveId, cvss })))).toEqual(
    some.map(({ cveList }) => cveList),
  );
  for (const { publishTime } of lists.flat()) expect(publishTime).toBeLessThan(Date.now());
  expect([...counts].sort()).toEqual([0, 1, 2, 3, 4]);
});

test('CVE IDs are those of one vulnerability each', async () => {
  const byId = new Map((await projectList('cicd')).map((row) => [row.vulId, row]));
  const cves = [...byId.values()].flatMap(({ cveList = [] }) => cveList.map((cve) => cve.cveId));
  expect(cves.length).toBeGreaterThan(100);
  expect(new Set(cves).size).toBe(cves.length);
});

test('are the same each time, apart from times', async () => {
  const timeless = (rows: readonly Row[]): string =>
    JSON.stringify(rows).replace(/"(scan|publish)_time":\d+/g, '');
  const [first, second] = await Promise.all(
    [1, 2].map(async () => timeless(await projectRowsOf(await start({ rows: 40 }), 'cicd'))),
  );
  expect(first).toBe(second);
  expect(first.length).toBeGreaterThan(1000);
});

test.each(['HCE2-SA-2026-8999', 'HCE2-SA-1999-9001', 'HCVD-APP-CVE-2026-9000001', 'CVE-1', '%'])(
  'the CVEs of %s, which is generated nowhere, are an empty list',
  async (vulId) => {
    const path = `image/vulnerability/${encodeURIComponent(vulId)}/cve`;
    expect(await rowsOf(await start({ rows: 1 }), path)).toEqual([]);
  },
);

describe('of a data file that asks for them', () => {
  const data = {
    generate_vulnerabilities: true,
    cicd_images: [
      { image_id: 'a', vul_num: 3, severity_level: 'Medium' },
      { image_id: 'b', vul_num: 5, severity_level: 'High' },
      { image_id: 'c', vul_num: '2' },
    ],
    vulnerabilities: { 'SA-1': { severity_level: 'Low' } },
    image_vulnerabilities: { b: ['SA-1'] },
  };

  test('images have their vul_num, but for those whose vulnerabilities are listed', async () => {
    const simulator = await start({ data });
    const of = (id: string) => rowsOf(simulator, `image/${id}/vulnerabilities`, CICD);
    const necessities = (await of('a')).map((row) => row.repair_necessity);
    expect(necessities).toEqual([
      RepairNecessity.DELAY_REPAIR,
      RepairNecessity.DELAY_REPAIR,
      RepairNecessity.NOT_NEEDED_REPAIR,
    ]);
    expect(await of('b')).toEqual([{ vul_id: 'SA-1', repair_necessity: 'not_needed_repair' }]);
    expect(await of('c')).toEqual([]);
    const ids = (await projectRowsOf(simulator, 'cicd')).map((row) => row.vul_id);
    expect(ids).toContain('SA-1');
    expect(new Set(ids).size).toBeGreaterThan(2);
  });
});
