import { statSync } from 'node:fs';
import { HssError } from '../../../contract/error';
import { policyFilesFor } from '../../../files/policy-files';
import { FeedSource, Policy, loadPolicy, policyHash } from '../../../policy';
import type { RunReport } from '../../../report/run-report';
import { plain } from '../../../util/safe-text';
import { POLICY_FILE } from '../judging-options';
import { searchPolicy } from './policy-search';
import { endableBySignal } from '../result-process';

/**
 * Finds the policy in the working directory or above it.
 * @param say prints warnings about files that look like the policy and are not used
 * @throws HSS_INVALID_ARGUMENT if it is a folder, a pipe or a device
 */
export function findPolicyFile(say?: (message: string) => void): string | undefined {
  const { file, passedOver } = searchPolicy(process.cwd());
  if (file !== undefined && statSync(file, { throwIfNoEntry: false })?.isFile() === false) {
    // Reading a pipe or a device would never end.
    throw new HssError('HSS_INVALID_ARGUMENT', `${file} is not a regular file`, {
      advice: 'name the policy with --policy',
    });
  }
  // Without a policy, the error names them.
  if (file !== undefined) for (const text of passedOver) say?.(`warning: ${plain(text)}`);
  return file;
}

/**
 * Returns the named policy files, or else the one that is found, if any.
 * @param say prints warnings about files that look like the policy and are not used
 */
export function policyFilesOr(
  named: readonly string[] | undefined,
  say: (message: string) => void,
): readonly string[] {
  return named ?? [findPolicyFile(say)].filter((file) => file !== undefined);
}

/**
 * Returns the message that there is no policy: what was searched, why the search stopped, and which
 * files look like the policy and are not used.
 */
export function noPolicyText(): string {
  const here = process.cwd();
  const { passedOver, end } = searchPolicy(here);
  const above = end === undefined ? '' : `, up to ${end.last}`;
  const searched = end?.last === here ? 'this directory' : `this directory or above it${above}`;
  return [
    `there is no ${POLICY_FILE} in ${searched}`,
    ...(end === undefined ? [] : [end.why]),
    ...passedOver,
  ]
    .map(plain)
    .join('; ');
}

/**
 * Returns the named policy file, or else the one that is found.
 * @param say prints warnings about files that look like the policy and are not used
 * @throws HSS_INVALID_ARGUMENT if there is none
 */
export function policyFileFor(named: string | undefined, say?: (message: string) => void): string {
  const file = named ?? findPolicyFile(say);
  if (file !== undefined) return file;
  throw new HssError('HSS_INVALID_ARGUMENT', noPolicyText(), {
    advice: 'write one with hss-gate policy init, or name yours with --policy',
  });
}

/**
 * Says which policy a command uses, and that the named feed is not used if the policy does not need
 * one.
 * @param feed the file that `--feed` names
 */
export function sayPolicy(
  file: string,
  policy: Policy,
  feed: string | undefined,
  say: (message: string) => void,
): void {
  say(`policy: ${policyText(file, policy)}`);
  if (feed === undefined || policy.feed !== undefined) return;
  say(
    `warning: --feed ${plain(feed)} is not used, because the policy does not check known exploited vulnerabilities`,
  );
}

/**
 * Returns a policy's file and the first 12 digits of its hash, as tables show it. The JSON report
 * has the whole hash.
 */
export function policyText(file: string, policy: Policy): string {
  return `${file} (${policyHash(policy).slice(0, 12)})`;
}

/** Returns a policy's entry in reports: its file, hash, and the feed that it was applied with. */
export function reportedPolicy(file: string, policy: Policy): RunReport['policy'] {
  const { feed } = policy;
  return {
    file,
    hash: policyHash(policy),
    ...(feed === undefined
      ? {}
      : { feed: { file: feed.file, releasedAt: feed.releasedAt, sha256: feed.sha256 } }),
  };
}

/**
 * Reads a policy by the same rules as `ImagePolicy.fromFile`, so that its hash is the same.
 * @param feed replaces the feed that the policy names
 * @throws HSS_POLICY_INVALID
 */
export function readPolicyAt(file: string, feed?: FeedSource): Policy {
  // The file may be a pipe whose writer is late.
  return endableBySignal(() => loadPolicy(file, policyFilesFor(file), Date.now(), feed));
}
