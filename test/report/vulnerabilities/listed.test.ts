import {
  Decision,
  ImageVerdict,
  JudgedVulnerability,
  VulnerabilityStatus,
} from '../../../src/policy';
import {
  highestCvss,
  listedVulnerabilities,
  severityRank,
} from '../../../src/report/vulnerabilities/listed';
import { verdict } from '../support';
import { VULNERABILITY_WAIVER, vulnerability } from '../vulnerability-support';

const { COUNTED, EXCEPTED, HANDLED, IN_GRACE, UNLIMITED } = VulnerabilityStatus;
const { ALLOW, WARN, DENY } = Decision;
const EXPLOITED = 'known-exploited';
const LIMITS = { ruleId: 'max-vulnerabilities-by-severity', message: 'm' };
const EXPLOITS = { ruleId: EXPLOITED, message: 'm' };
const waived = <T>(finding: T): T & { waivedBy: string } => ({
  ...finding,
  waivedBy: VULNERABILITY_WAIVER,
});
const excepted = { exceptions: [VULNERABILITY_WAIVER] };

interface Case {
  readonly what: string;
  readonly decision: Decision;
  readonly findings: ImageVerdict['findings'];
  readonly given: Partial<JudgedVulnerability>;
  readonly counts: boolean;
  readonly state: string;
  readonly isExploitWaived?: boolean;
}

test.each<Case>([
  {
    what: 'violating',
    decision: DENY,
    findings: [LIMITS],
    given: {},
    counts: true,
    state: 'denied',
  },
  {
    what: 'warned of',
    decision: WARN,
    findings: [LIMITS],
    given: {},
    counts: true,
    state: 'warned',
  },
  {
    what: 'within the limit',
    decision: ALLOW,
    findings: [],
    given: { violates: undefined },
    counts: true,
    state: 'allowed',
  },
  {
    what: 'within its limit of an image that violates another',
    decision: DENY,
    findings: [LIMITS],
    given: { violates: undefined },
    counts: true,
    state: 'allowed',
  },
  {
    what: 'over a limit that an exception waives, of an image that is denied for another rule',
    decision: DENY,
    findings: [{ ruleId: 'max-severity', message: 'm' }, waived(LIMITS)],
    given: {},
    counts: true,
    state: 'allowed',
  },
  {
    what: 'excepted',
    decision: ALLOW,
    findings: [waived(LIMITS)],
    given: { status: EXCEPTED, ...excepted },
    counts: false,
    state: 'waived',
  },
  {
    what: 'excepted, in an image that others are against',
    decision: DENY,
    findings: [LIMITS, waived(LIMITS)],
    given: { status: EXCEPTED, ...excepted },
    counts: false,
    state: 'waived',
  },
  {
    what: 'excepted from the limits, but exploited',
    decision: DENY,
    findings: [EXPLOITS, waived(LIMITS)],
    given: { status: EXCEPTED, knownExploited: true, violates: [EXPLOITED], ...excepted },
    counts: true,
    state: 'denied',
  },
  {
    what: 'exploited and without a limit',
    decision: DENY,
    findings: [EXPLOITS],
    given: { status: UNLIMITED, knownExploited: true, violates: [EXPLOITED] },
    counts: true,
    state: 'denied',
  },
  {
    what: 'exploited, which an exception waives',
    decision: ALLOW,
    findings: [waived(EXPLOITS)],
    given: { status: UNLIMITED, ...excepted },
    counts: false,
    state: 'waived',
    isExploitWaived: true,
  },
  {
    what: 'exploited, where the whole rule is waived',
    decision: ALLOW,
    findings: [waived(EXPLOITS)],
    given: { status: UNLIMITED, knownExploited: true, violates: [EXPLOITED] },
    counts: true,
    state: 'waived',
    isExploitWaived: true,
  },
  {
    what: 'that may be exploited',
    decision: DENY,
    findings: [EXPLOITS],
    given: { status: UNLIMITED, violates: [EXPLOITED] },
    counts: true,
    state: 'denied',
  },
  {
    what: 'in grace, which may be exploited',
    decision: DENY,
    findings: [EXPLOITS],
    given: { status: IN_GRACE, violates: [EXPLOITED] },
    counts: true,
    state: 'denied',
  },
  {
    what: 'of unknown CVEs, and handled',
    decision: DENY,
    findings: [EXPLOITS],
    given: { status: HANDLED, cves: undefined },
    counts: false,
    state: 'allowed',
  },
  {
    what: 'of unknown CVEs, where the policy does not look at exploits',
    decision: DENY,
    findings: [LIMITS],
    given: { status: UNLIMITED, cves: undefined },
    counts: false,
    state: 'allowed',
  },
  {
    what: 'with an exception that has expired',
    decision: DENY,
    findings: [LIMITS],
    given: { status: COUNTED, exceptions: ['waived until 2026-11-01 by payments'] },
    counts: true,
    state: 'denied',
  },
  {
    what: 'in grace',
    decision: DENY,
    findings: [LIMITS],
    given: { status: IN_GRACE },
    counts: false,
    state: 'allowed',
  },
])(
  'a vulnerability $what',
  ({ decision, findings, given, counts, state, isExploitWaived = false }) => {
    const vulnerabilities = [vulnerability(given)];
    const [listed] = listedVulnerabilities(verdict({ decision, findings, vulnerabilities }));
    expect(listed).toMatchObject({ counts, state, isExploitWaived });
    expect(listed.waivers).toEqual(state === 'waived' ? [VULNERABILITY_WAIVER] : []);
  },
);

test('a verdict without a list has no vulnerabilities', () => {
  expect(listedVulnerabilities(verdict())).toEqual([]);
});

test('a severity that HSS does not say is as bad as the worst', () => {
  expect(severityRank({})).toBe(severityRank({ severity: 'Critical' as never }));
});

test.each([
  [undefined, undefined],
  [[], undefined],
  [[{ cveId: 'CVE-1' }], undefined],
  [[{ cvss: 0 }, { cvss: 9.8 }, {}, { cvss: 5 }], 9.8],
])('of the CVEs %j the highest score is %j', (cves, expected) => {
  expect(highestCvss(vulnerability({ cves }))).toBe(expected);
});
