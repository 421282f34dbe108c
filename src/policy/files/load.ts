import { Layer, extendedBy, readChain } from './chain';
import { DEFAULT_EXCEPTION_DAYS, policyProblems } from './check';
import { PositionedProblem } from './document';
import { Base, FileSettings, extend, extensionProblems } from './extension';
import { PolicyFiles } from './file-access';
import { placed } from './parse';
import { Policy, policyInvalid } from '../model/policy';
import { enumerate } from '../../util/text';

/** Something wrong in one of the files. */
export interface FileProblem extends PositionedProblem {
  readonly file: string;
}

/** A policy as read from its files, or what is wrong with them. */
export interface PolicyFilesReading {
  /** The policy; there exactly when there are no problems. */
  readonly policy?: Policy;
  /** File by file, that of the given path first, each from its beginning. */
  readonly problems: readonly FileProblem[];
  /** The files that were read, that of the given path first, then the one it extends, and so on. */
  readonly files: readonly string[];
  /** Where each setting is written that is no default, `file:line:column`, by its name. */
  readonly places: ReadonlyMap<string, string>;
}

/** The longest that a policy may let exceptions last, for files whose limit could not be found out. */
const ANY_EXCEPTION_DAYS = 3650;

/**
 * Reads a policy from its file and from those that it extends, one after the other. `now` is ms since 1970.
 * @throws HSS_POLICY_INVALID with `file:line:column` for each problem
 */
export function loadPolicy(file: string, files: PolicyFiles, now: number): Policy {
  const { policy, problems, files: names } = readPolicyFile(file, files, now);
  if (policy !== undefined) return policy;
  throw policyInvalid(
    enumerate(names),
    problems.map((at) => `${at.file}:${at.line}:${at.column}: ${at.message}`),
  );
}

/**
 * Reads a policy as `loadPolicy` does, and says all that is wrong with it.
 * @throws HSS_POLICY_INVALID when the file itself can't be read
 */
export function readPolicyFile(file: string, files: PolicyFiles, now: number): PolicyFilesReading {
  const chain = readChain(file, files);
  const problems: FileProblem[] = [];
  let base: Base | undefined;
  // The one that extends no other comes first: what the others may do depends on it.
  for (const layer of [...chain].reverse()) {
    const found = layerProblems(layer, base, now);
    problems.unshift(...found.map((problem) => ({ file: layer.name, ...problem })));
    base = problems.length > 0 ? undefined : extend(settingsOf(layer), layer, base);
  }
  return {
    ...(base === undefined ? {} : { policy: base.policy }),
    problems,
    files: chain.map(({ name }) => name),
    places: base?.places ?? new Map<string, string>(),
  };
}

/** What is wrong with one file. Without `base`, one that extends another is only checked by itself. */
function layerProblems(layer: Layer, base: Base | undefined, now: number): PositionedProblem[] {
  const { document, unfollowed } = layer;
  if (document.problems.length > 0) return [...document.problems];
  const days =
    base?.policy.maxExceptionDays ??
    (extendedBy(layer) === undefined ? DEFAULT_EXCEPTION_DAYS : ANY_EXCEPTION_DAYS);
  const problems = policyProblems(document.value, now, days);
  if (unfollowed !== undefined) problems.push(unfollowed);
  if (problems.length === 0 && base !== undefined) {
    problems.push(...extensionProblems(settingsOf(layer), base));
  }
  return placed(document, problems);
}

function settingsOf({ document }: Layer): FileSettings {
  return document.value as FileSettings;
}
