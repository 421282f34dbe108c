import { ENDPOINTS } from '../../src/contract/endpoints';
import { InexactNumber } from '../../src/contract/exact-number';
import { EndpointId } from '../../src/contract/fields';
import { anomalyField } from '../../src/contract/anomaly';
import { readRow } from '../../src/contract/row';
import { Kind, PAGES, ScalarKind, allowed, beyond, isScalar, misfits } from './pages';

/** Checks the tables of src with valid and invalid values of every field of the API pages. */

const ENDPOINT_IDS = Object.keys(PAGES) as EndpointId[];

test.each(ENDPOINT_IDS)('%s has the fields of its page', (id) => {
  expect(Object.keys(ENDPOINTS[id].fields).sort()).toEqual(Object.keys(PAGES[id].fields).sort());
});

const FIELDS = ENDPOINT_IDS.flatMap((id) =>
  Object.entries(PAGES[id].fields)
    .filter((entry): entry is [string, readonly [string, ScalarKind]] => isScalar(entry[1][1]))
    .map(([prop, [name, kind]]) => ({ id, prop, name, kind })),
);

test.each(FIELDS)('a sound value of $id $name is kept', ({ id, prop, name, kind }) => {
  for (const value of allowed(kind)) {
    expect(readRow(ENDPOINTS[id], { [name]: value })).toEqual({ [prop]: value });
    expect(readRow(ENDPOINTS[id], { [prop]: value }, 'prop')).toEqual({ [prop]: value });
  }
  expect(readRow(ENDPOINTS[id], { [name]: null })).toEqual({});
});

test.each(FIELDS)('an unsound value of $id $name is an anomaly', ({ id, name, kind }) => {
  const unsound = [...beyond(kind), ...misfits(kind), new InexactNumber('9223372036854775807')];
  for (const value of unsound) {
    const row = readRow(ENDPOINTS[id], { [name]: value });
    expect(Object.keys(row)).toEqual(['anomalies']);
    expect(row.anomalies!.map(anomalyField)).toEqual([name]);
  }
});

test('the sample of the API page is valid except for its image_size', () => {
  const sample = {
    image_digest: 'sha256:cebcdacde18091448a5040dc55bb1a9f6540b093db8XXXXXX',
    image_id: 'cebcdacde18091448a5040dc55bb1a9f6540b093db8XXXXXX',
    image_name: 'centos7',
    image_size: '1000 单位(Bytes)',
    image_type: 'cicd',
    image_version: 'common',
    latest_scan_time: 1691748641788,
    latest_update_time: 1687664346000,
    latest_version: false,
    malicious_file_num: 0,
    namespace: 'aaa',
    scan_status: 'success',
    unsafe_setting_num: 1,
    vul_num: 111,
  };
  expect(readRow(ENDPOINTS['cicd-images'], sample)).toEqual({
    imageDigest: sample.image_digest,
    imageId: sample.image_id,
    imageName: 'centos7',
    imageType: 'cicd',
    imageVersion: 'common',
    latestScanTime: 1691748641788,
    latestUpdateTime: 1687664346000,
    latestVersion: false,
    maliciousFileNum: 0,
    namespace: 'aaa',
    scanStatus: 'success',
    unsafeSettingNum: 1,
    vulNum: 111,
    anomalies: ['image_size: expected a whole number, got "1000 单位(Bytes)"'],
  });
});

test.each([
  ['null', null, 'row: expected an object, got null'],
  ['a text', 'row', 'row: expected an object, got "row"'],
  ['a list', [], 'row: expected an object, got a list'],
  ['a number', new InexactNumber('1e999'), 'row: expected an object, got 1e999'],
])('a row that is %s is one anomaly', (_, raw, anomaly) => {
  expect(readRow(ENDPOINTS['cicd-images'], raw)).toEqual({ anomalies: [anomaly] });
});

test('unknown fields, and those that all objects have, are ignored', () => {
  const raw = JSON.parse('{"critical_num":3,"__proto__":{"vul_num":5}}') as object;
  expect(readRow(ENDPOINTS['cicd-images'], raw)).toEqual({});
});

test('an anomaly is short, however long its value is', () => {
  const row = readRow(ENDPOINTS['cicd-images'], { scan_status: 'x'.repeat(100_000) });
  expect(row.anomalies![0].length).toBeLessThan(300);
});

const registryImage = (raw: object, spelling?: 'prop'): object =>
  readRow(ENDPOINTS['registry-images'], raw, spelling);

test.each([
  { given: 0, id: '0' },
  { given: 42, id: '42' },
  { given: new InexactNumber('9007199254740993'), id: '9007199254740993' },
  { given: new InexactNumber('9223372036854775807'), id: '9223372036854775807' },
  { given: '9223372036854775807', id: '9223372036854775807' },
])('the ID $given of a row is kept digit by digit', ({ given, id }) => {
  expect(registryImage({ id: given })).toEqual({ id });
  expect(registryImage({ id }, 'prop')).toEqual({ id });
});

test.each([
  { given: -1 },
  { given: 0.5 },
  { given: new InexactNumber('9223372036854775808') },
  { given: new InexactNumber('1e3') },
  { given: '' },
  { given: '007' },
  { given: 'r-1' },
  { given: true },
  { given: [1] },
])('the ID $given of a row is an anomaly', ({ given }) => {
  expect(registryImage({ id: given })).toEqual({
    anomalies: [
      expect.stringMatching(/^id: expected a whole number from 0 to 9223372036854775807/),
    ],
  });
});

describe('a CVSS score', () => {
  const score = (cvss_score: unknown): object =>
    readRow(ENDPOINTS['vulnerability-cves'], { cvss_score });

  test.each<[unknown, number]>([
    [0, 0],
    [0.1, 0.1],
    [9.8, 9.8],
    [10.0, 10],
    // The client's form of a number that JavaScript would round.
    [new InexactNumber('9.80000000000000000001'), 9.8],
    [new InexactNumber('0.1e1'), 1],
  ])('of %p is %p', (given, cvssScore) => {
    expect(score(given)).toEqual({ cvssScore });
  });

  test.each<[unknown, string]>([
    ['9.8', 'got "9.8"'],
    [-0.1, 'got -0.1'],
    [10.1, 'got 10.1'],
    [11, 'got 11'],
    [NaN, 'got null'],
    [Infinity, 'got null'],
    [new InexactNumber('1e400'), 'got 1e400'],
    [new InexactNumber('-1e400'), 'got -1e400'],
    [true, 'got true'],
    [[9.8], 'got a list'],
  ])('of %p is an anomaly', (given, got) => {
    expect(score(given)).toEqual({
      anomalies: [`cvss_score: expected a number from 0 to 10, ${got}`],
    });
  });
});

test('an invalid CVE keeps its place in a vulnerability', () => {
  const cve_list = [{ cve_id: 'CVE-2026-1', cvss: 9.8 }, { cve_id: '', cvss: 11 }, null];
  expect(readRow(ENDPOINTS['project-vulnerabilities'], { cve_list })).toEqual({
    cveList: [{ cveId: 'CVE-2026-1', cvss: 9.8 }, {}, {}],
    anomalies: [
      'cve_list[1].cve_id: expected 1 to 32 characters, got 0',
      'cve_list[1].cvss: expected a number from 0 to 10, got 11',
      'cve_list[2]: expected an object, got null',
    ],
  });
});

test('the images of an index have all their fields', () => {
  const listed = PAGES['registry-images'].fields.associationImages[1];
  const fields = (listed as Extract<Kind, { listOf: object }>).listOf;
  const table = ENDPOINTS['registry-images'].fields.associationImages;
  expect(table.kind === 'objectList' && Object.keys(table.fields).sort()).toEqual(
    Object.keys(fields).sort(),
  );
  const api = { id: 7, image_digest: 'sha256:a', scan_status: 'success', vul_num: 2, newer: 1 };
  const row = { id: '7', imageDigest: 'sha256:a', scanStatus: 'success', vulNum: 2 };
  expect(registryImage({ association_images: [api, {}] })).toEqual({
    associationImages: [row, {}],
  });
  expect(registryImage({ associationImages: [row, {}] }, 'prop')).toEqual({
    associationImages: [row, {}],
  });
});

test('an anomaly of an image in an index has its position, which is kept', () => {
  const association_images = [{ vul_num: -1, image_name: 'web' }, 'sha256:b', { scan_status: 'x' }];
  expect(registryImage({ association_images })).toEqual({
    associationImages: [{ imageName: 'web' }, {}, {}],
    anomalies: [
      'association_images[0].vul_num: expected a whole number from 0 to 2147483647, got -1',
      'association_images[1]: expected an object, got "sha256:b"',
      expect.stringMatching(/^association_images\[2\]\.scan_status: expected one of /),
    ],
  });
  expect(registryImage({ association_images: {} })).toEqual({
    anomalies: ['association_images: expected a list, got an object'],
  });
});
