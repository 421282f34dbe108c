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

/** A problem in one of the files. */
export interface FileProblem extends PositionedProblem {
  readonly file: string;
}

/** A policy as read from its files, or the problems in them. */
export interface PolicyFilesReading {
  /** The policy; missing if there are problems. */
  readonly policy?: Policy;
  /** In the order of the files, from the given path on, and of their lines. */
  readonly problems: readonly FileProblem[];
  /** The files that were read: the given path, then the file that it extends, and so on. */
  readonly files: readonly string[];
  /**
   * Where each setting is written, `file:line:column`, by its name, or by its path in a map. A
   * setting that no file sets is missing.
   */
  readonly places: ReadonlyMap<string, string>;
}

/**
 * Returns a feed to use in place of the one that a policy names; undefined for no feed. Called only
 * if the policy names one. If it throws, the policy can't be read.
 */
export type FeedSource = () => KnownExploitedFeed | undefined;

/** The maximum of `maxExceptionDays`, for files whose limit is unknown. */
const ANY_EXCEPTION_DAYS = 3650;

/**
 * Reads a policy from its file and from the files that it extends. `now` is ms since 1970.
 * @param feed replaces the feed that the policy names, which is then not read
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
 * Reads a policy as `loadPolicy` does, and returns all problems.
 * @throws HSS_POLICY_INVALID if the first file can't be read
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
  // The base policy comes first, because it decides what the others may change.
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

/**
 * Returns the policy with its feed. The feed of an extended policy is read only if the policy names
 * no other.
 */
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

/**
 * Returns the problems of one file. Without `base`, a file that extends another is checked alone.
 */
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
