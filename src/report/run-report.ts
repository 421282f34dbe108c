import { AnswerSource } from './answered-by';
import { ReportedFeed } from './feed';
import { StackReport } from './stack-report';

/** The exit code of each outcome. A denial outweighs what could not be decided. */
export const OUTCOME_EXIT_CODES = { allowed: 0, undecided: 1, denied: 2 } as const;

/** What a run of `hss-gate check`, `hss-gate scan` or `hss-gate plan` came to: what every output format is made from. */
export interface RunReport {
  readonly command: 'check' | 'scan' | 'plan';
  /** Version of this package. */
  readonly version: string;
  /** When the run began to judge, ISO 8601 in UTC. */
  readonly evaluatedAt: string;
  readonly policy: {
    /** As it was named, or found. */
    readonly file: string;
    /** sha256 in hex. */
    readonly hash: string;
    /** Where the policy looks for known exploited CVEs. */
    readonly feed?: ReportedFeed;
  };
  /** Who answered; empty when HSS was not asked, such as where there was no image to judge. */
  readonly answeredBy: readonly AnswerSource[];
  /** The plan or configuration that was judged, as it was named; none where images were named one by one. */
  readonly subject?: string;
  /** One for each stack of a configuration; a plan and a check have one. */
  readonly parts: readonly StackReport[];
  /** What the exit code says. */
  readonly outcome: keyof typeof OUTCOME_EXIT_CODES;
}
