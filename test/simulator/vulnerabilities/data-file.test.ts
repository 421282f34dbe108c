import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SimulatorData } from '../../../src/simulator';
import { readVulnerabilities } from '../../../src/simulator/vulnerabilities/data-file';
import { parseYaml } from '../../../src/simulator/data/exact-json';
import { closeAll, control, start } from '../support';
import { CICD, DATA, projectRowsOf, rowsOf } from './support';

afterAll(closeAll);

const HOUR = 3_600_000;
const read = (text: string) => readVulnerabilities(parseYaml(text) as object, 'file', 10 * HOUR);

test('publish times may be relative, and IDs stand for rows', () => {
  const { known, found, generates } = read(`
vulnerabilities:
  SA-1: { cve_list: [{ cve_id: CVE-1, publish_time: { hoursAgo: 4 } }, text, 7] }
  1: { severity_level: Low }
  bare:
image_vulnerabilities: { web: [SA-1, { vul_id: bare, handled: true, type: app_vul }], none: [], bare: }`);
  expect(Object.fromEntries(known)).toEqual({
    'SA-1': { cve_list: [{ cve_id: 'CVE-1', publish_time: 6 * HOUR }, 'text', 7] },
    1: { severity_level: 'Low' },
    bare: {},
  });
  expect(Object.fromEntries(found)).toEqual({
    web: [{ vul_id: 'SA-1' }, { vul_id: 'bare', handled: true, type: 'app_vul' }],
    none: [],
    bare: [],
  });
  expect(generates).toBe(false);
});

test.each([
  ['vulnerabilities: []', 'vulnerabilities must be an object { vulnerability ID: fields }'],
  ['vulnerabilities: { a: b }', 'vulnerabilities.a must be an object of fields'],
  ['vulnerabilities: { a: { type: os } }', 'vulnerabilities.a.type must be linux_vul or app_vul'],
  ['image_vulnerabilities: []', 'image_vulnerabilities must be an object { image ID: rows }'],
  ['image_vulnerabilities: { a: b }', 'image_vulnerabilities.a must be a list of rows'],
  ['image_vulnerabilities: { a: [7] }', 'image_vulnerabilities.a[0] must be an object of fields'],
  ['image_vulnerabilities: { a: [{ type: os }] }', 'a[0].type must be linux_vul or app_vul'],
  ['image_vulnerabilities: { a: [{ handled: yes! }] }', 'a[0].handled must be true or false'],
  [
    'image_vulnerabilities: { a: [{ severity_level: Low }] }',
    'a[0].severity_level must be in vulnerabilities, under the ID of the vulnerability',
  ],
  ['generate_vulnerabilities: all', 'generate_vulnerabilities must be true or false'],
])('%s is refused', (text, message) => {
  expect(() => read(text)).toThrow(message);
  expect(() => read(text)).toThrow(/^file: /);
});

test('fields that break the contract are sent as they are', async () => {
  const simulator = await start({
    data: {
      cicd_images: [{ image_id: 'a' }],
      vulnerabilities: {
        odd: { severity_level: 'Severe', cve_list: 'CVE-1', surprise: { deep: 1 } },
        empty: {},
      },
      image_vulnerabilities: { a: [{ vul_id: 'odd', version: 7, app_name: null }, {}, 'empty'] },
    },
  });
  const rows = await rowsOf(simulator, 'image/a/vulnerabilities', CICD);
  expect(rows).toEqual([{ vul_id: 'odd', version: 7, app_name: null }, {}, { vul_id: 'empty' }]);
  const [odd, empty, ...rest] = await projectRowsOf(simulator, 'cicd');
  expect(odd).toMatchObject({
    severity_level: 'Severe',
    cve_list: 'CVE-1',
    surprise: { deep: 1 },
  });
  expect(empty).toEqual({
    ...{ vul_id: 'empty', vul_name: 'empty', type: 'linux_vul', image_type: 'cicd', image_num: 1 },
  });
  expect(rest).toEqual([]);
  expect(await rowsOf(simulator, 'image/vulnerability/odd/cve')).toEqual([]);
});

test('the control API counts them', async () => {
  const simulator = await start({ data: DATA });
  expect((await control(simulator, 'GET', 'health')).json).toMatchObject({
    rows: {
      vulnerabilities: 3,
      image_vulnerabilities: { 'web-1': 3, 'api-2': 2, 'api-2-arm': 1, theirs: 2 },
    },
  });
});

test('the example of docs/testing.md has as many as its image says', async () => {
  const text = readFileSync(join(__dirname, '../../../docs/testing.md'), 'utf8');
  const example = /```yaml\n([^]*?vulnerabilities:[^]*?)```/.exec(text)![1];
  const simulator = await start({ data: parseYaml(example) as SimulatorData });
  const rows = await rowsOf(simulator, 'image/web-1/vulnerabilities', CICD);
  expect(rows.map((row) => row.app_name)).toEqual(['openssl', 'openssl-libs', 'lodash']);
  expect(await projectRowsOf(simulator, 'cicd')).toHaveLength(3);
  expect(example).toContain(`vul_num: ${rows.length}`);
});
