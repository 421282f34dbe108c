import { ENDPOINTS } from '../../src/contract/endpoints';
import { RepairNecessity, VulnerabilitySeverity } from '../../src/contract/enums';
import { EndpointId } from '../../src/contract/fields';
import { checkQuery } from '../../src/contract/query';
import { Row } from '../../src/contract/row';
import { HssFixture, checkFixture, listFixture } from '../../src/lookup/fixture';

/** A fixture answers the three lists about vulnerabilities as HSS would. */

const OPENSSL = {
  vulId: 'EulerOS-SA-1',
  severityLevel: VulnerabilitySeverity.CRITICAL,
  repairNecessity: RepairNecessity.IMMEDIATE_REPAIR,
  cves: [
    { cveId: 'CVE-2026-0001', cvss: 9.8, publishTime: 5 },
    { cveId: 'CVE-2026-0002', cvss: 5 },
  ],
  appName: 'openssl',
  version: '1.1.1',
};
const LOG4J = {
  vulId: 'CVE-2021-44228',
  repairNecessity: RepairNecessity.DELAY_REPAIR,
  appName: 'log4j-core',
  appPath: '/app/log4j.jar',
  handled: true,
};
const FIXTURE: HssFixture = {
  imageVulnerabilities: { a: [OPENSSL, LOG4J], b: [{ ...OPENSSL, handled: true }] },
};

const list = (endpoint: EndpointId, given: object, fixture = FIXTURE): Row[] =>
  listFixture(fixture, checkQuery(ENDPOINTS[endpoint], { ...given }));
const ofImage = (imageId: string, given: object = {}, fixture = FIXTURE): Row[] =>
  list(
    'image-vulnerabilities',
    { imageType: 'cicd', imageId, namespace: '', imageName: '', tagName: '', ...given },
    fixture,
  );
const ofProject = (given: object = {}, fixture = FIXTURE): Row[] =>
  list(
    'project-vulnerabilities',
    { imageType: 'cicd', type: 'linux_vul', handleStatus: 'unhandled', ...given },
    fixture,
  );

test.each<[string, object, string[]]>([
  ['a', {}, ['EulerOS-SA-1', 'CVE-2021-44228']],
  ['a', { handleStatus: 'unhandled' }, ['EulerOS-SA-1']],
  ['a', { handleStatus: 'handled' }, ['CVE-2021-44228']],
  ['a', { type: 'app_vul' }, ['CVE-2021-44228']],
  ['a', { type: 'linux_vul' }, ['EulerOS-SA-1']],
  ['a', { vulId: '44228' }, ['CVE-2021-44228']],
  ['a', { vulId: '' }, ['EulerOS-SA-1', 'CVE-2021-44228']],
  ['a', { appName: 'openssl' }, ['EulerOS-SA-1']],
  ['a', { appName: 'open' }, []],
  ['a', { repairNecessity: 'delay_repair' }, ['CVE-2021-44228']],
  ['b', { handleStatus: 'unhandled' }, []],
  ['none', {}, []],
  ['toString', {}, []],
])('the list of image %s with %j has %j', (imageId, given, ids) => {
  expect(ofImage(imageId, given).map(({ vulId }) => vulId)).toEqual(ids);
});

test('the list of an image has the fields of the API and no others', () => {
  expect(ofImage('a')[0]).toEqual({
    vulId: 'EulerOS-SA-1',
    repairNecessity: 'immediate_repair',
    appName: 'openssl',
    version: '1.1.1',
  });
});

test('the list of the project has severities and CVEs, those of every image', () => {
  const cveList = [
    { cveId: 'CVE-2026-0001', cvss: 9.8 },
    { cveId: 'CVE-2026-0002', cvss: 5 },
  ];
  const openssl = { vulId: 'EulerOS-SA-1', severityLevel: 'Critical', cveList };
  expect(ofProject()).toEqual([openssl]);
  expect(ofProject({ imageType: 'registry', handleStatus: 'handled' })).toEqual([openssl]);
  expect(ofProject({ type: 'app_vul', handleStatus: 'handled' })).toEqual([
    { vulId: 'CVE-2021-44228' },
  ]);
});

test('the CVEs of a vulnerability have their times, each once', () => {
  const cves = (vulId: string): Row[] => list('vulnerability-cves', { vulId });
  expect(cves('EulerOS-SA-1')).toEqual([
    { cveId: 'CVE-2026-0001', cvssScore: 9.8, publishTime: 5 },
    { cveId: 'CVE-2026-0002', cvssScore: 5 },
  ]);
  expect(cves('CVE-2021-44228')).toEqual([]);
});

test('what breaks the contract is an anomaly of its row, as in a live one', () => {
  const rows = [
    null,
    'CVE-2026-0001',
    { vulId: 'a', cves: 'CVE-2026-0001' },
    { vulId: 'b', cves: [null, { cveId: '', cvss: 11 }] },
    { vulId: 'c', severityLevel: 'Worst', repairNecessity: 'now' },
  ];
  const fixture = { imageVulnerabilities: { a: rows } } as unknown as HssFixture;
  checkFixture(fixture);
  expect(ofImage('a', {}, fixture)).toEqual([
    { anomalies: ['row: expected an object, got null'] },
    { anomalies: ['row: expected an object, got "CVE-2026-0001"'] },
    { vulId: 'a' },
    { vulId: 'b' },
    { vulId: 'c', anomalies: [expect.stringMatching(/^repair_necessity: /)] },
  ]);
  expect(ofProject({}, fixture)).toEqual([
    { vulId: 'a', anomalies: [expect.stringMatching(/^cve_list: expected a list/)] },
    {
      vulId: 'b',
      cveList: [{}, {}],
      anomalies: [
        expect.stringMatching(/^cve_list\[0\]: expected an object/),
        expect.stringMatching(/^cve_list\[1\]\.cve_id: /),
        expect.stringMatching(/^cve_list\[1\]\.cvss: /),
      ],
    },
    { vulId: 'c', anomalies: [expect.stringMatching(/^severity_level: /)] },
  ]);
  expect(list('vulnerability-cves', { vulId: 'a' }, fixture)).toEqual([]);
});
