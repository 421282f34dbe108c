import { HssCicdImage } from '../../../src/contract/cicd-image';
import { ScanStatus, SeverityLevel } from '../../../src/contract/enums';
import {
  IMAGE_RULE_IDS,
  ImagePolicyException,
  ImageRuleId,
  KnownExploited,
  Pinning,
} from '../../../src/policy';
import {
  Case,
  DAY,
  HOUR,
  NOW,
  checkedPolicy,
  exception,
  feed,
  judged,
  registryRow,
  row,
  sha,
} from '../fixtures';
import { cve, vulnerability } from '../vulnerabilities/cases';

/**
 * Each rule that is broken × each state of the scan × each state of an exception. What is expected is
 * worked out below from what the tables say of themselves; nothing of src/policy has a part in it.
 */

interface Break {
  /** How the row breaks the rule. */
  readonly change?: Partial<HssCicdImage>;
  /** How what is around the row does. */
  readonly given?: Case;
}

/** What HSS lists of the row that breaks a rule, and of another one. */
const LISTED = { bad: [vulnerability()], good: [] };

const RULES: { readonly [rule in ImageRuleId]: Break } = {
  'image-listed': { change: { imageVersion: '1.3' } },
  'row-sound': { change: { anomalies: ['severity_level: odd'] } },
  'scan-completed': { change: { scanStatus: ScanStatus.FAILED } },
  'scan-fresh': { change: { latestScanTime: NOW - 8 * DAY } },
  'sync-fresh': {
    given: {
      policy: { maxSyncAgeHours: 48 },
      // Its own scan decides nothing.
      registryRows: [
        registryRow({
          scanStatus: ScanStatus.FAILED,
          latestScanTime: NOW - 99 * DAY,
          latestSyncTime: NOW - 3 * DAY,
        }),
      ],
    },
  },
  'max-severity': { change: { severityLevel: SeverityLevel.MEDIUM } },
  'max-vulnerabilities': { change: { vulNum: 9 }, given: { policy: { maxVulnerabilities: 8 } } },
  'max-vulnerabilities-by-severity': {
    change: { imageId: 'bad', vulNum: 1 },
    given: { policy: { vulnerabilities: { max: { high: 0 } } }, listed: LISTED },
  },
  'known-exploited': {
    change: { imageId: 'bad', vulNum: 1 },
    given: {
      policy: { vulnerabilities: { knownExploited: KnownExploited.DENY } },
      listed: LISTED,
      feed: feed([cve(1)]),
    },
  },
  'max-unsafe-settings': {
    change: { unsafeSettingNum: 9 },
    given: { policy: { maxUnsafeSettings: 8 } },
  },
  'max-malicious-files': { change: { maliciousFileNum: 1 } },
  'digest-known': { change: { imageDigest: 'sha256:abc' } },
  'reference-pinned': { given: { input: { pinning: Pinning.NONE } } },
  'registry-allowed': { given: { policy: { allowedRegistries: ['other.example.com'] } } },
  'snapshot-fresh': { given: { input: { source: 'replay', snapshotTime: NOW - 25 * HOUR } } },
};

interface Scan {
  readonly change: Partial<HssCicdImage>;
  /** The rules that such a scan breaks by itself. */
  readonly breaks: readonly ImageRuleId[];
}

const SCANS: { readonly [state: string]: Scan } = {
  ...Object.fromEntries(
    Object.values(ScanStatus).map((scanStatus): [string, Scan] => [
      scanStatus,
      {
        change: { scanStatus },
        breaks: scanStatus === ScanStatus.SUCCESS ? [] : ['scan-completed'],
      },
    ]),
  ),
  'no status': { change: { scanStatus: undefined }, breaks: ['scan-completed'] },
  'unsound status': {
    change: { scanStatus: undefined, anomalies: ['scan_status: odd'] },
    breaks: ['row-sound', 'scan-completed'],
  },
  stale: { change: { latestScanTime: NOW - 30 * DAY }, breaks: ['scan-fresh'] },
  'in the future': { change: { latestScanTime: NOW + 3 * DAY }, breaks: ['row-sound'] },
  'of no time': { change: { latestScanTime: undefined }, breaks: ['scan-fresh'] },
};

interface Waiver {
  readonly change?: Partial<ImagePolicyException>;
  /** Whether it is about the image, at its construct. */
  readonly about: boolean;
  readonly live: boolean;
  /** Whether it is for another rule than the one that is broken. */
  readonly other?: boolean;
}

const LIVE = { about: true, live: true };
const ELSEWHERE = { about: false, live: true };
const WAIVERS: { readonly [state: string]: Waiver } = {
  none: { about: false, live: false },
  live: { change: {}, ...LIVE },
  'live on its last day': { change: { expires: '2026-11-22' }, ...LIVE },
  'live by digest': { change: { image: sha('a') }, ...LIVE },
  expired: { change: { expires: '2026-11-21' }, about: true, live: false },
  'expired long ago, elsewhere': {
    change: { expires: '2020-02-29', scope: 'dev/**' },
    about: false,
    live: false,
  },
  'for another rule': { change: {}, ...LIVE, other: true },
  'for another image': { change: { image: 'shop/api:*' }, ...ELSEWHERE },
  'for another version': { change: { image: 'shop/web:9.*' }, ...ELSEWHERE },
  'for another digest': { change: { image: sha('e') }, ...ELSEWHERE },
  'out of scope': { change: { scope: 'dev/**' }, ...ELSEWHERE },
  'in scope': { change: { scope: 'prod/**' }, ...LIVE },
};

/** A rule other than the one that is broken. */
const otherThan = (rule: ImageRuleId): ImageRuleId =>
  rule === 'scan-completed' ? 'max-severity' : 'scan-completed';

/** The rules that have nothing to check without a complete scan; malicious files that were found count anyway. */
const OF_SCAN: readonly ImageRuleId[] = [
  'scan-fresh',
  'max-severity',
  'max-vulnerabilities',
  'max-vulnerabilities-by-severity',
  'known-exploited',
  'max-unsafe-settings',
];

/** What a case must come to. */
function oracle(
  broken: ImageRuleId,
  scan: Scan,
  waiver: Waiver,
): { readonly standing: ImageRuleId[]; readonly waived: ImageRuleId[] } {
  const unlisted = broken === 'image-listed';
  // What is not listed has no scan to speak of.
  const violated = new Set<ImageRuleId>([broken, ...(unlisted ? [] : scan.breaks)]);
  const target = waiver.other === true ? otherThan(broken) : broken;
  const waives = waiver.live && waiver.about && target !== 'snapshot-fresh';
  const isUnscanned = violated.has('scan-completed') && !(waives && target === 'scan-completed');
  if (isUnscanned) for (const rule of OF_SCAN) violated.delete(rule);
  const waived: ImageRuleId[] = waives && violated.has(target) ? [target] : [];
  const standing = [...violated].filter((rule) => !waived.includes(rule));
  // Where nothing but a waiver says that there is no digest to pin, a tag would be deployed.
  if (waived.includes('image-listed') || waived.includes('digest-known')) {
    standing.push('reference-pinned');
  }
  return { standing: standing.sort(), waived };
}

const table = IMAGE_RULE_IDS.flatMap((rule) =>
  Object.keys(SCANS).flatMap((scan) =>
    Object.keys(WAIVERS)
      // By digest a waiver can't be about what has none.
      .filter(
        (waiver) =>
          waiver !== 'live by digest' ||
          !['image-listed', 'digest-known', 'reference-pinned'].includes(rule),
      )
      .map((waiver): [ImageRuleId, string, string] => [rule, scan, waiver]),
  ),
);

test('the table has every combination', () => {
  expect(Object.values(ScanStatus)).toHaveLength(7);
  expect(Object.keys(SCANS)).toHaveLength(7 + 5);
  expect(table).toHaveLength(15 * 12 * 12 - 3 * 12);
});

test.each(table)(
  'the decision is right with %s broken, the scan %s, and the exception %s',
  (rule, scanState, waiverState) => {
    const { change, given } = RULES[rule];
    const scan = SCANS[scanState];
    const waiver = WAIVERS[waiverState];
    const target = waiver.other === true ? otherThan(rule) : rule;
    const exceptions = waiver.change === undefined ? [] : [exception(waiver.change)];
    const policy = checkedPolicy({ ...given, policy: { ...given?.policy, exceptions } });
    const { verdict, used, matching, expired } = judged({
      ...given,
      rows: [row({ ...scan.change, ...change, ...bothAnomalies(scan.change, change) })],
      input: {
        path: 'prod/web',
        ...given?.input,
        // Set afterwards, since snapshot-fresh is refused in a policy: here it must not count either.
        policy: {
          ...policy,
          exceptions: policy.exceptions.map((item) => ({ ...item, rules: [target] })),
        },
      },
    });

    const expected = oracle(rule, scanOf(rule, scan), waiver);
    const ids = (isWaived: boolean): string[] =>
      verdict.findings
        .filter(({ waivedBy }) => (waivedBy !== undefined) === isWaived)
        .map(({ ruleId }) => ruleId)
        .sort();
    expect({ standing: ids(false), waived: ids(true) }).toEqual(expected);
    expect(verdict.decision).toBe(expected.standing.length === 0 ? 'ALLOW' : 'DENY');
    expect(matching).toHaveLength(waiver.live && waiver.about ? 1 : 0);
    expect(used).toHaveLength(expected.waived.length);
    const isChecked = [...expected.standing, ...expected.waived].includes(rule);
    const lapsed = waiverState === 'expired' && rule !== 'snapshot-fresh' && isChecked;
    expect(expired).toHaveLength(lapsed ? 1 : 0);
    const message = verdict.findings.find(({ ruleId }) => ruleId === rule)?.message;
    expect(message !== undefined).toBe(isChecked);
    expect(message?.includes('waived until 2026-11-21 by payments') ?? false).toBe(lapsed);
  },
);

/** Beside a row that breaks a rule: another scan of its digest, which breaks none. */
describe.each(Object.entries(RULES).filter(([, { change }]) => change?.imageDigest === undefined))(
  'a rule that is broken in one row, %s,',
  (rule, { change = {}, given }) => {
    // What no other scan makes up for: nothing is chosen, malware was found, or it is not about a row.
    const stays = [
      'image-listed',
      'row-sound',
      'sync-fresh',
      'max-malicious-files',
      'reference-pinned',
      'registry-allowed',
      'snapshot-fresh',
    ];
    test.each<[string, Partial<HssCicdImage>, isDenied: boolean]>([
      ['later', { latestScanTime: NOW - 2 * HOUR }, false],
      ['later, in another registry', { latestScanTime: NOW, registryName: 'dev' }, false],
      ['later, but not complete', { latestScanTime: NOW, scanStatus: ScanStatus.SCANNING }, true],
      // Where it decides, it is too old.
      ['earlier', { latestScanTime: NOW - 9 * DAY }, true],
    ])('decides with another row %s', (_, other, isDenied) => {
      const bad = row({ latestUpdateTime: NOW, ...change });
      const good = row({ imageId: 'good', imageVersion: '1.3', ...other });
      const { decision } = judged({ ...given, rows: [bad, good] }).verdict;
      expect(decision).toBe(stays.includes(rule) || isDenied ? 'DENY' : 'ALLOW');
    });
  },
);

/** The row that breaks the rule has the last word: what it says of the scan is no more as the state says. */
function scanOf(rule: ImageRuleId, { change, breaks }: Scan): Scan {
  if (rule === 'scan-completed') {
    return { change, breaks: [...breaks.filter((id) => id !== 'scan-completed'), rule] };
  }
  if (rule === 'scan-fresh') {
    // The time is an old one now; what is wrong with the status stays.
    const time = 'latestScanTime' in change;
    return { change, breaks: time ? [rule] : [...breaks, rule] };
  }
  return { change, breaks };
}

function bothAnomalies(
  a: Partial<HssCicdImage> = {},
  b: Partial<HssCicdImage> = {},
): Partial<HssCicdImage> {
  const anomalies = [...(a.anomalies ?? []), ...(b.anomalies ?? [])];
  return anomalies.length === 0 ? {} : { anomalies };
}
