import { RepairNecessity, VulnerabilitySeverity } from '../../../src/contract/enums';
import { HssImageVulnerability } from '../../../src/contract/vulnerabilities/hss-image-vulnerability';
import { ImageVulnerabilityLimits, KnownExploited } from '../../../src/policy';
import { Case, feed, judged } from '../fixtures';
import { cve, cveException, vulnerability, vulnerable } from './cases';

/** Which vulnerabilities are among the causes of a violation, and the order in which verdicts show them. */

const { CRITICAL, HIGH, MEDIUM, LOW } = VulnerabilitySeverity;
const LIMITS = 'max-vulnerabilities-by-severity';
const EXPLOITED = 'known-exploited';

const one = (
  number: number,
  severityLevel?: VulnerabilitySeverity,
  change: Partial<HssImageVulnerability> = {},
): HssImageVulnerability =>
  vulnerability({
    vulId: `HSS-${number}`,
    cves: [{ cveId: cve(number) }],
    severityLevel,
    ...change,
  });

const shown = (given: Case): string[] =>
  (judged(given).verdict.vulnerabilities ?? []).map(({ id, violates = [] }) =>
    [id, ...violates].join(' '),
  );

test.each<{
  what: string;
  listed: HssImageVulnerability[];
  limits: ImageVulnerabilityLimits;
  more?: Case;
  expected: string[];
}>([
  {
    what: 'a Critical too many beside two Highs that are allowed',
    listed: [one(1, HIGH), one(2, HIGH), one(3, CRITICAL)],
    limits: { max: { critical: 0, high: 2 } },
    expected: [`HSS-3 ${LIMITS}`, 'HSS-1', 'HSS-2'],
  },
  {
    what: 'a High too many beside a Critical that is allowed',
    listed: [one(1, CRITICAL), one(2, HIGH), one(3, HIGH)],
    limits: { max: { critical: 2, high: 1 } },
    expected: [`HSS-2 ${LIMITS}`, `HSS-3 ${LIMITS}`, 'HSS-1'],
  },
  {
    what: 'one that could be Critical',
    listed: [
      one(1, HIGH),
      one(2, undefined, { repairNecessity: RepairNecessity.IMMEDIATE_REPAIR }),
    ],
    limits: { max: { critical: 0, high: 5 } },
    expected: [`HSS-2 ${LIMITS}`, 'HSS-1'],
  },
  {
    what: 'an exploited one beside others, which no limit is for',
    listed: [one(1, HIGH), one(2, LOW), one(3, MEDIUM, { cves: undefined })],
    limits: { knownExploited: KnownExploited.DENY },
    more: { feed: feed([cve(2)]) },
    expected: [`HSS-2 ${EXPLOITED}`, `HSS-3 ${EXPLOITED}`, 'HSS-1'],
  },
  {
    what: 'an exploited one that is too many, too',
    listed: [one(1, HIGH)],
    limits: { max: { high: 0 }, knownExploited: KnownExploited.DENY },
    more: { feed: feed([cve(1)]) },
    expected: [`HSS-1 ${LIMITS} ${EXPLOITED}`],
  },
  {
    what: 'an excepted Critical above a Medium that is not limited',
    listed: [one(1, MEDIUM), one(2, CRITICAL)],
    limits: { max: { critical: 0 } },
    more: { policy: { exceptions: [cveException([cve(2)])] } },
    expected: ['HSS-2', 'HSS-1'],
  },
])('$what', ({ listed, limits, more = {}, expected }) => {
  expect(shown(vulnerable(listed, limits, more))).toEqual(expected);
  expect(shown(vulnerable([...listed].reverse(), limits, more))).toEqual(expected);
});
