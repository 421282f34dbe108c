import { digestKnown } from './digest-known';
import { imageListed } from './image-listed';
import { maxMaliciousFiles } from './max-malicious-files';
import { maxSeverity } from './max-severity';
import { maxUnsafeSettings } from './max-unsafe-settings';
import { maxVulnerabilities } from './max-vulnerabilities';
import { referencePinned } from './reference-pinned';
import { registryAllowed } from './registry-allowed';
import { rowSound } from './row-sound';
import { Rule } from './rule';
import { knownExploited } from './vulnerabilities/known-exploited';
import { maxVulnerabilitiesBySeverity } from './vulnerabilities/max-vulnerabilities-by-severity';
import { scanCompleted } from './scan-completed';
import { scanFresh } from './scan-fresh';
import { snapshotFresh } from './snapshot-fresh';
import { syncFresh } from './sync-fresh';

export * from './rule';
export * from '../model/rule-id';

/** The rules about images, in the order of `IMAGE_RULE_IDS`. */
export const RULES: readonly Rule[] = [
  imageListed,
  rowSound,
  scanCompleted,
  scanFresh,
  syncFresh,
  maxSeverity,
  maxVulnerabilities,
  maxVulnerabilitiesBySeverity,
  knownExploited,
  maxUnsafeSettings,
  maxMaliciousFiles,
  digestKnown,
  referencePinned,
  registryAllowed,
  snapshotFresh,
];
