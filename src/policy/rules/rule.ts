import { ScanRecord } from '../model/scan-record';
import { Policy } from '../model/policy';
import { ImageReference } from '../model/reference';
import { Hcl } from '../hcl/expression';
import { ImageRuleId } from '../model/rule-id';
import { VulnerabilityJudgement } from '../vulnerabilities/judgement';

/** The input of a rule. */
export interface RuleContext {
  readonly reference: ImageReference;
  /** The judged row; missing if the image is not listed or is ambiguous. */
  readonly row?: ScanRecord;
  /** Why there is no row. */
  readonly problem?: string;
  /** The records of the judged digest, in any list and registry. */
  readonly scans: readonly ScanRecord[];
  /**
   * The records by which a tag was resolved; empty for a reference with a digest, and for
   * platforms.
   */
  readonly chosen: readonly ScanRecord[];
  /**
   * Whether the image is the index of a multi-architecture image, whose platforms are judged one by
   * one.
   */
  readonly isIndex: boolean;
  /** Whether a platform of an index is itself an index. */
  readonly isNestedIndex: boolean;
  /**
   * The result for its vulnerabilities; missing if the policy does not check them, and for an index
   * that has none itself.
   */
  readonly vulnerabilities?: VulnerabilityJudgement;
  readonly policy: Policy;
  /** ms since 1970. */
  readonly now: number;
  /** Where the rows came from: `live`, `replay` or `fixture`. */
  readonly source: string;
  /** When the snapshot with the rows was recorded, ms since 1970. */
  readonly snapshotTime?: number;
  /** Whether the deployed reference would contain a digest if the image were allowed. */
  readonly deployedByDigest: boolean;
  /** Whether there is no row and an exception waives that. */
  readonly listingWaived: boolean;
  /** Whether there is a complete scan to judge, or an exception waives that there is none. */
  readonly hasScan: boolean;
}

/** A violation of a rule. */
export interface Violation {
  readonly message: string;
  readonly actual?: string;
  readonly limit?: string;
}

/**
 * The input of a rule in Terraform: expressions instead of values. None of them fails, whatever HSS
 * answers. A rule's expressions must not fail either, because Terraform evaluates every branch.
 */
export interface HclContext {
  readonly policy: Policy;
  /** An object with `domain`, `tag` and `digest`; the last two null if missing. */
  readonly image: Hcl;
  /**
   * An object with the fields that policies read, by their API names, null if they are missing or
   * unsound; and `anomalies`.
   */
  readonly row: Hcl;
  /** The rows of the judged digest, in any list and registry: a list of such objects. */
  readonly scans: Hcl;
  /**
   * The rows by which a tag was resolved; empty for a reference with a digest, and for platforms.
   */
  readonly chosen: Hcl;
  /**
   * Whether the image is the index of a multi-architecture image, whose platforms are judged one by
   * one.
   */
  readonly isIndex: Hcl;
  /** Whether a platform of an index is itself an index. */
  readonly isNestedIndex: Hcl;
  /** Whether there is a row to judge. */
  readonly listed: Hcl;
  /** Why there is no row; empty if there is one. */
  readonly problem: Hcl;
  /** ms since 1970, whole seconds. */
  readonly now: Hcl;
  /** `live` or `replay`. */
  readonly source: Hcl;
  /** When the snapshot was recorded, ms since 1970; null without one. */
  readonly snapshotTime: Hcl;
  /**
   * The feed that `hss-gate exec` used: `released`, ms since 1970, and `sha256`; null without one.
   */
  readonly feed: Hcl;
  /** Whether there is no row and an exception waives that. */
  readonly listingWaived: Hcl;
  /** Whether there is a complete scan to judge, or an exception waives that there is none. */
  readonly hasScan: Hcl;
}

/** A rule as Terraform evaluates it. */
export interface HclRule {
  readonly violated: Hcl;
  /** A text, even if the rule passes. */
  readonly message: Hcl;
}

/** One rule about images. A rule that throws is violated. */
export interface Rule {
  readonly id: ImageRuleId;
  /** A few words. */
  readonly title: string;
  /** What the rule requires and why, for reports and `policy explain`. */
  readonly help: string;
  /** Whether the rule reads the row; such rules are not run without one. */
  readonly readsRow: boolean;
  /**
   * How the rule uses the result of a scan. `needed`: the rule is not run without a complete scan
   * to judge. `read`: it is run even then, for what earlier scans found.
   */
  readonly scan: 'needed' | 'read' | 'unused';
  /** Returns the violation; undefined if the rule passes or the policy does not check it. */
  check(context: RuleContext): Violation | undefined;
  /**
   * Returns the same as an expression, for Terraform; undefined if the policy does not check it.
   */
  hcl(context: HclContext): HclRule | undefined;
}

/** Returns the row, for rules that read it. Throws without one, which is a violation. */
export function judgedRow(context: RuleContext): ScanRecord {
  if (context.row === undefined) throw new Error('there is no row to judge');
  return context.row;
}

/** Whether a rule is not run without a complete scan to judge. */
export function needsScan({ scan }: Pick<Rule, 'scan'>): boolean {
  return scan === 'needed';
}
