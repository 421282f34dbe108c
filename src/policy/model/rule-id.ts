/** Ids of the rules about images, in the order in which they are checked and reported. */
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

/** Ids of the rules about resources. They judge a resource before any of its images is known. */
export const RESOURCE_RULE_IDS = ['images-determinable'] as const;

/** Ids of all rules. */
export const RULE_IDS = [...IMAGE_RULE_IDS, ...RESOURCE_RULE_IDS] as const;

/** Id of a rule about images. */
export type ImageRuleId = (typeof IMAGE_RULE_IDS)[number];

/** Id of a rule about resources. */
export type ResourceRuleId = (typeof RESOURCE_RULE_IDS)[number];

/** Id of a rule. */
export type RuleId = ImageRuleId | ResourceRuleId;

/**
 * The rules that an exception may waive. `snapshot-fresh` is not about an image, so there is none to
 * accept it for; a snapshot can always be recorded anew.
 */
export const WAIVABLE_RULE_IDS: readonly RuleId[] = RULE_IDS.filter(
  (id) => id !== 'snapshot-fresh',
);

/** Whether a text is the id of a rule about resources. */
export function isResourceRule(id: unknown): id is ResourceRuleId {
  return (RESOURCE_RULE_IDS as readonly unknown[]).includes(id);
}

/** The rules that look at vulnerabilities one by one: an exception may be for some vulnerabilities alone. */
export const VULNERABILITY_RULE_IDS = [
  'max-vulnerabilities-by-severity',
  'known-exploited',
] as const satisfies readonly RuleId[];

/** Id of a rule that looks at vulnerabilities one by one. */
export type VulnerabilityRuleId = (typeof VULNERABILITY_RULE_IDS)[number];

/** Whether a text is the id of a rule that looks at vulnerabilities one by one. */
export function isVulnerabilityRule(id: unknown): id is VulnerabilityRuleId {
  return (VULNERABILITY_RULE_IDS as readonly unknown[]).includes(id);
}
