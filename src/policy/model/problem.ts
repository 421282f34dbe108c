import { cut, show } from '../../util/text';

/** A place in a policy: keys and list positions from the root. */
export type PolicyPath = readonly (string | number)[];

/** A problem in a policy. */
export interface PolicyProblem {
  /** Where the problem is; for a missing setting, the map that lacks it. */
  readonly path: PolicyPath;
  /** Whether the key itself is wrong, not its value. */
  readonly atKey?: boolean;
  /** What is wrong and what is expected. */
  readonly message: string;
}

/**
 * Returns a path as text: `exceptions[0].expires`, `registryHosts["my harbor"][0]`; empty for the
 * root.
 */
export function policyPathText(path: PolicyPath): string {
  return path.map(stepText).join('').replace(/^\./, '');
}

function stepText(step: string | number): string {
  if (typeof step === 'number') return `[${step}]`;
  const text = nameText(step);
  return text.startsWith('"') ? `[${text}]` : `.${text}`;
}

/**
 * Returns a name from the policy for a message. It is quoted unless it is a single word, so that it
 * can't be mistaken for other words of the message.
 */
export function nameText(name: string): string {
  return /^[\w$-][\w.$-]*$/.test(name) ? cut(name) : show(name);
}
