import { JudgedVulnerability, VulnerabilityStatus } from '../../../src/policy';
import {
  severityCountsText,
  vulnerabilitiesText,
} from '../../../src/report/vulnerabilities/severity-counts';
import { packageText, vulnerabilitySentence } from '../../../src/report/vulnerabilities/words';
import { HOSTILE } from '../run-support';
import {
  EACH,
  VULNERABILITY_WAIVER,
  manyVulnerabilities,
  vulnerability,
  vulnerabilityWithText,
} from '../vulnerability-support';

type Change = Partial<JudgedVulnerability> & { readonly uncoveredCves?: string[] };

test.each<[Change, string]>([
  [{}, 'High HWSA-2026-1001 (CVE-2026-1001) in openssl 1.1.1k: Update openssl to 1.1.1l'],
  [
    { severity: undefined, cves: undefined, solution: undefined },
    'Unknown severity, HWSA-2026-1001 (unknown CVEs) in openssl 1.1.1k',
  ],
  [
    { id: 'CVE-2026-1', cves: [{ cveId: 'CVE-2026-1' }], solution: '' },
    'High CVE-2026-1 in openssl 1.1.1k',
  ],
  [{ id: '', cves: [], packages: [], solution: '' }, 'High (no ID)'],
  [
    { cves: [{}], packages: [{ version: '1' }, { name: 'a' }, { name: 'b' }], solution: '' },
    'High HWSA-2026-1001 ((no ID)) in (unnamed package) 1, a and 1 more',
  ],
  [
    { knownExploited: true, status: VulnerabilityStatus.UNLIMITED, solution: 'a\n\tb' },
    'High HWSA-2026-1001 (CVE-2026-1001) in openssl 1.1.1k; known to be exploited; not limited by the policy: a b',
  ],
  [
    { cves: undefined, violates: ['known-exploited'], solution: '' },
    'High HWSA-2026-1001 (unknown CVEs) in openssl 1.1.1k; may be known to be exploited, as its CVEs are unknown',
  ],
  [
    {
      cves: [1, 2, 3, 4, 5].map((at) => ({ cveId: `CVE-2026-${at}` })),
      uncoveredCves: ['CVE-2026-2'],
      solution: '',
    },
    'High HWSA-2026-1001 (CVE-2026-1, CVE-2026-2, CVE-2026-3 and 2 more) in openssl 1.1.1k; ' +
      'an exception covers only CVE-2026-1, CVE-2026-3, CVE-2026-4 and 1 more; CVE-2026-2 is not covered',
  ],
  [
    {
      cves: [{ cveId: 'CVE-2026-1' }, { cveId: 'CVE-2026-2' }, { cveId: 'CVE-2026-3' }],
      uncoveredCves: ['CVE-2026-2', 'CVE-2026-3'],
      solution: '',
    },
    'High HWSA-2026-1001 (CVE-2026-1, CVE-2026-2, CVE-2026-3) in openssl 1.1.1k; ' +
      'an exception covers only CVE-2026-1; CVE-2026-2, CVE-2026-3 are not covered',
  ],
  [
    { platforms: [`sha256:${'a'.repeat(64)}`, `sha256:${'b'.repeat(64)}`, 'odd'], solution: '' },
    'High HWSA-2026-1001 (CVE-2026-1001) in openssl 1.1.1k on sha256:aaaaaaaaaaaa, sha256:bbbbbbbbbbbb and 1 more',
  ],
  [
    {
      status: VulnerabilityStatus.IN_GRACE,
      graceUntil: '2026-12-03T08:00:30.123Z',
      solution: '',
    },
    'High HWSA-2026-1001 (CVE-2026-1001) in openssl 1.1.1k; in grace until 2026-12-03 08:00 UTC',
  ],
  [
    {
      status: VulnerabilityStatus.EXCEPTED,
      exceptions: [VULNERABILITY_WAIVER],
      solution: undefined,
    },
    `High HWSA-2026-1001 (CVE-2026-1001) in openssl 1.1.1k; waived by ${VULNERABILITY_WAIVER}`,
  ],
])('%j in a sentence', (given, expected) => {
  expect(vulnerabilitySentence(vulnerability(given))).toBe(expected);
});

test('a sentence names three of many CVEs', () => {
  const [one] = manyVulnerabilities(1, 40);
  expect(vulnerabilitySentence(one)).toContain(
    '(CVE-2026-10000, CVE-2026-10001, CVE-2026-10002 and 37 more)',
  );
});

test.each(HOSTILE)('a sentence with %s is one line that is not too long', (_, text) => {
  const sentence = vulnerabilitySentence({ ...vulnerabilityWithText(text), exceptions: [] });
  expect(sentence).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
  expect(sentence.length).toBeLessThan(1_100);
});

test.each([
  [{}, '(unnamed package)'],
  [{ name: 'a', version: '', path: '' }, 'a'],
  [{ name: 'a', version: '1', path: '/x' }, 'a 1 (/x)'],
])('the package %j is %j', (given, expected) => {
  expect(packageText(given)).toBe(expected);
});

test('severities are counted worst first, and one that HSS does not say at the end', () => {
  expect(severityCountsText(EACH)).toBe('2 Critical, 3 High, 1 Medium, 1 Low, 1 Unknown');
  expect(severityCountsText([])).toBe('');
  expect([0, 1, 2].map(vulnerabilitiesText)).toEqual([
    '0 vulnerabilities',
    '1 vulnerability',
    '2 vulnerabilities',
  ]);
});
