import { ENDPOINTS } from '../../src/contract/endpoints';
import { InexactNumber } from '../../src/contract/exact-number';
import { EndpointId } from '../../src/contract/fields';
import { checkQuery } from '../../src/contract/query';
import { readRows } from '../../src/contract/recheck';

/** Filters that are exact by nature are applied again to what the server sent. */

type Case = [id: EndpointId, filter: object, field: string, kept: unknown[], dropped: unknown[]];
const TIME = 1_700_000_000_000;
const cicd = 'cicd-images';
const CASES: Case[] = [
  ['image-registries', { registryId: 'a' }, 'id', ['a'], ['A', 'ab', 'a ', 'x'.repeat(65)]],
  ['image-registries', { registryTypes: ['Jfrog', 'Other'] }, 'registry_type', ['Other'], ['New']],
  ['image-registries', { status: 'fail' }, 'status', ['fail'], ['success', 'new']],
  ['sync-task-registries', { registryTypes: ['Other'] }, 'registry_type', ['Other'], ['Harbor']],
  ['sync-task-registries', { syncStatus: 'running' }, 'sync_status', ['running'], ['failed']],
  [cicd, { imageId: 'a' }, 'image_id', ['a'], ['b', '']],
  [cicd, { imageId: '' }, 'image_id', ['a', ''], []],
  [cicd, { latestVersion: true }, 'latest_version', [true], [false]],
  [cicd, { latestVersion: false }, 'latest_version', [true, false], []],
  [cicd, { scanStatus: 'success' }, 'scan_status', ['success'], ['scanning', 'download_failed']],
  [cicd, { severityLevel: 'High' }, 'severity_level', ['High'], ['Low', 'Critical']],
  [cicd, { startLatestScanTime: TIME }, 'latest_scan_time', [TIME, TIME + 1], [TIME - 1, 0]],
  [cicd, { endLatestScanTime: TIME }, 'latest_scan_time', [TIME, 0], [TIME + 1]],
  [cicd, { startLatestUpdateTime: TIME }, 'latest_update_time', [TIME], [TIME - 1]],
  [cicd, { endLatestUpdateTime: TIME }, 'latest_update_time', [TIME], [TIME + 1]],
  [cicd, { endLatestScanTime: 0 }, 'latest_scan_time', [0], [1]],
  [cicd, { hasVul: true }, 'vul_num', [1], [0]],
  [cicd, { hasVul: false }, 'vul_num', [0], [1]],
  [cicd, { hasMaliciousFile: false }, 'malicious_file_num', [0], [1]],
  [cicd, { hasUnsafeSetting: true }, 'unsafe_setting_num', [2], [0]],
  // By part or exactly: nobody knows, so the server's choice stands.
  [cicd, { imageName: 'web' }, 'image_name', ['web', 'web2', 'other'], []],
  ['image-registries', { registryName: 'a' }, 'registry_name', ['a', 'b'], []],
  [cicd, { risky: true }, 'severity_level', ['Security', 'High'], []],
];

test.each(CASES)('%s %j', (id, filter, field, kept, dropped) => {
  const spec = ENDPOINTS[id];
  const query = checkQuery(spec, {
    ...(id === 'sync-task-registries' ? { taskId: 't' } : {}),
    ...filter,
  });
  const raws = [...dropped, ...kept, ...dropped].map((value) => ({ [field]: value }));
  const prop = Object.keys(spec.fields).find((one) => spec.fields[one].name === field)!;
  expect(readRows(spec, query, raws).map((row) => row[prop])).toEqual(kept);
});

test.each([
  ['is missing', {}, []],
  ['is null', { latest_scan_time: null }, []],
  ['is too large', { latest_scan_time: new InexactNumber('9223372036854775807') }, ['exact']],
  ['is a text', { latest_scan_time: '1700000000000' }, ['a whole number']],
])('a row whose field %s stays, and says so', (_, raw, before) => {
  const query = checkQuery(ENDPOINTS[cicd], { startLatestScanTime: TIME, severityLevel: 'High' });
  const rows = readRows(ENDPOINTS[cicd], query, [{ ...raw, severity_level: 'High' }]);
  expect(rows).toEqual([
    {
      severityLevel: 'High',
      anomalies: [
        ...before.map((words) => expect.stringContaining(words) as string),
        expect.stringMatching(/^latest_scan_time: .*start_latest_scan_time could not be checked$/),
      ],
    },
  ]);
});
