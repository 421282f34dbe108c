import { HssCicdImage } from '../../contract/cicd-image';
import { Policy } from '../policy';
import { ImageReference } from '../reference';
import { RuleId } from './rule-id';

/** What a rule looks at. */
export interface RuleContext {
  readonly reference: ImageReference;
  /** The row that is judged; none when the image is not listed, or not unambiguously. */
  readonly row?: HssCicdImage;
  /** Why there is no row. */
  readonly problem?: string;
  readonly policy: Policy;
  /** ms since 1970. */
  readonly now: number;
  /** Where the rows came from: `live`, `replay` or `fixture`. */
  readonly source: string;
  /** When the snapshot was recorded that the rows come from, ms since 1970. */
  readonly snapshotTime?: number;
  /** Whether what would be deployed, if this were allowed, carries a digest. */
  readonly deployedByDigest: boolean;
  /** Whether there is no row and an exception waives that. */
  readonly listingWaived: boolean;
}

/** How a rule is violated. */
export interface Violation {
  readonly message: string;
  readonly actual?: string;
  readonly limit?: string;
}

/** One rule. A rule that throws counts as violated. */
export interface Rule {
  readonly id: RuleId;
  /** A few words. */
  readonly title: string;
  /** What the rule demands and why, for reports and `policy explain`. */
  readonly help: string;
  /** Whether the rule reads the row; such rules are not run where there is none. */
  readonly readsRow: boolean;
  /** The violation, or undefined when the rule is met or the policy doesn't ask for it. */
  check(context: RuleContext): Violation | undefined;
}

/** The row, for rules that read it; a missing one throws, which is a violation. */
export function rowOf(context: RuleContext): HssCicdImage {
  if (context.row === undefined) throw new Error('there is no row to judge');
  return context.row;
}
