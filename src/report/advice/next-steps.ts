import { ImageVerdict, RuleId, isReference } from '../../policy';
import { Entry } from '../entries';

/** What to do about a violated rule, each short enough for one line. Exceptions are left to the policy's owner. */
const STEPS: { readonly [rule in RuleId]: string } = {
  'image-listed': 'push the image where HSS scans it, or deploy it by a listed digest',
  'row-sound': 'scan the image again (hss-gate scan)',
  'scan-completed': 'wait for the scan, or scan the image again (hss-gate scan)',
  'scan-fresh': 'scan the image again (hss-gate scan)',
  'sync-fresh': 'synchronize the registry (hss-gate scan), or deploy by digest',
  'max-severity': 'fix what the scan found, rebuild the image and scan it',
  'max-vulnerabilities': 'update vulnerable packages, rebuild the image and scan it',
  'max-vulnerabilities-by-severity': 'update vulnerable packages, rebuild the image and scan it',
  'known-exploited': 'update the packages, rebuild and scan; download an old feed again',
  'max-unsafe-settings': 'fix the failed baseline checks, rebuild the image and scan it',
  'max-malicious-files': 'remove the malicious files, rebuild the image and scan it',
  'digest-known': 'scan the image again, so that HSS lists its digest',
  'reference-pinned': 'deploy the image by digest (@sha256:...)',
  'registry-allowed': 'deploy the image from a registry that the policy allows',
  'snapshot-fresh': 'record the snapshot again (hss-gate snapshot)',
  'images-determinable': 'write the images as plain text, or declare them in the policy',
};

const UNREADABLE = 'correct the image reference';
const CONFLICT = 'resolve this, then synthesize and plan again';

/**
 * Returns what to do next about an entry that is denied or warned, on one line; undefined for all others. Of several
 * violated rules the first one counts: without a scan, say, it is too early to fix what a scan finds. An undecided image
 * has its advice in its error.
 */
export function nextStep({ kind, state, findings, verdict }: Entry): string | undefined {
  if (state !== 'denied' && state !== 'warned') return undefined;
  if (kind === 'conflict') return CONFLICT;
  if (verdict !== undefined && isUnreadable(verdict)) return UNREADABLE;
  // A rule of a later version has no step here.
  const steps = findings
    .filter(({ waivedBy }) => waivedBy === undefined)
    .map(({ ruleId }) => (Object.hasOwn(STEPS, ruleId) ? STEPS[ruleId as RuleId] : undefined));
  return steps.find((step) => step !== undefined);
}

function isUnreadable({ reference, findings }: ImageVerdict): boolean {
  return findings[0]?.ruleId === 'image-listed' && !isReference(reference);
}
