import { HssImageVulnerability } from '../../contract/vulnerabilities/hss-image-vulnerability';
import { Policy, PolicyException } from '../model/policy';
import { KnownExploited } from '../model/props';
import { ScanRecord } from '../model/scan-record';
import { disagreement } from './agreement';
import { PublishTimes } from './grace';
import { RecordOutcome, VulnerabilityWaiver, judgeRecord } from './judge-record';
import { vulnerabilityKey, vulnerabilityQuestions } from './questions';
import { vulnerabilitiesOf } from './vulnerability';

/** What HSS answers about vulnerabilities. */
export interface VulnerabilityAnswers {
  /** The vulnerabilities of each record that was asked about, by `vulnerabilityKey`. */
  readonly lists: ReadonlyMap<string, readonly HssImageVulnerability[]>;
  readonly publishTimes: PublishTimes;
}

/** An exception for some vulnerabilities, about the image that is judged. */
export interface ExceptionWaiver extends VulnerabilityWaiver {
  readonly exception: PolicyException;
}

/** What the vulnerabilities of an image, or of a platform of it, come to; or why they can't be judged. */
export type VulnerabilityJudgement = RecordOutcome<ExceptionWaiver> | { readonly problem: string };

/** By what the vulnerabilities of a record are judged. */
export interface VulnerabilityJudging {
  readonly policy: Policy;
  readonly answers: VulnerabilityAnswers | undefined;
  /** The live exceptions for some vulnerabilities that are about the image. */
  readonly exceptions: readonly PolicyException[];
  /** ms since 1970. */
  readonly now: number;
}

/** Judges the vulnerabilities of the record that decides about an image. */
export function judgeVulnerabilities(
  record: ScanRecord,
  { policy, answers, exceptions, now }: VulnerabilityJudging,
): VulnerabilityJudgement {
  const questions = vulnerabilityQuestions(record);
  if ('problem' in questions) return questions;
  if (record.vulNum === undefined) {
    return { problem: 'HSS does not say how many vulnerabilities it has' };
  }
  const rows = answers?.lists.get(vulnerabilityKey(record));
  if (rows === undefined) return { problem: 'its vulnerabilities were not listed' };
  const problem = disagreement(record, rows);
  if (problem !== undefined) return { problem };
  const limits = policy.vulnerabilities!;
  return judgeRecord(vulnerabilitiesOf(rows), {
    policy: limits,
    waivers: exceptions.map((exception) => ({
      exception,
      ids: exception.vulnerabilities ?? [],
      rules: exception.rules,
    })),
    exploited: limits.knownExploited === KnownExploited.DENY ? policy.feed?.cves : undefined,
    publishTimes: answers!.publishTimes,
    now,
  });
}
