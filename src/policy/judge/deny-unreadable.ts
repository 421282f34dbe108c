import { Decision } from '../model/decision';
import { policyHash } from '../model/hash';
import { Policy } from '../model/policy';
import { oneLine } from '../../util/safe-text';
import { cut } from '../../util/text';
import { Judgement } from './judge';

/** A text that is deployed as an image and is no reference. */
export interface UnreadableImage {
  /** The text as `shownReference` gives it. */
  readonly reference: string;
  /** What is wrong with the text. */
  readonly problem: string;
  readonly policy: Policy;
  /** ms since 1970. */
  readonly now: number;
  /** `live`, `replay` or `fixture`. */
  readonly source: string;
  /** Path of the construct that deploys it, where one is known. */
  readonly path?: string;
}

/**
 * Denies what is no reference, and so can be no listed image. Neither an exception nor the enforcement WARN changes
 * that: nobody knows what would be deployed.
 */
export function denyUnreadable(image: UnreadableImage): Judgement {
  const { reference, problem, policy, now, source, path } = image;
  return {
    verdict: {
      reference,
      decision: Decision.DENY,
      findings: [{ ruleId: 'image-listed', message: problem }],
      policyHash: policyHash(policy),
      evaluatedAt: new Date(now).toISOString(),
      source,
      ...(path === undefined ? {} : { path }),
    },
    chosen: [],
    scans: [],
    wantedTimes: [],
    targets: [],
    unscanned: [],
    matching: [],
    used: [],
    expired: [],
    expiring: [],
  };
}

/** Returns a text that may be no reference on one line of at most some 200 characters. */
export function shownReference(text: string): string {
  return cut(oneLine(text), 200);
}
