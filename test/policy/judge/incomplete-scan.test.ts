import fc from 'fast-check';
import { HssCicdImage } from '../../../src/contract/cicd-image';
import { ScanStatus, SeverityLevel } from '../../../src/contract/enums';
import {
  Decision,
  Enforcement,
  ImagePolicyProps,
  ImageRuleId,
  KnownExploited,
} from '../../../src/policy';
import { RULES, needsScan } from '../../../src/policy/rules';
import { isScanPending } from '../../../src/policy/judge/questions';
import { anyCase, anyNearCase } from '../arbitrary';
import { Case, exception, feed, judged, registryRow, row, sha } from '../fixtures';
import { cve, cveException, vulnerability } from '../vulnerabilities/cases';

/** A scan that is not complete is one finding, unless an exception waives it. */

/** The rules that read the result of a scan and nothing else. */
const OF_SCAN: readonly ImageRuleId[] = [
  'scan-fresh',
  'max-severity',
  'max-vulnerabilities',
  'max-vulnerabilities-by-severity',
  'known-exploited',
  'max-unsafe-settings',
];

const STRICT: Partial<ImagePolicyProps> = {
  maxSeverity: SeverityLevel.LOW,
  maxVulnerabilities: 0,
  maxUnsafeSettings: 0,
  vulnerabilities: { max: { high: 0 }, knownExploited: KnownExploited.DENY },
};

/** What HSS lists of an image of which it has no result. */
const NO_RESULT = {
  imageId: 'i-1',
  latestScanTime: undefined,
  severityLevel: undefined,
  vulNum: undefined,
  unsafeSettingNum: undefined,
  maliciousFileNum: undefined,
};

const WAIVER = exception({ rules: ['scan-completed'] });

const INCOMPLETE = [...Object.values(ScanStatus), undefined].filter(
  (status) => status !== ScanStatus.SUCCESS,
);

const findings = (given: Case): unknown[][] =>
  judged(given).verdict.findings.map(({ ruleId, waivedBy, platforms }) => [
    ruleId,
    waivedBy !== undefined,
    ...(platforms === undefined ? [] : [platforms]),
  ]);

test('the rules that need a scan come after scan-completed', () => {
  const ids = RULES.map(({ id }) => id);
  expect(RULES.filter(needsScan).map(({ id }) => id)).toEqual(OF_SCAN);
  for (const id of OF_SCAN) expect(ids.indexOf(id)).toBeGreaterThan(ids.indexOf('scan-completed'));
});

describe.each(INCOMPLETE)('an image whose scan status is %s', (scanStatus) => {
  const given = (
    policy: Partial<ImagePolicyProps> = {},
    change: Partial<HssCicdImage> = NO_RESULT,
  ): Case => ({
    rows: [row({ scanStatus, ...change })],
    listed: [],
    feed: feed([cve(1)]),
    policy: { ...STRICT, ...policy },
  });

  test('has one finding and is denied', () => {
    const { verdict, unscanned, wantedTimes, targets } = judged(given());
    expect(findings(given())).toEqual([['scan-completed', false]]);
    expect(verdict.decision).toBe(Decision.DENY);
    expect(verdict.vulnerabilities).toBeUndefined();
    expect({ unscanned, wantedTimes, targets }).toEqual({
      unscanned: [undefined],
      wantedTimes: [],
      targets: [],
    });
  });

  test('has the same finding whatever an earlier scan found', () => {
    const worst = {
      imageId: 'i-1',
      latestScanTime: 0,
      severityLevel: SeverityLevel.HIGH,
      vulNum: 9,
      unsafeSettingNum: 9,
    };
    expect(findings(given({}, worst))).toEqual([['scan-completed', false]]);
  });

  test('is judged by every rule where a live exception waives that', () => {
    expect(findings(given({ exceptions: [WAIVER] }))).toEqual([
      ['scan-completed', true],
      ...[...OF_SCAN, 'max-malicious-files'].map((rule) => [rule, false]),
    ]);
    expect(judged(given({ exceptions: [WAIVER] })).verdict.decision).toBe(Decision.DENY);
  });

  test.each([
    ['has expired', { expires: '2026-11-21' }, ' (waived until 2026-11-21 by payments'],
    ['is for another version', { image: 'shop/web:9' }, ''],
    ['is for another rule', { rules: ['max-severity'] }, ''],
  ])('has one finding where the exception %s', (_, change, lapsed) => {
    const exceptions = [{ ...WAIVER, ...change }];
    const all = judged(given({ exceptions })).verdict.findings;
    expect(all.map(({ ruleId }) => ruleId)).toEqual(['scan-completed']);
    expect(all[0].message).toContain(lapsed);
  });

  test('is warned of once where the gate warns', () => {
    const warned = judged({ ...given(), input: { enforcement: Enforcement.WARN } }).verdict;
    expect([warned.decision, warned.findings.length]).toEqual([Decision.WARN, 1]);
  });

  test('also has malicious files that an earlier scan found, in any row of its digest', () => {
    const malware = { ...NO_RESULT, maliciousFileNum: 1 };
    const expected = [
      ['scan-completed', false],
      ['max-malicious-files', false],
    ];
    expect(findings(given({}, malware))).toEqual(expected);
    const other = row({ imageVersion: '1.3', scanStatus, ...malware });
    const both = { ...given(), rows: [row({ scanStatus, ...NO_RESULT }), other] };
    expect(findings(both)).toEqual(expected);
  });

  test('keeps what does not come from a scan', () => {
    const policy = { allowedRegistries: ['other.example.com'] };
    expect(findings(given(policy, { ...NO_RESULT, imageDigest: '' }))).toEqual([
      ['scan-completed', false],
      ['digest-known', false],
      ['registry-allowed', false],
    ]);
  });
});

test('vulnerabilities are shown and excepted only where they were checked', () => {
  const listed = [vulnerability()];
  const exceptions = [cveException(['HSS-1'])];
  const given = (more: readonly (typeof WAIVER)[]): Case => ({
    rows: [row({ imageId: 'i-1', vulNum: 1, scanStatus: ScanStatus.SCANNING })],
    listed,
    policy: { vulnerabilities: { max: { high: 0 } }, exceptions: [...exceptions, ...more] },
  });
  expect(findings(given([]))).toEqual([['scan-completed', false]]);
  expect(judged(given([])).used).toEqual([]);
  expect(judged(given([])).verdict.vulnerabilities).toBeUndefined();
  expect(findings(given([WAIVER]))).toEqual([
    ['scan-completed', true],
    ['max-vulnerabilities-by-severity', true],
  ]);
  expect(judged(given([WAIVER])).verdict.vulnerabilities).toHaveLength(1);
});

describe('of an index', () => {
  const [INDEX, AMD, ARM] = [sha('f'), sha('a'), sha('b')];
  const names = (imageDigest: string) => ({ namespace: 'shop', imageName: 'web', imageDigest });
  const index = registryRow({
    ...NO_RESULT,
    scanStatus: ScanStatus.UNSCAN,
    imageDigest: INDEX,
    isMultipleArch: true,
    associationImages: [names(AMD), names(ARM)],
  });
  const given = (amd: Partial<HssCicdImage>, policy: Partial<ImagePolicyProps> = {}): Case => ({
    registryRows: [
      index,
      registryRow({ imageDigest: AMD, imageVersion: '', ...amd } as object),
      registryRow({ imageDigest: ARM, imageVersion: '', severityLevel: SeverityLevel.HIGH }),
    ],
    rows: [],
    policy,
  });
  const pending = { ...NO_RESULT, scanStatus: ScanStatus.WAITING_FOR_SCAN };

  test('each platform is checked as far as its own scan goes', () => {
    expect(findings(given(pending))).toEqual([
      ['scan-completed', false, [AMD]],
      ['max-severity', false, [ARM]],
    ]);
    expect(judged(given(pending)).unscanned).toEqual([AMD]);
    expect(isScanPending(judged(given(pending)).verdict)).toBe(true);
  });

  test('an exception for one platform has only that one judged without a scan', () => {
    const exceptions = [{ ...WAIVER, image: AMD }];
    const reference = `swr.example.com/shop/web@${INDEX}`;
    expect(findings({ ...given(pending, { exceptions }), reference })).toEqual([
      ['scan-completed', true, [AMD]],
      ['scan-fresh', false, [AMD]],
      ['max-severity', false, [AMD, ARM]],
      ['max-malicious-files', false, [AMD]],
    ]);
  });
});

/** Cases of `anyCase` and `anyNearCase`, in most of which some scans are not complete. */
const anyIncomplete = fc
  .tuple(fc.oneof(anyCase, anyNearCase), fc.constantFrom(1, 2, 3))
  .map(([given, every]) => {
    const some = <T extends HssCicdImage>(rows: readonly T[]): T[] =>
      rows.map((one, at) => (at % every === 0 ? { ...one, scanStatus: ScanStatus.SCANNING } : one));
    return { ...given, rows: some(given.rows), registryRows: some(given.registryRows) };
  });

describe('the laws:', () => {
  test('what has no scan has no finding of a rule that needs one', () => {
    let seen = 0;
    fc.assert(
      fc.property(anyIncomplete, (given) => {
        const { verdict, unscanned } = judged(given);
        seen += unscanned.length;
        for (const one of unscanned) {
          const about = verdict.findings.filter(({ platforms }) =>
            one === undefined ? platforms === undefined : platforms?.includes(one),
          );
          const standing = about.filter(({ waivedBy }) => waivedBy === undefined);
          expect(standing.map(({ ruleId }) => ruleId)).toContain('scan-completed');
          expect(about.filter(({ ruleId }) => OF_SCAN.some((id) => id === ruleId))).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
    expect(seen).toBeGreaterThan(50);
  });

  test('a waived incomplete scan is judged like a complete one', () => {
    let seen = 0;
    fc.assert(
      fc.property(anyNearCase, (given) => {
        const waiver = exception({ rules: ['scan-completed'], image: 'shop/web:*' });
        const policy = {
          ...given.policy,
          exceptions: [...(given.policy.exceptions ?? []), waiver],
        };
        const verdictOf = (scanStatus: ScanStatus): readonly (readonly unknown[])[] => {
          const rows = given.rows.slice(0, 1).map((one) => ({ ...one, scanStatus }));
          return judged({ ...given, rows, policy })
            .verdict.findings.filter(({ ruleId }) => ruleId !== 'scan-completed')
            .map(({ ruleId, message, waivedBy }) => [ruleId, message, waivedBy]);
        };
        const complete = verdictOf(ScanStatus.SUCCESS);
        seen += complete.length;
        expect(verdictOf(ScanStatus.SCANNING)).toEqual(complete);
      }),
      { numRuns: 300 },
    );
    expect(seen).toBeGreaterThan(50);
  });

  test('an incomplete scan that no exception waives never lets an image through', () => {
    fc.assert(
      fc.property(anyIncomplete, (given) => {
        const { verdict, unscanned } = judged(given);
        if (unscanned.length > 0) expect(verdict.decision).not.toBe(Decision.ALLOW);
      }),
      { numRuns: 500 },
    );
  });
});
