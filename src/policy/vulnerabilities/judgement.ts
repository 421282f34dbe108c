import { HssImageVulnerability } from '../../contract/vulnerabilities/hss-image-vulnerability';
import { Policy, PolicyException } from '../model/policy';
import { KnownExploited } from '../model/props';
import { ScanRecord } from '../model/scan-record';
import { disagreement } from './agreement';
import { PublishTimes } from './grace';
import { RecordOutcome, judgeRecord } from './judge-record';
import { questionProblem, vulnerabilityKey } from './questions';
import { Vulnerability, vulnerabilitiesOf } from './vulnerability';
import { VulnerabilityWaiver } from './waivers';

/** HSS's answers about vulnerabilities. */
export interface VulnerabilityAnswers {
  /** The vulnerabilities of each queried record, by `vulnerabilityKey`. */
  readonly lists: ReadonlyMap<string, readonly HssImageVulnerability[]>;
  readonly publishTimes: PublishTimes;
}

/** An exception for some vulnerabilities of the judged image. */
export interface ExceptionWaiver extends VulnerabilityWaiver {
  readonly exception: PolicyException;
}

/** The result for the vulnerabilities of an image or a platform, or why they can't be judged. */
export type VulnerabilityJudgement = RecordOutcome<ExceptionWaiver> | { readonly problem: string };

/** The input for judging the vulnerabilities of a record. */
export interface VulnerabilityJudging {
  readonly policy: Policy;
  readonly answers: VulnerabilityAnswers | undefined;
  /** The live exceptions for some vulnerabilities that are about the image. */
  readonly exceptions: readonly PolicyException[];
  /** ms since 1970. */
  readonly now: number;
}

/**
 * Judges the vulnerabilities of the record that decides about an image. Missing or contradictory
 * data is a problem.
 */
export function judgeVulnerabilities(
  record: ScanRecord,
  { policy, answers, exceptions, now }: VulnerabilityJudging,
): VulnerabilityJudgement {
  const unlistable = unlistableProblem(record);
  if (unlistable !== undefined) return { problem: unlistable };
  const rows = answers?.lists.get(vulnerabilityKey(record));
  if (rows === undefined) return { problem: 'its vulnerabilities were not listed' };
  const problem = disagreement(record, rows);
  if (problem !== undefined) return { problem };
  const limits = policy.vulnerabilities!;
  return judgeRecord(mergedByVulnerability(rows), {
    policy: limits,
    waivers: exceptions.map(waiverOf),
    exploited: limits.knownExploited === KnownExploited.DENY ? policy.feed?.cves : undefined,
    publishTimes: answers!.publishTimes,
    now,
  });
}

/** Returns why the vulnerabilities of a record can't be judged at all; undefined if they can. */
export function unlistableProblem(record: ScanRecord): string | undefined {
  const problem = questionProblem(record);
  if (problem !== undefined) return problem;
  return record.vulNum === undefined
    ? 'HSS does not say how many vulnerabilities it has'
    : undefined;
}

/** Returns an exception as it waives vulnerabilities. */
export function waiverOf(exception: PolicyException): ExceptionWaiver {
  return { exception, ids: exception.vulnerabilities ?? [], rules: exception.rules };
}

/**
 * Cached, because an image is judged for each construct that deploys it, and for each time in an
 * explanation.
 */
const merged = new WeakMap<readonly HssImageVulnerability[], readonly Vulnerability[]>();

function mergedByVulnerability(rows: readonly HssImageVulnerability[]): readonly Vulnerability[] {
  let known = merged.get(rows);
  if (known === undefined) merged.set(rows, (known = vulnerabilitiesOf(rows)));
  return known;
}
