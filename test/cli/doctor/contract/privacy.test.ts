import type { SimulatorData } from '../../../../src/simulator';
import { startHss } from '../../../support/hss';
import { contractSurvey } from './support';

/** What must never be in a report: every free text of the rows here is a marker, which is looked for in all output. */

let marks = 0;
/** A text that stands nowhere else. */
const mark = (): string => `Zq${(marks++).toString(36)}Marker`;
/** A digest that no other row has. */
const digest = (): string => `sha256:${(0xabc000 + marks++).toString(16).padStart(64, 'c0ffee')}`;
const rowId = (): number => 77_000_000_000 + marks++;

const unknown = () => ({
  owner_name: mark(),
  tags: { [mark()]: mark() },
  history: [{ author: mark() }, [mark()]],
  [mark()]: 1,
});

const scanned = () => ({
  scan_status: 'success',
  severity_level: 'Low',
  latest_scan_time: 1764000000000 + marks,
  vul_num: marks,
  scan_failed_desc: mark(),
});

const platform = () => ({
  id: rowId(),
  image_id: mark(),
  image_name: mark(),
  image_version: mark(),
  namespace: mark(),
  image_digest: digest(),
  scan_status: 'success',
  ...unknown(),
});

const registryImage = () => ({
  ...platform(),
  ...scanned(),
  image_type: 'harbor',
  registry_id: mark(),
  registry_name: mark(),
  registry_type: 'Harbor',
  domain_name: mark(),
  instance_name: mark(),
  instance_id: mark(),
  instance_url: `https://${mark()}.example.com/${mark()}`,
  is_multiple_arch: true,
  association_images: [platform(), platform()],
});

const cicdImage = () => ({
  image_id: mark(),
  cicd_name: mark(),
  namespace: mark(),
  image_name: mark(),
  image_digest: digest(),
  image_version: mark(),
  registry_name: mark(),
  image_type: 'cicd',
  registry_type: 'cicd',
  ...scanned(),
  ...unknown(),
});

const registry = (address: string) => ({
  id: mark(),
  registry_name: mark(),
  registry_type: 'Harbor',
  registry_addr: address,
  registry_username: mark(),
  namespace: mark(),
  connect_cluster_id: mark(),
  status: 'success',
  ...unknown(),
});

const many = <T>(make: () => T): T[] => Array.from({ length: 70 }, make);

const TASK = mark();
const DATA: SimulatorData = {
  cicd_images: many(cicdImage),
  registry_images: many(registryImage),
  image_registries: [
    registry(mark()),
    registry(`https://${mark()}:${mark()}@${mark()}.example.com:8443/${mark()}/`),
    registry(`swr.${mark()}.myhuaweicloud.com`),
  ],
  image_sync_task_registries: {
    [TASK]: [{ registry_id: mark(), registry_name: mark(), failed_reason: mark(), ...unknown() }],
  },
};

const PROJECT = '00112233445566778899aabbccddeeff';

test.each(['text', 'json'])(
  'no name, ID, digest, address or project is in the %s',
  async (format) => {
    const hss = await startHss({ data: DATA, projectId: PROJECT });
    const { exitCode, stdout, stderr } = await contractSurvey(
      hss,
      ...['--format', format, '--sync-task', TASK],
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    // It has looked at all of them, and names what the contract does not know.
    expect(stdout).toContain('owner_name');
    expect(stdout).toContain('association_images[].owner_name');
    expect(stdout).toContain('sha256:<64 lower-case hex>');
    expect(stdout).not.toMatch(/marker|c0ffee|abc0|77000|example|https:/i);
    expect(stdout).not.toContain(PROJECT);
    expect(stdout).not.toContain(hss.endpoint);
    expect(stdout).not.toContain(hss.options.credentials.token);
  },
);

test.each(['text', 'json'])('HSS’s own words about a failure are not in the %s', async (format) => {
  const errorMsg = `${mark()} may not read ${PROJECT}`;
  const hss = await startHss({
    data: DATA,
    projectId: PROJECT,
    faults: [
      { kind: 'status', status: 403, endpoint: 'registries', errorCode: mark(), errorMsg },
      { kind: 'status', status: 403, endpoint: 'statistics', errorCode: 'HSS.0013', errorMsg },
    ],
  });
  const { exitCode, stdout } = await contractSurvey(hss, '--format', format);
  expect(exitCode).toBe(1);
  expect(stdout).toContain('HSS_FORBIDDEN');
  expect(stdout).toContain('HSS.0013');
  expect(stdout).not.toMatch(/marker|may not read/i);
  expect(stdout).not.toContain(PROJECT);
});

test.each(['text', 'json'])('what stands beside the rows is not in the %s', async (format) => {
  const [type, beside] = [mark(), () => ({ [mark()]: mark(), note: mark() })];
  const rows = [{ ...registry(mark()), registry_type: type, registry_name: type }];
  const hss = await startHss({
    data: DATA,
    faults: [
      {
        kind: 'wrong-type',
        endpoint: 'registries',
        value: { total_num: 1, data_list: rows, ...beside() },
      },
      {
        kind: 'wrong-type',
        endpoint: 'statistics',
        value: { local_num: mark(), cicd_num: 70, ...beside() },
      },
    ],
  });
  const { stdout } = await contractSurvey(hss, '--format', format);
  expect(stdout).toContain('ListRegistry: an answer has the field note');
  expect(stdout).toContain('ShowImageAssetStatistics: the field note is not in the contract');
  expect(stdout).not.toMatch(/marker/i);
});

test('a new value of an enum is in it, unless it is a text of the rows or no word', async () => {
  const name = mark();
  const hss = await startHss({
    data: {
      cicd_images: [
        { ...cicdImage(), scan_status: 'quarantined' },
        { ...cicdImage(), scan_status: name, image_name: name },
        { ...cicdImage(), severity_level: `${name}-High` },
        { ...cicdImage(), pipeline_type: `pipeline ${mark()}` },
        { ...cicdImage(), registry_type: PROJECT },
      ],
    },
    projectId: PROJECT,
  });
  const { stdout } = await contractSurvey(hss);
  expect(stdout).toContain('scan_status has the value quarantined (1)');
  expect(stdout).toContain('scan_status has the value text of 11 characters');
  expect(stdout).not.toMatch(/marker/i);
  expect(stdout).not.toContain(PROJECT);
});
