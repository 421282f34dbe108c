/** Where in a policy something is: keys and list positions from the root. */
export type PolicyPath = readonly (string | number)[];

/** One thing that is wrong with a policy. */
export interface PolicyProblem {
  /** What it is about; for a setting that is missing, the map that lacks it. */
  readonly path: PolicyPath;
  /** Whether the key itself is wrong, not its value. */
  readonly atKey?: boolean;
  /** What is wrong and what is expected. */
  readonly message: string;
}

/** A path in words: `exceptions[0].expires`; empty for the root. */
export function policyPathText(path: PolicyPath): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

/** Whether two paths are the same. */
export function samePath(a: PolicyPath, b: PolicyPath): boolean {
  return a.length === b.length && a.every((step, i) => step === b[i]);
}
