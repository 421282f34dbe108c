/** Ids of the rules, in the order in which they are checked and reported. */
export const RULE_IDS = [
  'image-listed',
  'row-sound',
  'scan-completed',
  'scan-fresh',
  'max-severity',
  'max-vulnerabilities',
  'max-unsafe-settings',
  'max-malicious-files',
  'digest-known',
  'reference-pinned',
  'registry-allowed',
  'snapshot-fresh',
] as const;

/** Id of a rule. */
export type RuleId = (typeof RULE_IDS)[number];

/**
 * The rules that an exception may waive. `snapshot-fresh` is not about an image, so there is none to
 * accept it for; a snapshot can always be recorded anew.
 */
export const WAIVABLE_RULE_IDS: readonly RuleId[] = RULE_IDS.filter(
  (id) => id !== 'snapshot-fresh',
);
