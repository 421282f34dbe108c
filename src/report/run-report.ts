import { AnswerSource } from './answered-by';
import { ReportedFeed } from './feed';
import { StackReport } from './stack-report';

/** The exit code of each outcome. A denied image outweighs an undecided one. */
export const OUTCOME_EXIT_CODES = { allowed: 0, undecided: 1, denied: 2 } as const;

/** The result of `hss-gate check`, `hss-gate scan` or `hss-gate plan`, which all formats render. */
export interface RunReport {
  readonly command: 'check' | 'scan' | 'plan';
  /** Version of this package. */
  readonly version: string;
  /** When the run started to judge, ISO 8601 in UTC. */
  readonly evaluatedAt: string;
  readonly policy: {
    /** The policy file, as named or found. */
    readonly file: string;
    /** sha256 in hex. */
    readonly hash: string;
    /** The policy's feed of known exploited CVEs. */
    readonly feed?: ReportedFeed;
  };
  /**
   * The sources of the answers. Empty if HSS was not asked, for example without images to judge.
   */
  readonly answeredBy: readonly AnswerSource[];
  /** The judged plan or configuration, as named. Undefined if images were given individually. */
  readonly subject?: string;
  /** One part for each stack of a configuration. A plan or check has one part. */
  readonly parts: readonly StackReport[];
  /** Determines the exit code. */
  readonly outcome: keyof typeof OUTCOME_EXIT_CODES;
}
