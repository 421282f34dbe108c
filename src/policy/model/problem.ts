import { cut, show } from '../../util/text';

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

/** A path in words: `exceptions[0].expires`, `registryHosts["my harbor"][0]`; empty for the root. */
export function policyPathText(path: PolicyPath): string {
  return path.map(stepText).join('').replace(/^\./, '');
}

function stepText(step: string | number): string {
  if (typeof step === 'number') return `[${step}]`;
  const text = nameText(step);
  return text.startsWith('"') ? `[${text}]` : `.${text}`;
}

/** A name that the policy chooses, for a message; in quotes unless it is a single word, so that it can't pass for other words of the message. */
export function nameText(name: string): string {
  return /^[\w$-][\w.$-]*$/.test(name) ? cut(name) : show(name);
}
