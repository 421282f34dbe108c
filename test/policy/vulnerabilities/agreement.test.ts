import { HssImageVulnerability } from '../../../src/contract/vulnerabilities/hss-image-vulnerability';
import { Decision, recordsToList } from '../../../src/policy';
import { cicdRecord } from '../../../src/policy/records/cicd-record';
import { countedBy, disagreement, isSameScan } from '../../../src/policy/vulnerabilities/agreement';
import { judgeInput, judged, row } from '../fixtures';
import { NONE, vulnerability, vulnerable } from './cases';

/** Four rows of three vulnerabilities; one row is handled. */
const LISTED = [
  vulnerability({ appName: 'a' }),
  vulnerability({ appName: 'b' }),
  vulnerability({ vulId: 'HSS-2', handled: true }),
  vulnerability({ vulId: undefined }),
];

test.each<[vulNum: number | undefined, what: string | undefined]>([
  [4, 'the rows of its list'],
  [3, 'the rows of its list that are not handled'],
  [2, 'the vulnerabilities of its list that are not handled'],
  [1, undefined],
  [0, undefined],
  [5, undefined],
  [-1, undefined],
])('a count of %s counts %s', (vulNum, what) => {
  expect(countedBy({ vulNum }, LISTED)).toBe(what);
  expect(disagreement({ vulNum }, LISTED)).toBe(
    what === undefined
      ? `its row says ${vulNum} vulnerabilities, and HSS lists 4 (1 handled)`
      : undefined,
  );
});

test('rows without an ID are each a vulnerability', () => {
  const rows = ['', '', undefined].map((vulId) => vulnerability({ vulId }));
  expect(countedBy({ vulNum: 3 }, rows)).toBeDefined();
  expect(countedBy({ vulNum: 1 }, rows)).toBeUndefined();
});

test('nothing listed agrees with none, and a row that says no count with anything', () => {
  expect(disagreement({ vulNum: 0 }, [])).toBeUndefined();
  expect(disagreement({ vulNum: 1 }, [])).toBe('its row says 1 vulnerabilities, and HSS lists 0');
  expect(disagreement({ vulNum: undefined }, LISTED)).toBeUndefined();
});

test.each<[what: string, given: Parameters<typeof vulnerable>[2]]>([
  [
    'lists more',
    {
      listed: [...LISTED, ...['HSS-5', 'HSS-6', 'HSS-7'].map((vulId) => vulnerability({ vulId }))],
    },
  ],
  ['lists fewer', { listed: LISTED.slice(0, 1) }],
  ['lists none', { listed: [] }],
  ['lists nothing of the image', { listed: {} }],
  ['was not asked', { listed: undefined }],
])('an image is never allowed where HSS %s', (_, given) => {
  const limits = { max: { low: 99 } };
  expect(judged(vulnerable(LISTED, limits)).verdict.decision).toBe(Decision.ALLOW);
  const { verdict } = judged(vulnerable(LISTED, limits, given));
  expect(verdict.decision).toBe(Decision.DENY);
  expect(verdict.vulnerabilities).toBeUndefined();
});

test.each<[change: object, isSame: boolean]>([
  [{}, true],
  [{ latestUpdateTime: 7 }, true],
  [{ latestScanTime: 7 }, false],
  [{ scanStatus: 'scanning' }, false],
  [{ vulNum: 7 }, false],
  [{ imageDigest: 'sha256:x' }, false],
])('a row with %j changed is of the same scan: %s', (change, isSame) => {
  expect(isSameScan(cicdRecord(row()), cicdRecord(row(change)))).toBe(isSame);
});

describe('the records to list', () => {
  const of = (listed: HssImageVulnerability[], given?: Parameters<typeof vulnerable>[2]) =>
    recordsToList(judgeInput(vulnerable(listed, NONE, given)));
  test('are none where the policy does not look at vulnerabilities, or nothing is listed', () => {
    expect(recordsToList(judgeInput({ rows: [row({ imageId: 'i-1' })] }))).toEqual([]);
    expect(of([], { rows: [] })).toEqual([]);
  });
  test('are the one that decides, also where it has none', () => {
    const rows = [
      row({ imageId: 'i-1', vulNum: 0 }),
      row({ imageId: 'i-2', vulNum: 0, latestScanTime: 1, registryName: 'other' }),
    ];
    expect(of([], { rows }).map((record) => record.row.imageId)).toEqual(['i-1']);
  });
  test('are as HSS lists them, where the worst of scans at the same time is judged', () => {
    const rows = [
      row({ imageId: 'i-1', vulNum: 1, maliciousFileNum: 2 }),
      row({ imageId: 'i-2', vulNum: 3, registryName: 'other' }),
    ];
    const [record, ...others] = of([], { rows });
    expect(others).toEqual([]);
    expect([record.row.imageId, record.vulNum]).toEqual(['i-1', 1]);
  });
});
