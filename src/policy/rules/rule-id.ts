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
] as const;

/** Id of a rule. */
export type RuleId = (typeof RULE_IDS)[number];
