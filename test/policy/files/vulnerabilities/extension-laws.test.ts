import fc from 'fast-check';
import { RepairNecessity, VulnerabilitySeverity } from '../../../../src/contract/enums';
import { HssImageVulnerability } from '../../../../src/contract/vulnerabilities/hss-image-vulnerability';
import { ImageVulnerabilityLimits, Policy, loadPolicy, policyHash } from '../../../../src/policy';
import { VULNERABILITY_SETTINGS } from '../../../../src/policy/files/vulnerabilities/loosening';
import { judgeRecord } from '../../../../src/policy/vulnerabilities/judge-record';
import { vulnerabilitiesOf } from '../../../../src/policy/vulnerabilities/vulnerability';
import { DAY, NOW, filesOf } from '../../fixtures';
import { feedFileText } from '../../vulnerabilities/feeds';

/** What a policy denies because of vulnerabilities, no policy below it allows except by what is listed. */

const CVES = ['CVE-2026-1000', 'CVE-2026-1001', 'CVE-2026-1002'];
/** Of different ages: an older one denies under some limits. */
const FEEDS = {
  '/repo/a.json': feedFileText(CVES.slice(0, 1)),
  '/repo/b.json': feedFileText(CVES.slice(1), { dateReleased: '2026-11-10T00:00:00Z' }),
};

const numbers = (from: number, to: number) => {
  const level = fc.integer({ min: from, max: to });
  return fc
    .record({ critical: level, high: level, low: level }, { requiredKeys: [] })
    .filter((one) => Object.keys(one).length > 0);
};

/** Those of a child are mostly tighter. */
const limitsFrom = (least: 0 | 1): fc.Arbitrary<object> =>
  fc.record(
    {
      max: numbers(least, 2),
      graceDays: numbers(least, 3),
      knownExploited: fc.constant('deny'),
      feed: fc.constantFrom('a.json', 'a.json', 'a.json', 'b.json'),
      maxFeedAgeDays: fc.constantFrom(...[30, 7, 0].slice(0, 3 - least)),
      handled: fc.constantFrom('count', 'skip'),
    },
    { requiredKeys: [] },
  );

/** One that extends no other has to be whole. */
const anyBase: fc.Arbitrary<object> = limitsFrom(1).map((given) => {
  const { feed = 'a.json', knownExploited, ...limits } = given as ImageVulnerabilityLimits;
  if (knownExploited !== undefined) return { ...limits, knownExploited, feed };
  return { max: { critical: 1 }, ...limits };
});

/** One that says little is mostly taken. */
const anyChild: fc.Arbitrary<object> = fc
  .tuple(limitsFrom(0), fc.subarray(['max', 'graceDays', 'exploits', 'maxFeedAgeDays', 'handled']))
  .map(([limits, kept]) =>
    Object.fromEntries(
      Object.entries(limits).filter(([key]) =>
        kept.includes(['knownExploited', 'feed'].includes(key) ? 'exploits' : key),
      ),
    ),
  );

/** Few of them, so that a good part of the images passes. */
const anyVulnerability: fc.Arbitrary<HssImageVulnerability> = fc
  .record(
    {
      vulId: fc.constantFrom('A', 'B', 'C', 'D'),
      severityLevel: fc.constantFrom(VulnerabilitySeverity.CRITICAL, VulnerabilitySeverity.HIGH),
      repairNecessity: fc.constantFrom(...Object.values(RepairNecessity)),
      cves: fc.subarray(CVES).map((ids) => ids.map((cveId) => ({ cveId }))),
      handled: fc.boolean(),
    },
    { requiredKeys: ['vulId', 'handled'] },
  )
  .map((row) => row as HssImageVulnerability);

const anyImage = fc.record({
  rows: fc.array(anyVulnerability, { minLength: 1, maxLength: 4 }),
  ages: fc.tuple(...CVES.map(() => fc.constantFrom(0.5, 1.5, 2.5, undefined))),
});
type Image = typeof anyImage extends fc.Arbitrary<infer Value> ? Value : never;

/** Whether an image is denied by its vulnerabilities alone. */
function isDenied({ vulnerabilities, feed }: Policy, { rows, ages }: Image): boolean {
  if (vulnerabilities === undefined) return false;
  const { max = {}, knownExploited, maxFeedAgeDays } = vulnerabilities;
  const looksAtFeed = knownExploited !== undefined;
  if (looksAtFeed && NOW - feed!.releasedAt > maxFeedAgeDays * DAY) return true;
  const publishTimes = new Map(
    vulnerabilitiesOf(rows).map(({ id, cves = [] }) => [
      id,
      cves.map(({ cveId }) => {
        const age = ages[CVES.indexOf(cveId!)];
        return { cveId, ...(age === undefined ? {} : { publishTime: NOW - age * DAY }) };
      }),
    ]),
  );
  const { counts, exploited, unidentified } = judgeRecord(vulnerabilitiesOf(rows), {
    policy: vulnerabilities,
    waivers: [],
    exploited: looksAtFeed ? feed!.cves : undefined,
    publishTimes,
    now: NOW,
  });
  const limits: [VulnerabilitySeverity, number | undefined][] = [
    [VulnerabilitySeverity.CRITICAL, max.critical],
    [VulnerabilitySeverity.HIGH, max.high],
    [VulnerabilitySeverity.MEDIUM, max.medium],
    [VulnerabilitySeverity.LOW, max.low],
  ];
  return (
    exploited.count + unidentified.count > 0 ||
    limits.some(([severity, limit]) => counts[severity].count > (limit ?? Infinity))
  );
}

/** The policy of some files, each of which extends the next; undefined where it is refused. */
function load(grants: readonly string[], ...chain: readonly object[]): Policy | undefined {
  const texts = chain.map((vulnerabilities, at): [string, string] => [
    `/repo/p${at}.json`,
    JSON.stringify({
      version: 1,
      ...(at < chain.length - 1 ? { extends: `p${at + 1}.json` } : { maxSeverity: 'High' }),
      ...(Object.keys(vulnerabilities).length === 0 ? {} : { vulnerabilities }),
      overridable: grants,
    }),
  ]);
  try {
    return loadPolicy('p0.json', filesOf({ ...FEEDS, ...Object.fromEntries(texts) }), NOW);
  } catch (error) {
    expect((error as Error).message).toMatch(/^HSS_POLICY_INVALID: /);
    return undefined;
  }
}

test.each([2, 3])(
  'without a grant nothing is undone (%d files)',
  (files) => {
    const seen = { taken: 0, denied: 0 };
    fc.assert(
      fc.property(
        anyBase,
        fc.array(anyChild, { minLength: files - 1, maxLength: files - 1 }),
        fc.array(anyImage, { minLength: 20, maxLength: 20 }),
        (base, below, images) => {
          const parent = load([], base)!;
          const child = load([], ...below, base);
          if (child === undefined) return;
          seen.taken++;
          for (const image of images) {
            if (!isDenied(parent, image)) continue;
            seen.denied++;
            expect([image, isDenied(child, image)]).toEqual([image, true]);
          }
        },
      ),
      { numRuns: 200 },
    );
    // The law is no empty one.
    expect(Math.min(seen.denied, seen.taken)).toBeGreaterThan(20);
  },
  60_000,
);

test('a single grant undoes by its own setting alone', () => {
  let undone = 0;
  fc.assert(
    fc.property(
      anyBase,
      limitsFrom(0),
      fc.constantFrom(...VULNERABILITY_SETTINGS),
      fc.boolean(),
      fc.array(anyImage, { minLength: 20, maxLength: 20 }),
      (base, limits, granted, alone, images) => {
        const key = granted.split('.')[1] as keyof ImageVulnerabilityLimits;
        const { [key]: own, ...rest } = limits as ImageVulnerabilityLimits;
        const says = { ...(alone ? {} : rest), ...(own === undefined ? {} : { [key]: own }) };
        const [parent, child] = [load([granted], base)!, load([granted], says, base)];
        // What the child says, but for what was granted, which is as in its parent.
        const kept = load([], alone ? {} : rest, base);
        if (child === undefined || kept === undefined) return;
        for (const image of images) {
          if (!isDenied(parent, image) || isDenied(child, image)) continue;
          undone++;
          expect(isDenied(kept, image)).toBe(true);
        }
      },
    ),
    { numRuns: 250 },
  );
  expect(undone).toBeGreaterThan(10);
}, 60_000);

test('more grace for a level without a limit undoes what is denied at another one', () => {
  const image: Image = {
    rows: [
      {
        vulId: 'A',
        repairNecessity: RepairNecessity.IMMEDIATE_REPAIR,
        cves: [{ cveId: CVES[0] }],
        handled: false,
      },
    ],
    ages: [1.5, undefined, undefined],
  };
  const base = { max: { critical: 0 }, graceDays: { critical: 3 } };
  const own = { graceDays: { high: 3 } };
  const granted = 'vulnerabilities.graceDays';
  const policies = [load([granted], base)!, load([granted], own, base)!];
  expect(policies.map((policy) => isDenied(policy, image))).toEqual([true, false]);
  expect(load([], own, base)).toBeUndefined();
});

test('what a child leaves out or repeats changes nothing', () => {
  fc.assert(
    fc.property(anyBase, (limits) => {
      const hash = policyHash(load([], limits)!);
      expect([{}, limits].map((child) => policyHash(load([], child, limits)!))).toEqual([
        hash,
        hash,
      ]);
    }),
    { numRuns: 60 },
  );
});
