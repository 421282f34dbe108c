import {
  ImagePolicyProps,
  PolicyException,
  fileLineText,
  loadPolicy,
} from '../../../../src/policy';
import { feedFault, feedText } from '../../../../src/policy/files/vulnerabilities/feed-text';
import { idleLimits } from '../../../../src/policy/files/vulnerabilities/idle-limits';
import { vulnerabilityWarnings } from '../../../../src/policy/files/vulnerabilities/warnings';
import { DAY, NOW, filesOf } from '../../fixtures';
import { feedFileText } from '../../vulnerabilities/feeds';

/** What lint says of `vulnerabilities`, beside what is wrong. */

function policyOf(settings: object) {
  const text = JSON.stringify({ version: 1, ...settings });
  const files = filesOf({ '/repo/p.json': text, '/repo/kev.json': feedFileText() });
  return loadPolicy('p.json', files, NOW);
}

const placeOf = (about: string | PolicyException): string =>
  typeof about === 'string' ? about : fileLineText(about.origin!);

const warned = (settings: Partial<ImagePolicyProps>): string[] =>
  vulnerabilityWarnings(policyOf(settings)).map(
    ({ about, message }) => `${placeOf(about)}: ${message}`,
  );

const exceptionFor = (...vulnerabilities: string[]) => ({
  exceptions: [
    { image: 'shop/web', vulnerabilities, owner: 'a', reason: 'b', expires: '2026-12-31' },
  ],
});
const LIMITS = { vulnerabilities: { max: { critical: 0, high: 0 } } };
const high = { maxSeverity: 'High' } as Partial<ImagePolicyProps>;
const low = { maxSeverity: 'Low' } as Partial<ImagePolicyProps>;

test.each<[what: string, settings: Partial<ImagePolicyProps>]>([
  ['no vulnerabilities', low],
  ['limits from the worst', { vulnerabilities: { max: { critical: 0 } } }],
  ['limits for all', { vulnerabilities: { max: { critical: 9, high: 9, medium: 0, low: 0 } } }],
  ['an exception', { ...LIMITS, ...exceptionFor('CVE-2026-0001') }],
  ['an exception beside a severity that is any', { ...LIMITS, ...high, ...exceptionFor('A') }],
  [
    'an exception for whole rules',
    {
      ...low,
      exceptions: [
        { ...exceptionFor().exceptions[0], vulnerabilities: undefined, rules: ['known-exploited'] },
      ],
    },
  ],
])('nothing is warned of in a policy with %s', (_, settings) => {
  expect(warned(settings)).toEqual([]);
});

test.each<[what: string, settings: Partial<ImagePolicyProps>, said: string[]]>([
  [
    'High alone',
    { vulnerabilities: { max: { high: 0 } } },
    [
      'vulnerabilities.max: critical is not limited, though high, which is less severe, is: add critical',
    ],
  ],
  [
    'gaps',
    { vulnerabilities: { max: { high: 0, low: 5 } } },
    [
      'vulnerabilities.max: critical and medium are not limited, though low, which is less severe, is: add critical and medium',
    ],
  ],
  [
    'misspelt CVEs',
    { ...LIMITS, ...exceptionFor('CVE-2026-1234x', 'CEV-2026-12345', 'CNVD-2026-1234') },
    [
      'p.json:1: "CEV-2026-12345" covers no CVE: it is not a CVE ID (CVE-YYYY-NNNN, with four digits or more at the end); did you mean CVE-2026-12345?',
      'p.json:1: "CVE-2026-1234X" covers no CVE: it is not a CVE ID (CVE-YYYY-NNNN, with four digits or more at the end); did you mean CVE-2026-1234?',
    ],
  ],
  [
    'an exception beside maxSeverity',
    { ...LIMITS, ...low, ...exceptionFor('CVE-2026-0001', 'CVE-2026-0002', 'A', 'B') },
    [
      "p.json:1: HSS makes an image's own severity and number of vulnerabilities of everything that it found: an exception for A, B, CVE-2026-0001 and 1 more does not change what maxSeverity checks; remove maxSeverity once vulnerabilities.max has the limits",
    ],
  ],
  [
    'an exception beside both',
    { ...LIMITS, ...low, maxVulnerabilities: 5, ...exceptionFor('A') },
    [expect.stringContaining('what maxSeverity and maxVulnerabilities check; remove maxSeverity')],
  ],
  [
    'an exception beside maxVulnerabilities',
    { ...LIMITS, ...high, maxVulnerabilities: 5, ...exceptionFor('A') },
    [expect.stringContaining('what maxVulnerabilities checks; remove maxVulnerabilities once')],
  ],
  [
    'an exception without limits',
    { ...low, ...exceptionFor('CVE-2026-0001') },
    [
      'p.json:1: the exception for CVE-2026-0001 has no effect: the policy sets no limits under vulnerabilities; move over to vulnerabilities.max, or waive max-severity as a whole',
    ],
  ],
])('a policy with %s is warned of', (_, settings, said) => {
  expect(warned(settings)).toEqual(said);
});

test.each<[vulnerabilities: object, said: string[]]>([
  [{ max: { high: 0 }, graceDays: { high: 3 } }, []],
  [{ max: { high: 0 }, maxFeedAgeDays: 7 }, []],
  [
    { max: { high: 0 }, graceDays: { high: 3, low: 3, critical: 1 } },
    [
      'vulnerabilities.graceDays.critical: vulnerabilities.max has no critical; set vulnerabilities.max.critical, or remove critical from graceDays',
      'vulnerabilities.graceDays.low: vulnerabilities.max has no low; set vulnerabilities.max.low, or remove low from graceDays',
    ],
  ],
  [
    { knownExploited: 'deny', feed: 'kev.json', graceDays: { low: 3 }, maxFeedAgeDays: 3 },
    [
      'vulnerabilities.graceDays.low: vulnerabilities has no max; set vulnerabilities.max.low, or remove low from graceDays',
    ],
  ],
  [
    { max: { high: 0 }, maxFeedAgeDays: 3 },
    [
      'vulnerabilities.maxFeedAgeDays: vulnerabilities has no knownExploited; set knownExploited and feed, or remove maxFeedAgeDays',
    ],
  ],
])('idle is what has no effect of %j', (vulnerabilities, said) => {
  const policy = policyOf({ vulnerabilities });
  expect(
    idleLimits(policy).map(
      ({ setting, because, how, advice }) => `${setting}: ${because} ${how}; ${advice}`,
    ),
  ).toEqual(said);
});

describe('the feed', () => {
  const policy = policyOf({ vulnerabilities: { knownExploited: 'deny', feed: 'kev.json' } });
  const { releasedAt, sha256 } = policy.feed!;

  test('is described with its CVEs, its date and its age', () => {
    expect(feedText(policy, releasedAt + 3 * DAY + 5)).toBe(
      `kev.json: feed of 1 CVE, released at 2026-11-21T14:00:34.284Z, 3 days ago (sha256 ${sha256})`,
    );
    expect(feedText(policy, releasedAt + DAY)).toContain(', 1 day ago (');
    expect(feedText(policy, releasedAt - 1)).toContain(', in the future (');
    expect(feedText(policyOf(LIMITS), NOW)).toBeUndefined();
  });
  test.each<[what: string, now: number, fault: RegExp | undefined]>([
    ['young', releasedAt, undefined],
    ['seven days old', releasedAt + 7 * DAY, undefined],
    ['a little ahead', releasedAt - 5 * 60_000, undefined],
    [
      'older',
      releasedAt + 7 * DAY + 1,
      /^the feed is older than 7 days, so every image is denied: /,
    ],
    ['ahead', releasedAt - 5 * 60_000 - 1, /^the feed was released in the future, so every image/],
    ['of no time', NaN, /^the feed is older than 7 days/],
  ])('that is %s is said to deny every image, or not', (_, now, fault) => {
    const found = feedFault(policy, now);
    if (fault === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(fault);
  });
});
