import { ExceptionSubject, exceptionsAbout, isLive } from '../judge/exceptions';
import { JudgedPlatform } from '../judge/platform-judgement';
import { Policy } from '../model/policy';
import { ScanRecord } from '../model/scan-record';
import { VulnerabilityAnswers, judgeVulnerabilities } from './judgement';
import { VulnerabilityTarget } from './shown';

/** What of an image is judged by its vulnerabilities. */
export interface VulnerableImage {
  /** The row that decides, as HSS lists it. */
  readonly decisive?: ScanRecord;
  readonly isIndex: boolean;
  readonly platforms: readonly Pick<JudgedPlatform, 'digest' | 'decisive'>[];
}

/** Returns the records whose vulnerabilities are to be listed. An index is listed itself only where its row says of some. */
export function vulnerableRecords({ decisive, isIndex, platforms }: VulnerableImage): ScanRecord[] {
  const own = isIndex && !((decisive?.vulNum ?? 0) > 0) ? undefined : decisive;
  return [own, ...platforms.map((one) => one.decisive)].filter((one) => one !== undefined);
}

/**
 * Judges the vulnerabilities of an image and of its platforms, by the record of each.
 * @param subject with what exceptions about the image are matched; what is accepted of an index is accepted of its platforms
 */
export function judgeTargets(
  image: VulnerableImage,
  subject: ExceptionSubject,
  judging: {
    readonly policy: Policy;
    readonly answers: VulnerabilityAnswers | undefined;
    readonly now: number;
  },
): ReadonlyMap<ScanRecord, VulnerabilityTarget> {
  const targets = new Map<ScanRecord, VulnerabilityTarget>();
  if (judging.policy.vulnerabilities === undefined) return targets;
  for (const record of vulnerableRecords(image)) {
    const platform = image.platforms.find((one) => one.decisive === record)?.digest;
    // Where a tag is deployed, nobody knows of which digest its platforms will be.
    const about = exceptionsAbout(
      judging.policy.exceptions,
      platform === undefined || subject.digest === undefined ? subject : { ...subject, platform },
    ).filter(({ vulnerabilities }) => vulnerabilities !== undefined);
    const exceptions = about.filter((exception) => isLive(exception, judging.now));
    targets.set(record, {
      ...(platform === undefined ? {} : { platform }),
      judgement: judgeVulnerabilities(record, { ...judging, exceptions }),
      expired: about.filter((exception) => !exceptions.includes(exception)),
    });
  }
  return targets;
}
