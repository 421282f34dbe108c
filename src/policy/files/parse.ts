import { policyProblems } from './check';
import type { PositionedProblem, PolicyDocument } from './document';
import { Policy, normalise, policyInvalid } from '../model/policy';
import { PolicyProblem, policyPathText } from '../model/problem';
import { ImagePolicyProps } from '../model/props';
import { loadAndReadDocument } from './read-document';

/** A policy file as read: the policy, or the problems of the file. */
export interface PolicyReading {
  /** The policy; missing if there are problems. */
  readonly policy?: Policy;
  /** The problems, in the order of the file. */
  readonly problems: readonly PositionedProblem[];
}

/**
 * Reads the text of a policy file that names no other file, YAML or JSON, and returns all problems.
 * `now` is ms since 1970.
 */
export function readPolicy(text: string, now: number): PolicyReading {
  const document = loadAndReadDocument(text);
  if (document.problems.length > 0) return { problems: document.problems };
  const found = policyProblems(document.value, now);
  // Without the policy that it extends, the policy could be looser than intended.
  if (found.length === 0 && Object.hasOwn(document.value as object, 'extends')) {
    found.push({ path: ['extends'], message: "from a text alone the other file can't be found" });
  }
  if (found.length === 0 && namesFeed(document.value)) {
    found.push({
      path: ['vulnerabilities', 'feed'],
      message: "from a text alone the feed can't be found",
    });
  }
  const problems = placed(document, found);
  if (problems.length > 0) return { problems };
  return { policy: normalise(document.value as ImagePolicyProps), problems };
}

function namesFeed(policy: unknown): boolean {
  return (policy as ImagePolicyProps).vulnerabilities?.feed !== undefined;
}

/** Returns problems with their positions, in the order of the file. */
export function placed(
  document: PolicyDocument,
  problems: readonly PolicyProblem[],
): PositionedProblem[] {
  return problems
    .map(({ path, atKey, message }) => {
      const place = document.placeOf(path, atKey ?? false);
      const name = atKey ? '' : policyPathText(path);
      return { ...place, message: name === '' ? message : `${name}: ${message}` };
    })
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

/**
 * Reads the text of a policy file that names no other file, YAML or JSON. `file` is its name in
 * errors, `now` is ms since 1970.
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
