import { VulnerabilitySeverity } from '../../contract/enums';
import { VULNERABILITY_SEVERITIES } from '../../contract/vulnerabilities/merge';
import { SeverityNumbers } from '../model/policy';
import { severityNumber } from '../vulnerabilities/levels';
import { ScanRecord } from '../model/scan-record';
import { rowName } from '../judge/candidate';
import type { JudgeInput, Judgement } from '../judge/judge';
import { ImageRuleId } from '../rules';
import { VulnerabilityTarget } from '../vulnerabilities/targets';
import { enumerate, hoursText, isoTime } from '../../util/text';

/** What a passing rule read, and what it requires. */
export interface Seen {
  readonly actual: string;
  readonly limit: string;
}

/**
 * Returns what a rule reads; undefined if the policy does not check it. Without a row, only `limit`
 * is meaningful.
 */
export function seenBy(
  id: ImageRuleId,
  input: JudgeInput,
  row: ScanRecord | undefined,
  judgement: Looked,
): Seen | undefined {
  return SEEN[id](input, row ?? {}, judgement);
}

/** The parts of a judgement that rules read besides the row. */
type Looked = Pick<Judgement, 'chosen' | 'targets'>;

type See = (input: JudgeInput, row: Partial<ScanRecord>, judgement: Looked) => Seen | undefined;

const SOUND = "HSS's data about the image matches the API documentation";

const SEEN: { readonly [id in ImageRuleId]: See } = {
  'image-listed': (_, row) => ({
    actual: `${rowName(row)}:${row.imageVersion ?? '?'}${row.registryName === undefined ? '' : ` in ${row.registryName}`}`,
    limit: 'exactly one match',
  }),
  'row-sound': () => ({ actual: SOUND, limit: SOUND }),
  'scan-completed': (_, { scanStatus }) => ({ actual: `${scanStatus}`, limit: 'success' }),
  'scan-fresh': ({ policy, now }, { latestScanTime }) => ({
    actual: ageText(now, latestScanTime),
    limit: `${policy.maxScanAgeHours} hours`,
  }),
  'sync-fresh': ({ policy, now, reference }, _, { chosen }) => {
    if (policy.maxSyncAgeHours === undefined) return undefined;
    const limit = `${policy.maxSyncAgeHours} hours`;
    if (reference.digest !== undefined)
      return { actual: 'not needed: the reference has a digest', limit };
    const times = chosen.flatMap(({ registry }) => registry?.latestSyncTime ?? []);
    return times.length === 0
      ? { actual: 'not needed: found in the CI/CD images only', limit }
      : { actual: ageText(now, Math.min(...times)), limit };
  },
  'max-severity': ({ policy }, { severityLevel }) =>
    policy.maxSeverity === undefined
      ? undefined
      : { actual: `${severityLevel}`, limit: policy.maxSeverity },
  'max-vulnerabilities': ({ policy }, { vulNum }) => withLimit(policy.maxVulnerabilities, vulNum),
  'max-vulnerabilities-by-severity': ({ policy: { vulnerabilities } }, _, { targets }) =>
    vulnerabilities?.max === undefined
      ? undefined
      : {
          actual: limitedCountsText(vulnerabilities.max, targets),
          limit: levelsText(vulnerabilities.max, (_severity, limit) => limit),
        },
  'known-exploited': ({ policy: { vulnerabilities, feed } }) =>
    vulnerabilities?.knownExploited === undefined
      ? undefined
      : {
          actual: `none by the feed of ${feed === undefined ? '?' : isoTime(feed.releasedAt).slice(0, 10)}`,
          limit: 'none',
        },
  'max-unsafe-settings': ({ policy }, { unsafeSettingNum }) =>
    withLimit(policy.maxUnsafeSettings, unsafeSettingNum),
  'max-malicious-files': ({ policy }, { maliciousFileNum }) =>
    withLimit(policy.maxMaliciousFiles, maliciousFileNum),
  'digest-known': ({ policy }, { imageDigest }) =>
    policy.requireDigest ? { actual: `${imageDigest}`, limit: 'a digest' } : undefined,
  'reference-pinned': ({ policy, reference }) =>
    policy.requireDigest
      ? {
          actual:
            reference.digest === undefined
              ? 'the tag is replaced by the digest that HSS lists'
              : 'the reference has a digest',
          limit: 'a digest',
        }
      : undefined,
  'registry-allowed': ({ policy, reference }) =>
    policy.allowedRegistries === undefined
      ? undefined
      : { actual: reference.domain, limit: enumerate(policy.allowedRegistries) },
  'snapshot-fresh': ({ policy, now, snapshotTime }) =>
    snapshotTime === undefined
      ? undefined
      : { actual: ageText(now, snapshotTime), limit: `${policy.maxSnapshotAgeHours} hours` },
};

function withLimit(limit: number | undefined, count: number | undefined): Seen | undefined {
  return limit === undefined ? undefined : { actual: `${count}`, limit: `${limit}` };
}

function ageText(now: number, time: number | undefined): string {
  return time === undefined ? 'unknown' : hoursText(Math.max(0, now - time));
}

/** Returns the number of vulnerabilities that count at each limited severity. */
function limitedCountsText(max: SeverityNumbers, targets: readonly VulnerabilityTarget[]): string {
  const [first] = targets;
  if (first === undefined || 'problem' in first.judgement) return 'unknown';
  const { counts } = first.judgement;
  return levelsText(max, (severity) => counts[severity].count);
}

function levelsText(
  max: SeverityNumbers,
  numberOf: (severity: VulnerabilitySeverity, limit: number) => number,
): string {
  return VULNERABILITY_SEVERITIES.flatMap((severity) => {
    const limit = severityNumber(max, severity);
    return limit === undefined ? [] : [`${numberOf(severity, limit)} ${severity}`];
  }).join(', ');
}
