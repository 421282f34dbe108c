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

/** The record of an image whose vulnerabilities are judged. */
export interface VulnerableImage {
  /** The row that decides, as HSS lists it. */
  readonly decisive: ScanRecord | undefined;
  /** The same record with the worst values of the rows with the same scan time. */
  readonly row: ScanRecord | undefined;
  readonly isIndex: boolean;
  readonly platforms: readonly {
    readonly digest?: string;
    readonly decisive?: ScanRecord;
    readonly row?: ScanRecord;
  }[];
}

/** An image or a platform whose vulnerabilities were judged. */
export interface VulnerabilityTarget {
  readonly record: ScanRecord;
  /** Digest of the platform; undefined for the image itself. */
  readonly platform?: string;
  readonly judgement: VulnerabilityJudgement;
  /** Exceptions for some of its vulnerabilities, the last to end first. */
  readonly live: readonly PolicyException[];
  readonly expired: readonly PolicyException[];
}

/** The input for judging the vulnerabilities of an image and of its platforms. */
export interface TargetJudging {
  readonly policy: Policy;
  readonly answers: VulnerabilityAnswers | undefined;
  /**
   * Finds the exceptions about the image; with a platform's digest, also those that name the
   * platform.
   */
  readonly exceptionsAbout: (platform: string | undefined) => readonly PolicyException[];
  /** ms since 1970. */
  readonly now: number;
}

/**
 * Returns the record with the image's own vulnerabilities; for an index, only if its row has a
 * count of them.
 */
export function ownVulnerableRecord({
  decisive,
  row,
  isIndex,
}: Omit<VulnerableImage, 'platforms'>): ScanRecord | undefined {
  return isIndex && !((row?.vulNum ?? 0) > 0) ? undefined : decisive;
}

/**
 * Returns the records whose vulnerabilities must be listed: the image's, and one for each platform
 * of an index.
 */
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

/** Returns the outcome for each vulnerability of a target; empty if the target can't be judged. */
export function outcomesOf({
  judgement,
}: Pick<VulnerabilityTarget, 'judgement'>): readonly VulnerabilityOutcome<ExceptionWaiver>[] {
  return 'problem' in judgement ? [] : judgement.outcomes;
}
