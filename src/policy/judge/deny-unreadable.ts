import { Decision } from '../model/decision';
import { policyHash } from '../model/hash';
import { Policy } from '../model/policy';
import { oneLine } from '../../util/safe-text';
import { cut } from '../../util/text';
import { Judgement } from './judge';

/** A text that is deployed as an image but is not a reference. */
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
  /** Path of the construct that deploys it, if known. */
  readonly path?: string;
}

/**
 * Denies a text that is not a reference and therefore not a listed image. Neither an exception nor
 * the enforcement WARN changes that, because it is unknown what would be deployed.
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

/** Returns a text on one line, cut to about 200 characters. */
export function shownReference(text: string): string {
  return cut(oneLine(text), 200);
}
