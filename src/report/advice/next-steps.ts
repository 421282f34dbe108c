import {
  ImageVerdict,
  RuleId,
  isReference,
  isSoundDigest,
  judgedDigest,
  parseReference,
  pinned,
} from '../../policy';
import { Entry } from '../entries';

/**
 * What to do about a violated rule, on one line each. None of them advises an exception, because
 * exceptions are up to the policy's owner.
 */
const STEPS: { readonly [rule in RuleId]: string } = {
  'image-listed': 'push it to a registry that HSS scans, or use an image that HSS lists',
  'row-sound': 'scan the image again (hss-gate scan)',
  'scan-completed': 'wait for the scan, or request one (hss-gate scan)',
  'scan-fresh': 'scan the image again (hss-gate scan)',
  'sync-fresh': 'synchronize the registry (hss-gate scan), or deploy by digest',
  'max-severity': 'fix what the scan found, rebuild the image and scan it',
  'max-vulnerabilities': 'update vulnerable packages, rebuild the image and scan it',
  'max-vulnerabilities-by-severity': 'update vulnerable packages, rebuild the image and scan it',
  'known-exploited': 'update the packages, rebuild and scan; download the feed if it is old',
  'max-unsafe-settings': 'fix the failed baseline checks, rebuild the image and scan it',
  'max-malicious-files': 'remove the malicious files, rebuild the image and scan it',
  'digest-known': 'scan the image again, so that HSS lists its digest',
  'reference-pinned': 'deploy the image by digest (@sha256:...)',
  'registry-allowed': 'deploy the image from a registry that the policy allows',
  'snapshot-fresh': 'record the snapshot again (hss-gate snapshot)',
  'images-determinable': 'write the images as plain text, or declare them in the policy',
};

/** A scan to come does not clear an image in which an earlier one found malicious files. */
const MALICIOUS_UNSCANNED = 'remove the malicious files, rebuild the image, and wait for its scan';
const UNREADABLE = 'correct the image reference';
const CONFLICT = 'resolve this, then synthesize and plan again';

/**
 * Returns the next step for a denied or warned entry, on one line. Undefined for other entries; the
 * error of an undecided image has its own advice. The step is for the first violated rule: without
 * a scan, for example, it is too early to fix what a scan finds. Malicious files of an earlier scan
 * are an exception: they have to be removed in any case.
 */
export function nextStep({ kind, state, findings, verdict }: Entry): string | undefined {
  if (state !== 'denied' && state !== 'warned') return undefined;
  if (kind === 'conflict') return CONFLICT;
  if (verdict !== undefined && isUnreadable(verdict)) return UNREADABLE;
  const violations = findings.filter(({ waivedBy }) => waivedBy === undefined);
  const ruleIds = violations.map(({ ruleId }) => ruleId);
  // Rules of a later version have no step here.
  const first = ruleIds.find((ruleId) => Object.hasOwn(STEPS, ruleId)) as RuleId | undefined;
  if (first === 'reference-pinned') return pinStep(verdict);
  if (first === 'scan-completed' && ruleIds.includes('max-malicious-files')) {
    return MALICIOUS_UNSCANNED;
  }
  return first && STEPS[first];
}

function pinStep(verdict: ImageVerdict | undefined): string {
  const reference = verdict === undefined ? undefined : referenceByDigest(verdict);
  return reference === undefined ? STEPS['reference-pinned'] : `deploy ${reference}`;
}

/**
 * Returns the reference of an image with the digest that HSS lists. Undefined if HSS lists no valid
 * digest.
 */
function referenceByDigest(verdict: ImageVerdict): string | undefined {
  const digest = judgedDigest(verdict);
  if (!isReference(verdict.reference) || !isSoundDigest(digest)) return undefined;
  return pinned(parseReference(verdict.reference), digest);
}

/**
 * Returns a reference that passes for an image that violates only `reference-pinned`. Undefined for
 * any other image.
 */
export function passingReference(verdict: ImageVerdict): string | undefined {
  const standing = verdict.findings.filter(({ waivedBy }) => waivedBy === undefined);
  const isOnlyUnpinned =
    standing.length > 0 && standing.every(({ ruleId }) => ruleId === 'reference-pinned');
  return isOnlyUnpinned ? referenceByDigest(verdict) : undefined;
}

function isUnreadable({ reference, findings }: ImageVerdict): boolean {
  return findings[0]?.ruleId === 'image-listed' && !isReference(reference);
}
