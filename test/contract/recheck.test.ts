import { ENDPOINTS } from '../../src/contract/endpoints';
import { InexactNumber } from '../../src/contract/exact-number';
import { EndpointId } from '../../src/contract/fields';
import { checkQuery } from '../../src/contract/query';
import { readRows } from '../../src/contract/recheck';

/** Exact filters are applied again to the rows of the server. */

const TIME = 1_700_000_000_000;
const cicd = 'cicd-images';
const CASES: {
  readonly id: EndpointId;
  readonly filter: object;
  readonly field: string;
  readonly kept: unknown[];
  readonly dropped: unknown[];
}[] = [
  {
    id: 'image-registries',
    filter: { registryId: 'a' },
    field: 'id',
    kept: ['a'],
    dropped: ['A', 'ab', 'a ', 'x'.repeat(65)],
  },
  {
    id: 'image-registries',
    filter: { registryTypes: ['Jfrog', 'Other'] },
    field: 'registry_type',
    kept: ['Other'],
    dropped: ['New'],
  },
  {
    id: 'image-registries',
    filter: { status: 'fail' },
    field: 'status',
    kept: ['fail'],
    dropped: ['success', 'new'],
  },
  {
    id: 'sync-task-registries',
    filter: { registryTypes: ['Other'] },
    field: 'registry_type',
    kept: ['Other'],
    dropped: ['Harbor'],
  },
  {
    id: 'sync-task-registries',
    filter: { syncStatus: 'running' },
    field: 'sync_status',
    kept: ['running'],
    dropped: ['failed'],
  },
  {
    id: 'image-vulnerabilities',
    filter: {
      ...{ imageType: 'cicd', imageId: 'a', namespace: '', imageName: '', tagName: '' },
      repairNecessity: 'delay_repair',
    },
    field: 'repair_necessity',
    kept: ['delay_repair'],
    dropped: ['immediate_repair', 'new'],
  },
  { id: cicd, filter: { imageId: 'a' }, field: 'image_id', kept: ['a'], dropped: ['b', ''] },
  { id: cicd, filter: { imageId: '' }, field: 'image_id', kept: ['a', ''], dropped: [] },
  {
    id: cicd,
    filter: { latestVersion: true },
    field: 'latest_version',
    kept: [true],
    dropped: [false],
  },
  {
    id: cicd,
    filter: { latestVersion: false },
    field: 'latest_version',
    kept: [true, false],
    dropped: [],
  },
  {
    id: cicd,
    filter: { scanStatus: 'success' },
    field: 'scan_status',
    kept: ['success'],
    dropped: ['scanning', 'download_failed'],
  },
  {
    id: cicd,
    filter: { severityLevel: 'High' },
    field: 'severity_level',
    kept: ['High'],
    dropped: ['Low', 'Critical'],
  },
  {
    id: cicd,
    filter: { startLatestScanTime: TIME },
    field: 'latest_scan_time',
    kept: [TIME, TIME + 1],
    dropped: [TIME - 1, 0],
  },
  {
    id: cicd,
    filter: { endLatestScanTime: TIME },
    field: 'latest_scan_time',
    kept: [TIME, 0],
    dropped: [TIME + 1],
  },
  {
    id: cicd,
    filter: { startLatestUpdateTime: TIME },
    field: 'latest_update_time',
    kept: [TIME],
    dropped: [TIME - 1],
  },
  {
    id: cicd,
    filter: { endLatestUpdateTime: TIME },
    field: 'latest_update_time',
    kept: [TIME],
    dropped: [TIME + 1],
  },
  {
    id: cicd,
    filter: { endLatestScanTime: 0 },
    field: 'latest_scan_time',
    kept: [0],
    dropped: [1],
  },
  { id: cicd, filter: { hasVul: true }, field: 'vul_num', kept: [1], dropped: [0] },
  { id: cicd, filter: { hasVul: false }, field: 'vul_num', kept: [0], dropped: [1] },
  {
    id: cicd,
    filter: { hasMaliciousFile: false },
    field: 'malicious_file_num',
    kept: [0],
    dropped: [1],
  },
  {
    id: cicd,
    filter: { hasUnsafeSetting: true },
    field: 'unsafe_setting_num',
    kept: [2],
    dropped: [0],
  },
  // HSS does not document whether names match exactly, so the rows of the server are kept.
  {
    id: cicd,
    filter: { imageName: 'web' },
    field: 'image_name',
    kept: ['web', 'web2', 'other'],
    dropped: [],
  },
  {
    id: 'image-registries',
    filter: { registryName: 'a' },
    field: 'registry_name',
    kept: ['a', 'b'],
    dropped: [],
  },
  {
    id: cicd,
    filter: { risky: true },
    field: 'severity_level',
    kept: ['Security', 'High'],
    dropped: [],
  },
];

test.each(CASES)(
  'rows of $id that $filter excludes are dropped',
  ({ id, filter, field, kept, dropped }) => {
    const spec = ENDPOINTS[id];
    const query = checkQuery(spec, {
      ...(id === 'sync-task-registries' ? { taskId: 't' } : {}),
      ...filter,
    });
    const raws = [...dropped, ...kept, ...dropped].map((value) => ({ [field]: value }));
    const prop = Object.keys(spec.fields).find((one) => spec.fields[one].name === field)!;
    expect(readRows(spec, query, raws).map((row) => row[prop])).toEqual(kept);
  },
);

test.each([
  ['is missing', {}, []],
  ['is null', { latest_scan_time: null }, []],
  ['is too large', { latest_scan_time: new InexactNumber('9223372036854775807') }, ['exact']],
  ['is a text', { latest_scan_time: '1700000000000' }, ['a whole number']],
])('a row whose field %s is kept, with an anomaly', (_, raw, before) => {
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
