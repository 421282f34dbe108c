import { ENDPOINTS } from '../../src/contract/endpoints';
import { RegistryType, ScanStatus, SeverityLevel, SyncStatus } from '../../src/contract/enums';
import { EndpointId } from '../../src/contract/fields';
import { checkQuery } from '../../src/contract/query';
import { HssFixture, listFixture } from '../../src/lookup/fixture';
import { checkFixture } from '../../src/lookup/fixture';
import { Lookups } from '../../src/lookup/lookups';
import { failureOf } from '../support/failure';

/** A fixture answers as HSS would: by the endpoint's filters, in its order. */

const FIXTURE: HssFixture = {
  cicdImages: [
    { imageId: 'a', namespace: 'shop', imageName: 'web', imageVersion: '1', latestScanTime: 30 },
    { imageId: 'b', namespace: 'shop', imageName: 'web', imageVersion: '2', latestScanTime: 10 },
    { imageId: 'c', imageName: 'web2', severityLevel: SeverityLevel.HIGH, vulNum: 3 },
    {
      imageId: 'd',
      cicdName: 'ci',
      imageSize: 5,
      scanStatus: ScanStatus.SUCCESS,
      severityLevel: SeverityLevel.SECURITY,
      latestVersion: false,
      vulNum: 0,
      latestScanTime: 20,
    },
  ],
  imageRegistries: [
    { id: 'a', registryName: 'one', registryAddr: 'x:1', registryType: RegistryType.OTHER },
    { id: 'b', registryName: 'two', registryAddr: 'y:1', registryType: RegistryType.JFROG },
  ],
  imageSyncTaskRegistries: {
    task: [
      { registryId: 'a', registryName: 'one', syncStatus: SyncStatus.RUNNING },
      { registryId: 'b', registryName: 'two', syncStatus: SyncStatus.FAILED },
    ],
    empty: [],
  },
};

const list = (id: EndpointId, given: object) =>
  listFixture(FIXTURE, checkQuery(ENDPOINTS[id], { ...given }));
const ids = (id: EndpointId, given: object) =>
  list(id, given).map((row) => row.imageId ?? row.id ?? row.registryId);

const CASES: [EndpointId, object, string][] = [
  ['cicd-images', {}, 'abcd'],
  ['cicd-images', { enterpriseProjectId: 'all_granted_eps' }, 'abcd'],
  ['cicd-images', { imageName: 'web' }, 'ab'],
  ['cicd-images', { namespace: 'shop', imageName: 'web', imageVersion: '2' }, 'b'],
  ['cicd-images', { namespace: 'other' }, ''],
  ['cicd-images', { imageId: 'a' }, 'a'],
  ['cicd-images', { cicdName: 'ci' }, 'd'],
  ['cicd-images', { imageSize: 5 }, 'd'],
  ['cicd-images', { risky: true }, 'c'],
  ['cicd-images', { risky: false }, 'd'],
  ['cicd-images', { severityLevel: 'High', hasVul: true }, 'c'],
  ['cicd-images', { sortKey: 'latest_scan_time' }, 'cbda'],
  ['cicd-images', { sortKey: 'latest_scan_time', sortDir: 'asc' }, 'cbda'],
  ['cicd-images', { sortKey: 'latest_scan_time', sortDir: 'desc' }, 'adbc'],
  // What a row doesn't say is neither.
  ['cicd-images', { hasVul: false }, 'd'],
  ['cicd-images', { startLatestScanTime: 0 }, 'abd'],
  // Nothing asked.
  ['cicd-images', { imageId: '', cicdName: '' }, 'abcd'],
  ['cicd-images', { latestVersion: false }, 'abcd'],
  ['cicd-images', { latestVersion: true }, ''],
  ['image-registries', {}, 'ab'],
  ['image-registries', { registryName: 'two' }, 'b'],
  ['image-registries', { registryAddr: 'x:1' }, 'a'],
  ['image-registries', { registryTypes: ['Jfrog', 'Harbor'] }, 'b'],
  ['sync-task-registries', { taskId: 'task' }, 'ab'],
  ['sync-task-registries', { taskId: 'task', syncStatus: 'failed' }, 'b'],
  ['sync-task-registries', { taskId: 'task', registryName: 'one' }, 'a'],
  ['sync-task-registries', { taskId: 'empty' }, ''],
];

test.each(CASES)('a fixture lists what matches %s %j: %s', (id, given, expected) => {
  expect(ids(id, given)).toEqual([...expected]);
});

test('a list that is left out has no rows', () => {
  const query = checkQuery(ENDPOINTS['cicd-images'], {});
  expect(listFixture({}, query)).toEqual([]);
});

test('a row that breaks the contract has anomalies, as a live one would', () => {
  const fixture = { cicdImages: [{ imageId: 'a', vulNum: -1, anomalies: ['mine'] }] };
  const rows = listFixture(fixture, checkQuery(ENDPOINTS['cicd-images'], {}));
  expect(rows).toEqual([{ imageId: 'a', anomalies: [expect.stringMatching(/^vul_num: .*-1/)] }]);
});

test.each(['other', 'toString'])(
  'a task that the fixture lacks is not found: %s',
  async (taskId) => {
    const query = checkQuery(ENDPOINTS['sync-task-registries'], { taskId });
    const lookup = Lookups.of({}).start(
      { kind: 'fixture', fixture: FIXTURE },
      {},
      query,
      undefined,
    );
    const { code, message } = await failureOf(() => lookup.rows);
    expect([code, message]).toEqual(['HSS_NOT_FOUND', expect.stringContaining('task, empty')]);
  },
);

test('equal queries of a fixture are one lookup; its rows are a copy', () => {
  const lookups = Lookups.of({});
  const start = (fixture: HssFixture) => {
    const query = checkQuery(ENDPOINTS['image-registries'], {});
    return lookups.start({ kind: 'fixture', fixture }, {}, query, undefined);
  };
  expect(start(FIXTURE)).toBe(start(FIXTURE));
  expect(start(FIXTURE)).not.toBe(start({ ...FIXTURE }));
  expect(start(FIXTURE).rows).toEqual(FIXTURE.imageRegistries);
  expect(start(FIXTURE).rows).toBe(start(FIXTURE).rows);
});

test.each([
  [{ cicdImage: [] }, 'the fixture has no "cicdImage"'],
  [{ cicdImages: [{ image_name: 'web' }] }, 'a row of cicd-images has no "image_name"'],
  [{ imageRegistries: [{ name: 'x' }] }, 'a row of image-registries has no "name"'],
  [{ imageSyncTaskRegistries: { t: [{ id: 'x' }] } }, 'a row of sync-task-registries has no "id"'],
  [{ imageVulnerabilities: { i: [{ cve: 'x' }] } }, 'a row of imageVulnerabilities has no "cve"'],
  [
    { imageVulnerabilities: { i: [{ cves: [{ id: 'x' }] }] } },
    'one of cves of a row of imageVulnerabilities has no "id"',
  ],
])('a misspelt fixture is refused: %j', (fixture, message) => {
  expect(() => checkFixture(fixture as object)).toThrow(`HSS_INVALID_ARGUMENT: ${message}`);
});
