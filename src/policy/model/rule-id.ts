/** IDs of the rules about images, in the order in which they are checked and reported. */
export const IMAGE_RULE_IDS = [
  'image-listed',
  'row-sound',
  'scan-completed',
  'scan-fresh',
  'sync-fresh',
  'max-severity',
  'max-vulnerabilities',
  'max-vulnerabilities-by-severity',
  'known-exploited',
  'max-unsafe-settings',
  'max-malicious-files',
  'digest-known',
  'reference-pinned',
  'registry-allowed',
  'snapshot-fresh',
] as const;

/** IDs of the rules about resources. They judge a resource before any of its images is known. */
export const RESOURCE_RULE_IDS = ['images-determinable'] as const;

/** IDs of all rules. */
export const RULE_IDS = [...IMAGE_RULE_IDS, ...RESOURCE_RULE_IDS] as const;

/** ID of a rule about images. */
export type ImageRuleId = (typeof IMAGE_RULE_IDS)[number];

/** ID of a rule about resources. */
export type ResourceRuleId = (typeof RESOURCE_RULE_IDS)[number];

/** ID of a rule. */
export type RuleId = ImageRuleId | ResourceRuleId;

/**
 * The rules that an exception may waive. `snapshot-fresh` is not among them: it is not about an
 * image that could be accepted, and a snapshot can always be recorded again.
 */
export const WAIVABLE_RULE_IDS: readonly RuleId[] = RULE_IDS.filter(
  (id) => id !== 'snapshot-fresh',
);

/** Whether a text is the ID of a rule about resources. */
export function isResourceRule(id: unknown): id is ResourceRuleId {
  return (RESOURCE_RULE_IDS as readonly unknown[]).includes(id);
}

/**
 * IDs of the rules that check single vulnerabilities. An exception from them may be limited to some
 * vulnerabilities.
 */
export const VULNERABILITY_RULE_IDS = [
  'max-vulnerabilities-by-severity',
  'known-exploited',
] as const satisfies readonly RuleId[];

/** ID of a rule that checks single vulnerabilities. */
export type VulnerabilityRuleId = (typeof VULNERABILITY_RULE_IDS)[number];

/** Whether a text is the ID of a rule that checks single vulnerabilities. */
export function isVulnerabilityRule(id: unknown): id is VulnerabilityRuleId {
  return (VULNERABILITY_RULE_IDS as readonly unknown[]).includes(id);
}
