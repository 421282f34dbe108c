import { resolve } from 'node:path';
import { withoutCredentials } from '../../client/credentials/variables';
import { ProxyUpstream, UPSTREAM_VARIABLE } from '../../client/settings/proxy-upstream';
import type { FeedSource } from '../../policy';
import type { RunningProxy, Upstream } from '../../proxy';
import { ApplyJudge, JudgeOptions } from './apply/apply-judge';
import {
  ConnectionFlags,
  enterpriseProjectOf,
  openUpstream,
  refuseSnapshot,
  snapshotOf,
  sourceOf,
} from '../shared/connection-options';
import { messageOf } from '../shared/error-text';
import { namedFeedSource } from '../shared/policy/feed-option';
import { ExecFeed } from './exec-feed';
import { RunFlags } from '../shared/run-options';
import { withLaunchers } from './launcher/launcher';
import { PrivateFolder } from './private-folder';
import { runChild } from './child/run-child';
import { EXEC_EXIT } from '../shared/exit-codes';
import { say } from '../shared/output/say';
import { terraformBinary } from './terraform-binary';
import { plain } from '../../util/safe-text';

/** What commander parses from the options of `hss-gate exec`. */
export interface ExecOptions extends ConnectionFlags, Omit<JudgeOptions, 'feed'> {
  readonly feed?: string;
  readonly cleanEnv?: true;
}

/** The consequence of an unreadable feed. */
const UNDECIDED = "plans whose policy denies known exploited vulnerabilities can't be decided";

/** Runs a command with the proxy, and ends this process with the command's exit code. */
export async function runExec(command: readonly string[], options: ExecOptions): Promise<void> {
  let opened: Promise<Upstream> | undefined;
  // `--deadline` limits judgements only. The proxy keeps the default limit of a list, because
  // Terraform stops waiting for the proxy soon after it.
  const connection: ConnectionFlags & RunFlags = { ...options, deadline: undefined };
  const upstream = (): Promise<Upstream> => (opened ??= openUpstream(connection));
  let exitCode: number = EXEC_EXIT.ownFailure;
  let judge: ApplyJudge | undefined;
  try {
    const folder = new PrivateFolder();
    const named = namedFeedSource(options.feed);
    const judging = { ...options, feed: named, ...enterpriseProjectOf(options) };
    judge = new ApplyJudge(judging, folder, upstream);
    const feed = new ExecFeed({ feed: named, policy: options.policy }, say);
    sayFault(named);
    const ready = await prepare(command, options, judge, feed, upstream);
    if ('problem' in ready) {
      say(ready.problem);
      exitCode = ready.exitCode ?? EXEC_EXIT.ownFailure;
    } else {
      // An error in the proxy must not end the command, whose exit code is the result.
      process.on('uncaughtException', (error) => say(`HSS_INTERNAL: ${error.name} in the proxy`));
      const environment = await withLaunchers(ready.environment, folder, judge);
      const child = await folder.leavingSignals(() =>
        runChild(ready.command, environment, folder.path),
      );
      if (child.problem !== undefined) say(child.problem);
      await ready.proxy?.close();
      exitCode = child.exitCode;
    }
  } catch (error) {
    say(messageOf(error));
  }
  const summary = judge?.summary();
  if (summary !== undefined) say(summary);
  // Drops pending requests, because nothing waits for them.
  process.exit(exitCode);
}

/** The command to run, or why it is not run. */
type Ready =
  | {
      readonly command: readonly string[];
      readonly environment: NodeJS.ProcessEnv;
      readonly proxy?: RunningProxy;
    }
  | { readonly problem: string; readonly exitCode?: number };

async function prepare(
  command: readonly string[],
  options: ExecOptions,
  judge: ApplyJudge,
  feed: ExecFeed,
  upstream: () => Promise<Upstream>,
): Promise<Ready> {
  refuseSnapshot(options);
  const [name, ...args] = command;
  const binary = terraformBinary(name);
  if (binary === undefined) {
    const asked = await upstream();
    const proxy = await proxyFor(asked, feed);
    return { command, environment: environmentOf(proxy, asked, options), proxy };
  }
  // Judged here instead of by a launcher, and run by its path, because Windows has no launchers.
  const environment = ownEnvironment(options);
  const admission = await judge.admit({ binary, args, environment, cwd: process.cwd() }, say);
  if ('problem' in admission) return admission;
  const ready = { command: [binary, ...admission.args] };
  if (admission.saved === 'harmless') {
    return { ...ready, environment: without(environment, admission.unset) };
  }
  const asked = await upstream();
  const proxy = await proxyFor(asked, feed);
  const variables = environmentOf(proxy, asked, options);
  return { ...ready, environment: without(variables, admission.unset), proxy };
}

/**
 * Prints why a feed can't be used. That must not stop the command, which may be a destroy inside a
 * script.
 */
function sayFault(feed: FeedSource | undefined): void {
  try {
    feed?.();
  } catch (error) {
    say(`hss-gate exec: ${messageOf(error)}; ${UNDECIDED}`);
  }
}

async function proxyFor(upstream: Upstream, feed: ExecFeed): Promise<RunningProxy> {
  const { startProxy } = await import('../../proxy');
  return startProxy(upstream, { feed: () => feed.read() });
}

function without(variables: NodeJS.ProcessEnv, names: readonly string[]): NodeJS.ProcessEnv {
  const rest = { ...variables };
  for (const name of names) delete rest[name];
  return rest;
}

function ownEnvironment({ cleanEnv }: ExecOptions): NodeJS.ProcessEnv {
  return cleanEnv ? withoutCredentials(process.env) : { ...process.env };
}

function environmentOf(
  proxy: RunningProxy,
  upstream: Upstream,
  options: ExecOptions,
): NodeJS.ProcessEnv {
  const variables = ownEnvironment(options);
  const snapshot = snapshotOf(options);
  // Lets the child's reports name the server behind the proxy.
  const described: ProxyUpstream = {
    proxy: new URL(proxy.endpoint).origin,
    ...sourceOf(upstream, options),
    ...(upstream.region === undefined ? {} : { region: upstream.region }),
  };
  const before = variables.HW_PROJECT_ID?.trim() ?? '';
  if (before !== '' && before !== proxy.projectId) {
    // `say` lets colours through.
    const was = plain(before);
    say(`hss-gate exec: HW_PROJECT_ID is ${proxy.projectId} for the command, and was ${was}`);
  }
  return {
    ...variables,
    HSS_ENDPOINT: proxy.endpoint,
    TF_VAR_hss_endpoint: proxy.gateEndpoint,
    HW_PROJECT_ID: proxy.projectId,
    [UPSTREAM_VARIABLE]: JSON.stringify(described),
    // Without these, a synth would take the snapshot's old answers for new ones, or record them as
    // such.
    ...(snapshot === undefined
      ? {}
      : { HSS_SNAPSHOT: resolve(snapshot), HSS_SNAPSHOT_MODE: 'replay' }),
  };
}
