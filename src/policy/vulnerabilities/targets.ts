import { byLatestEnd, isLive } from '../judge/exceptions';
import { Policy, PolicyException } from '../model/policy';
import { ScanRecord } from '../model/scan-record';
import { UNEQUAL_TIE } from './agreement';
import {
  ExceptionWaiver,
  VulnerabilityAnswers,
  VulnerabilityJudgement,
  judgeVulnerabilities,
} from './judgement';
import { VulnerabilityOutcome } from './judge-record';

/** What of an image is judged by its vulnerabilities. */
export interface VulnerableImage {
  /** The row that decides, as HSS lists it. */
  readonly decisive: ScanRecord | undefined;
  /** The same with the worst that rows say that were scanned at its time. */
  readonly row: ScanRecord | undefined;
  readonly isIndex: boolean;
  readonly platforms: readonly {
    readonly digest?: string;
    readonly decisive?: ScanRecord;
    readonly row?: ScanRecord;
  }[];
}

/** What was judged: an image, or a platform of it. */
export interface VulnerabilityTarget {
  readonly record: ScanRecord;
  /** Digest of the platform; none for the image itself. */
  readonly platform?: string;
  readonly judgement: VulnerabilityJudgement;
  /** Exceptions about it, for some vulnerabilities, the last to end first. */
  readonly live: readonly PolicyException[];
  readonly expired: readonly PolicyException[];
}

/** By what the vulnerabilities of an image and of its platforms are judged. */
export interface TargetJudging {
  readonly policy: Policy;
  readonly answers: VulnerabilityAnswers | undefined;
  /** Finds the exceptions about the image; with a platform's digest those that name it as well. */
  readonly exceptionsAbout: (platform: string | undefined) => readonly PolicyException[];
  /** ms since 1970. */
  readonly now: number;
}

/** Returns the record whose vulnerabilities are the image's own; of an index only where its row says that there are some. */
export function ownVulnerableRecord({
  decisive,
  row,
  isIndex,
}: Omit<VulnerableImage, 'platforms'>): ScanRecord | undefined {
  return isIndex && !((row?.vulNum ?? 0) > 0) ? undefined : decisive;
}

/** Returns the records whose vulnerabilities are to be listed: the image's own, and one for each platform of an index. */
export function vulnerableRecords(image: VulnerableImage): ScanRecord[] {
  const ofPlatforms = image.platforms.map((one) => one.decisive);
  return [...new Set([ownVulnerableRecord(image), ...ofPlatforms])].filter(
    (one) => one !== undefined,
  );
}

/** Judges the vulnerabilities of an image and of its platforms, by the record of each. */
export function judgeTargets(
  image: VulnerableImage,
  { policy, answers, exceptionsAbout, now }: TargetJudging,
): ReadonlyMap<ScanRecord, VulnerabilityTarget> {
  const targets = new Map<ScanRecord, VulnerabilityTarget>();
  if (policy.vulnerabilities === undefined) return targets;
  for (const record of vulnerableRecords(image)) {
    const ofPlatform = image.platforms.find((one) => one.decisive === record);
    const platform = ofPlatform?.digest;
    const { vulNum } = (ofPlatform ?? image).row!;
    const about = exceptionsAbout(platform)
      .filter(({ vulnerabilities }) => vulnerabilities !== undefined)
      .sort(byLatestEnd);
    const live = about.filter((exception) => isLive(exception, now));
    targets.set(record, {
      record,
      ...(platform === undefined ? {} : { platform }),
      judgement:
        vulNum === record.vulNum
          ? judgeVulnerabilities(record, { policy, answers, exceptions: live, now })
          : { problem: UNEQUAL_TIE },
      live,
      expired: about.filter((exception) => !live.includes(exception)),
    });
  }
  return targets;
}

/** Returns what became of each vulnerability of a target; of one that can't be judged nothing is known. */
export function outcomesOf({
  judgement,
}: Pick<VulnerabilityTarget, 'judgement'>): readonly VulnerabilityOutcome<ExceptionWaiver>[] {
  return 'problem' in judgement ? [] : judgement.outcomes;
}
