import { RepairNecessity, VulnerabilitySeverity } from '../../../src/contract/enums';
import { ImageVulnerabilityRow } from '../../../src/contract/vulnerabilities/image-vulnerability';
import { mergeVulnerabilities, worstOf } from '../../../src/contract/vulnerabilities/merge';
import { ProjectVulnerabilityRow } from '../../../src/contract/vulnerabilities/project-vulnerability';

const { CRITICAL, HIGH, MEDIUM, LOW } = VulnerabilitySeverity;
const { IMMEDIATE_REPAIR, DELAY_REPAIR, NOT_NEEDED_REPAIR } = RepairNecessity;

const own = (change: Partial<ImageVulnerabilityRow> = {}): ImageVulnerabilityRow => ({
  vulId: 'HSS-1',
  ...change,
});
const known = (change: Partial<ProjectVulnerabilityRow> = {}): ProjectVulnerabilityRow => ({
  vulId: 'HSS-1',
  ...change,
});
const merged = (row: ImageVulnerabilityRow, ...project: ProjectVulnerabilityRow[]) =>
  mergeVulnerabilities({ unhandled: [row], handled: [], project })[0];

describe('the severity', () => {
  test.each<
    [
      necessity: RepairNecessity | undefined,
      listed: VulnerabilitySeverity | 'missing' | undefined,
      severity: VulnerabilitySeverity | undefined,
    ]
  >([
    [IMMEDIATE_REPAIR, CRITICAL, CRITICAL],
    [IMMEDIATE_REPAIR, HIGH, HIGH],
    [IMMEDIATE_REPAIR, LOW, HIGH],
    [DELAY_REPAIR, LOW, MEDIUM],
    [DELAY_REPAIR, CRITICAL, CRITICAL],
    [NOT_NEEDED_REPAIR, MEDIUM, MEDIUM],
    [undefined, LOW, LOW],
    // The project's list lacks the vulnerability, or its severity.
    [IMMEDIATE_REPAIR, 'missing', undefined],
    [DELAY_REPAIR, 'missing', undefined],
    [NOT_NEEDED_REPAIR, 'missing', undefined],
    [undefined, 'missing', undefined],
    [IMMEDIATE_REPAIR, undefined, undefined],
    [DELAY_REPAIR, undefined, undefined],
    [undefined, undefined, undefined],
  ])(
    'of one that HSS says %s of, and %s in the project, is %s',
    (repairNecessity, listed, severity) => {
      const row = own(repairNecessity === undefined ? {} : { repairNecessity });
      const project =
        listed === 'missing'
          ? [known({ vulId: 'HSS-2', severityLevel: CRITICAL })]
          : [known(listed === undefined ? {} : { severityLevel: listed })];
      expect(merged(row, ...project).severityLevel).toBe(severity);
    },
  );

  test('is unknown if one of the two is invalid', () => {
    const odd = known({ anomalies: ['severity_level: expected one of Critical, got "Dire"'] });
    expect(merged(own({ repairNecessity: DELAY_REPAIR }), odd).severityLevel).toBeUndefined();
    expect(
      merged(own({ repairNecessity: DELAY_REPAIR }), known({ severityLevel: LOW }), odd)
        .severityLevel,
    ).toBeUndefined();
    const row = own({
      anomalies: ['repair_necessity: expected one of immediate_repair, got "now"'],
    });
    expect(merged(row, known({ severityLevel: LOW })).severityLevel).toBeUndefined();
    // Invalid values of other fields don't matter.
    const other = own({ repairNecessity: DELAY_REPAIR, anomalies: ['url: too long'] });
    const sound = known({ severityLevel: LOW, anomalies: ['vul_name: odd'] });
    expect(merged(other, sound).severityLevel).toBe(MEDIUM);
  });

  test('is the highest of several listings', () => {
    const project = [HIGH, CRITICAL, LOW].map((severityLevel) => known({ severityLevel }));
    expect(merged(own(), ...project).severityLevel).toBe(CRITICAL);
    expect(worstOf([])).toBeUndefined();
  });
});

describe('the CVEs', () => {
  test.each<{ given: string; project: ProjectVulnerabilityRow[]; cves: unknown }>([
    { given: 'none listed', project: [], cves: undefined },
    { given: 'no list of them', project: [known()], cves: undefined },
    { given: 'an empty list', project: [known({ cveList: [] })], cves: [] },
    {
      given: 'several listings',
      project: [
        known({ cveList: [{ cveId: 'CVE-2026-2' }, { cveId: 'CVE-2026-1' }] }),
        known(),
        known({ cveList: [{ cveId: 'cve-2026-2', cvss: 9.8 }] }),
      ],
      cves: [{ cveId: 'CVE-2026-1' }, { cveId: 'cve-2026-2', cvss: 9.8 }],
    },
    {
      given: 'one that is odd, and keeps its place',
      project: [
        known({ cveList: [{ cveId: 'CVE-2026-1' }, {}], anomalies: ['cve_list[1].cve_id: odd'] }),
      ],
      cves: [{}, { cveId: 'CVE-2026-1' }],
    },
    {
      given: 'a score that is odd',
      project: [
        known({ cveList: [{ cveId: 'CVE-2026-1' }], anomalies: ['cve_list[0].cvss: odd'] }),
      ],
      cves: [{ cveId: 'CVE-2026-1' }],
    },
    {
      given: 'a list that is odd as a whole',
      project: [
        known({ cveList: [{ cveId: 'CVE-2026-1' }] }),
        known({ anomalies: ['cve_list: expected a list, got "none"'] }),
      ],
      cves: [{}, { cveId: 'CVE-2026-1' }],
    },
  ])('of $given are $cves', ({ project, cves }) => {
    expect(merged(own(), ...project).cves).toEqual(cves);
  });
});

test('rows without an ID are not merged', () => {
  for (const vulId of ['', undefined]) {
    const { severityLevel, cves } = merged(
      own({ vulId }),
      known({ vulId: '', severityLevel: LOW, cveList: [] }),
      known({ vulId: undefined, severityLevel: LOW, cveList: [] }),
    );
    expect([severityLevel, cves]).toEqual([undefined, undefined]);
  }
});

test('each row has whether it is handled, and keeps the fields of HSS', () => {
  const row = own({ appName: 'openssl', anomalies: ['url: too long'] });
  expect(mergeVulnerabilities({ unhandled: [row], handled: [row], project: [] })).toEqual([
    { ...row, handled: false },
    { ...row, handled: true },
  ]);
});
