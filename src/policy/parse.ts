import { policyProblems } from './check';
import { PlacedProblem, readDocument } from './document';
import { Policy, normalise, policyInvalid } from './policy';
import { pathText } from './problem';
import { ImagePolicyProps } from './props';

/** A policy file as read: the policy, or what is wrong with the file. */
export interface PolicyReading {
  /** The policy; there exactly when there are no problems. */
  readonly policy?: Policy;
  /** What is wrong, in the order of the file. */
  readonly problems: readonly PlacedProblem[];
}

/** Reads a policy file's text, YAML or JSON, and says all that is wrong with it. `now` is ms since 1970. */
export function readPolicy(text: string, now: number): PolicyReading {
  const document = readDocument(text);
  if (document.problems.length > 0) return { problems: document.problems };
  const problems = policyProblems(document.value, now)
    .map(({ path, atKey, message }) => {
      const place = document.placeOf(path, atKey ?? false);
      const name = atKey ? '' : pathText(path);
      return { ...place, message: name === '' ? message : `${name}: ${message}` };
    })
    .sort((a, b) => a.line - b.line || a.column - b.column);
  if (problems.length > 0) return { problems };
  return { policy: normalise(document.value as ImagePolicyProps), problems };
}

/**
 * Reads a policy file's text, YAML or JSON. `file` is what its errors call it, `now` is ms since 1970.
 * @throws HSS_POLICY_INVALID with `file:line:column` for each problem
 */
export function parsePolicy(text: string, file: string, now: number): Policy {
  const { policy, problems } = readPolicy(text, now);
  if (policy !== undefined) return policy;
  throw policyInvalid(
    file,
    problems.map(({ line, column, message }) => `${file}:${line}:${column}: ${message}`),
  );
}
