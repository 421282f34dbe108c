import { RepairNecessity, VulnerabilitySeverity } from '../../../src/contract/enums';
import { HssImageVulnerability } from '../../../src/contract/vulnerabilities/hss-image-vulnerability';
import { HandledVulnerabilities, KnownExploited, VulnerabilityStatus } from '../../../src/policy';
import { vulnerabilitiesOf } from '../../../src/policy/vulnerabilities/vulnerability';
import { feed, judged, violated } from '../fixtures';
import { NONE, countsOf, cve, outcomeOf, vulnerability, vulnerable } from './cases';

const { CRITICAL, HIGH, MEDIUM, LOW } = VulnerabilitySeverity;
const { IMMEDIATE_REPAIR, DELAY_REPAIR, NOT_NEEDED_REPAIR } = RepairNecessity;
const unknown = (repairNecessity?: RepairNecessity, change: Partial<HssImageVulnerability> = {}) =>
  vulnerability({ severityLevel: undefined, repairNecessity, ...change });

describe('what counts, from Critical to Low:', () => {
  test.each<{ given: string; listed: HssImageVulnerability[]; counts: number[] }>([
    { given: 'nothing', listed: [], counts: [0, 0, 0, 0] },
    { given: 'one', listed: [vulnerability()], counts: [0, 1, 0, 0] },
    {
      given: 'the same in three packages',
      listed: ['a', 'b', 'c'].map((appName) => vulnerability({ appName })),
      counts: [0, 1, 0, 0],
    },
    {
      given: 'the same with another severity in another package',
      listed: [LOW, MEDIUM].map((severityLevel) => vulnerability({ severityLevel })),
      counts: [0, 0, 1, 0],
    },
    {
      given: 'two rows without an ID',
      listed: [vulnerability({ vulId: undefined }), vulnerability({ vulId: '' })],
      counts: [0, 2, 0, 0],
    },
    {
      given: 'one to be repaired at once',
      listed: [unknown(IMMEDIATE_REPAIR)],
      counts: [1, 1, 0, 0],
    },
    {
      given: 'one to be repaired later, of an odd severity',
      listed: [unknown(DELAY_REPAIR)],
      counts: [1, 1, 1, 0],
    },
    {
      given: 'one that need not be repaired, of an odd severity',
      listed: [unknown(NOT_NEEDED_REPAIR)],
      counts: [1, 1, 1, 1],
    },
    { given: 'one of which HSS says nothing', listed: [unknown()], counts: [1, 1, 1, 1] },
    {
      given: 'one that is Critical here and unknown there',
      listed: [unknown(), vulnerability({ severityLevel: CRITICAL })],
      counts: [1, 0, 0, 0],
    },
    {
      given: 'one that is Medium here and unknown there',
      listed: [unknown(), vulnerability({ severityLevel: MEDIUM })],
      counts: [1, 1, 1, 0],
    },
    {
      given: 'one that is Low here and High or worse there',
      listed: [unknown(IMMEDIATE_REPAIR), vulnerability({ severityLevel: LOW })],
      counts: [1, 1, 0, 0],
    },
    {
      given: 'a row that can not be read',
      listed: [{ anomalies: ['row: expected an object, got null'], handled: false }],
      counts: [1, 1, 1, 1],
    },
  ])('$given as $counts', ({ listed, counts }) => {
    expect(countsOf(vulnerable(listed, NONE))).toEqual(counts);
    expect(countsOf(vulnerable([...listed].reverse(), NONE))).toEqual(counts);
  });
});

describe('handled ones', () => {
  const listed = [
    vulnerability({ handled: true }),
    vulnerability({ vulId: 'HSS-2', handled: true, appName: 'a' }),
    vulnerability({ vulId: 'HSS-2', handled: false, appName: 'b' }),
  ];
  const skip = { ...NONE, handled: HandledVulnerabilities.SKIP };

  test('count, unless the policy skips them', () => {
    expect(countsOf(vulnerable(listed, NONE))).toEqual([0, 2, 0, 0]);
    expect(countsOf(vulnerable(listed.slice(0, 1), skip))).toEqual([0, 0, 0, 0]);
  });
  test('count where they are handled in one package and not in another', () => {
    const given = vulnerable(listed, skip);
    expect(countsOf(given)).toEqual([0, 1, 0, 0]);
    expect(judged(given).verdict.vulnerabilities).toMatchObject([
      { id: 'HSS-2', status: VulnerabilityStatus.COUNTED, handled: false },
      { id: 'HSS-1', status: VulnerabilityStatus.HANDLED, handled: true },
    ]);
  });
  test('are not looked up in the feed where they are skipped', () => {
    const exploited = (handled: HandledVulnerabilities) =>
      violated(
        vulnerable(
          [vulnerability({ handled: true })],
          { knownExploited: KnownExploited.DENY, handled },
          { feed: feed([cve(1)]) },
        ),
      );
    expect(exploited(HandledVulnerabilities.COUNT)).toEqual(['known-exploited']);
    expect(exploited(HandledVulnerabilities.SKIP)).toEqual([]);
  });
});

describe('a vulnerability', () => {
  const cvesOf = (change: Partial<HssImageVulnerability>) =>
    vulnerabilitiesOf([vulnerability(change)])[0].cves;
  test.each<[change: Partial<HssImageVulnerability>, cves: object[] | undefined]>([
    [{ cves: undefined }, undefined],
    [{ cves: [] }, []],
    [{ cves: undefined, vulId: 'CVE-2026-1234' }, [{ cveId: 'CVE-2026-1234' }]],
    [{ cves: undefined, vulId: 'cve-2026-1234' }, [{ cveId: 'cve-2026-1234' }]],
    [{ cves: undefined, vulId: 'CVE-2026-123' }, undefined],
    [{ cves: undefined, vulId: 'not CVE-2026-1234' }, undefined],
    // The ID says of a CVE what the project's list does not.
    [{ cves: [], vulId: 'CVE-2026-1234' }, [{ cveId: 'CVE-2026-1234' }]],
    [
      { cves: [{ cveId: 'CVE-2026-0001' }], vulId: 'CVE-2026-1234' },
      [{ cveId: 'CVE-2026-0001' }, { cveId: 'CVE-2026-1234' }],
    ],
    [
      { cves: [{ cveId: 'CVE-2026-1234', cvss: 9.8 }], vulId: 'CVE-2026-1234' },
      [{ cveId: 'CVE-2026-1234', cvss: 9.8 }],
    ],
  ])('of %j has the CVEs %j', (change, cves) => {
    expect(cvesOf(change)).toEqual(cves);
  });

  test('has the packages and texts of all its rows, each once, in whatever order', () => {
    const rows = [
      vulnerability({ appName: 'b', url: 'https://b' }),
      vulnerability({ appName: 'a', appPath: '/a', position: 'layer 1', solution: 'a 2' }),
      vulnerability({ appName: 'a', appPath: '/a', position: 'layer 2', solution: 'a 2' }),
    ];
    const [merged, ...others] = vulnerabilitiesOf(rows);
    expect(others).toEqual([]);
    expect(merged).toMatchObject({
      packages: [
        { name: 'a', version: '1.1.1', path: '/a' },
        { name: 'b', version: '1.1.1' },
      ],
      solution: 'a 2',
      url: 'https://b',
    });
    expect(vulnerabilitiesOf([...rows].reverse())).toEqual([merged]);
  });
});

test('the worst come first, then by ID; a severity without a limit does not count', () => {
  const listed = [
    vulnerability({ vulId: 'B', severityLevel: LOW }),
    vulnerability({ vulId: 'C', severityLevel: HIGH }),
    vulnerability({ vulId: 'A', severityLevel: HIGH }),
    vulnerability({ vulId: 'D', severityLevel: CRITICAL }),
    unknown(IMMEDIATE_REPAIR, { vulId: 'E' }),
  ];
  const given = vulnerable(listed, { max: { high: 9 } });
  expect(outcomeOf(given).outcomes.map((one) => [one.vulnerability.id, one.status])).toEqual([
    ['D', VulnerabilityStatus.UNLIMITED],
    ['E', VulnerabilityStatus.COUNTED],
    ['A', VulnerabilityStatus.COUNTED],
    ['C', VulnerabilityStatus.COUNTED],
    ['B', VulnerabilityStatus.UNLIMITED],
  ]);
  expect(violated(given)).toEqual([]);
});
