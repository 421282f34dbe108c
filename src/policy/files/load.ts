import { Layer, extendedBy, readChain } from './chain';
import { DEFAULT_EXCEPTION_DAYS, policyProblems } from './check';
import { PositionedProblem } from './document';
import { Base, FileSettings, extend, extensionProblems } from './extension';
import { PolicyFiles } from './file-access';
import { placed } from './parse';
import { Policy, normalise, policyInvalid } from '../model/policy';
import { enumerate } from '../../util/text';
import { KnownExploitedFeed } from '../vulnerabilities/feed';
import { readNamedFeed } from './vulnerabilities/feed-source';

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
  /** Where each setting is written that is no default, `file:line:column`, by its name; one in a map by its path. */
  readonly places: ReadonlyMap<string, string>;
}

/**
 * Gives another feed than the one that a policy names; undefined to read no feed. It is only called where the policy names one.
 * It may throw, and then the policy can't be read.
 */
export type FeedSource = () => KnownExploitedFeed | undefined;

/** The longest that a policy may let exceptions last, for files whose limit could not be found out. */
const ANY_EXCEPTION_DAYS = 3650;

/**
 * Reads a policy from its file and from those that it extends, one after the other. `now` is ms since 1970.
 * @param feed instead of the feed that the policy names, which is then not read
 * @throws HSS_POLICY_INVALID with `file:line:column` for each problem
 */
export function loadPolicy(
  file: string,
  files: PolicyFiles,
  now: number,
  feed?: FeedSource,
): Policy {
  const { policy, problems, files: names } = readPolicyFile(file, files, now, feed);
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
export function readPolicyFile(
  file: string,
  files: PolicyFiles,
  now: number,
  feed?: FeedSource,
): PolicyFilesReading {
  const chain = readChain(file, files);
  const problems: FileProblem[] = [];
  let base: Base | undefined;
  // The one that extends no other comes first: what the others may do depends on it.
  for (const layer of [...chain].reverse()) {
    const found = layerProblems(layer, base, now);
    problems.unshift(...found.map((problem) => ({ file: layer.name, ...problem })));
    base = problems.length > 0 ? undefined : extend(settingsOf(layer), layer, base);
  }
  const whole = base === undefined ? undefined : withFeed(base, files, feed);
  if (whole !== undefined && 'problem' in whole) problems.push(whole.problem);
  return {
    ...(whole !== undefined && 'policy' in whole ? { policy: whole.policy } : {}),
    problems,
    files: chain.map(({ name }) => name),
    places: base?.places ?? new Map<string, string>(),
  };
}

/** The policy with the feed that it names: that of a policy that it extends is only read where it has no other. */
function withFeed(
  { policy, feed }: Base,
  files: PolicyFiles,
  source: FeedSource | undefined,
): { readonly policy: Policy } | { readonly problem: FileProblem } {
  if (feed === undefined) return { policy };
  if (source !== undefined) return { policy: normalise({}, policy, undefined, source()) };
  const reading = readNamedFeed(feed, files);
  if ('feed' in reading) return { policy: normalise({}, policy, undefined, reading.feed) };
  const { name, document } = feed.source;
  const [problem] = placed(document, [
    { path: ['vulnerabilities', 'feed'], message: reading.fault },
  ]);
  return { problem: { file: name, ...problem } };
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
    problems.push(...extensionProblems(settingsOf(layer), layer, base));
  }
  return placed(document, problems);
}

function settingsOf({ document }: Layer): FileSettings {
  return document.value as FileSettings;
}
