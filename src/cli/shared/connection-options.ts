import { Command, InvalidArgumentError, Option } from 'commander';
import { checkExpected, configuredEndpoint, shownEndpoint } from '../../client/settings/endpoint';
import { environmentFrom } from '../../client/settings/environment';
import {
  ConnectionOptions,
  checkEndpoint,
  limitsOf,
  originOfSnapshot,
} from '../../client/settings/options';
import { SharedDeadline } from '../../client/retry/shared-deadline';
import { ProxyUpstream, upstreamBehind } from '../../client/settings/proxy-upstream';
import { HssError } from '../../contract/error';
import { sourceFrom } from '../../lookup/source';
import type { Upstream } from '../../proxy';
import { plain } from '../../util/safe-text';
import { MAX_WAIT_SECONDS } from '../../util/time';
import { wholeNumberBetween } from './list-parameters';
import { RunFlags, observing, sayUnlessQuiet, watching } from './run-options';

/** What commander parses from the options for the connection. */
export interface ConnectionFlags {
  readonly region?: string;
  readonly projectId?: string;
  readonly enterpriseProjectId?: string;
  readonly endpoint?: string;
  readonly profile?: string;
  readonly snapshot?: string;
  readonly expectEndpoint?: string;
  readonly noSnapshot?: true;
  readonly deadline?: number;
}

/** What `--snapshot` does for most commands. */
export const SNAPSHOT_USE = 'use a recorded snapshot instead of HSS; needs no credentials';

/**
 * Adds the options for the connection to HSS.
 * @param snapshot what `--snapshot` does; without it the option is hidden, for a command that
 * refuses it
 */
export function withConnectionOptions(command: Command, snapshot?: string): Command {
  const snapshotOption = new Option('--snapshot <file>', snapshot);
  return command
    .option('--region <id>', 'region ID, such as cn-north-4')
    .option('--project-id <id>', 'project ID; looked up in IAM if not set')
    .option('--enterprise-project-id <id>', 'enterprise project to query')
    .option('--endpoint <url>', 'base URL of HSS')
    .option('--profile <name>', 'use the credential of this profile')
    .addOption(snapshot === undefined ? snapshotOption.hideHelp() : snapshotOption);
}

/** What `--deadline` does for most commands. */
export const DEADLINE_USE = 'fail if all requests to HSS together take longer than this';

/**
 * Returns the option that limits the time that a command spends on HSS.
 * @param use what is limited
 */
export function deadlineOption(use = DEADLINE_USE): Option {
  return openDeadlineOption(use).default(300);
}

/**
 * Returns the same option for a command whose default depends on other options.
 * @param use what is limited, with the defaults
 */
export function openDeadlineOption(use: string): Option {
  return new Option('--deadline <seconds>', use).argParser(wholeNumberBetween(1, MAX_WAIT_SECONDS));
}

/** Adds the options with which a pipeline enforces the source of the answers. */
export function withCertaintyOptions(command: Command): Command {
  return command.addOption(expectEndpointOption()).addOption(noSnapshotOption());
}

/** Makes the option `--expect-endpoint`, also for commands that never read a snapshot. */
export function expectEndpointOption(): Option {
  return new Option(
    '--expect-endpoint <url>',
    'fail if the configured endpoint is not this URL',
  ).argParser((text) => {
    try {
      checkEndpoint(text);
    } catch (error) {
      throw new InvalidArgumentError(`${(error as HssError).summary}.`);
    }
    return text;
  });
}

function noSnapshotOption(): Option {
  const option = new Option('--no-snapshot', 'fail if a snapshot is used instead of HSS');
  // commander would take it for the negation of --snapshot. Here, giving both is an error.
  option.negate = false;
  return option.conflicts('snapshot');
}

/** Returns the connection's options from the command line. */
export function connectionOf(flags: ConnectionFlags & RunFlags): ConnectionOptions {
  const { region, projectId, endpoint, profile, expectEndpoint, deadline } = flags;
  return {
    ...(region === undefined ? {} : { region }),
    ...(projectId === undefined ? {} : { projectId }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(expectEndpoint === undefined ? {} : { expectedEndpoint: expectEndpoint }),
    ...(deadline === undefined ? {} : { deadlineSeconds: deadline }),
    ...(profile === undefined ? {} : { credentials: { kind: 'profile', name: profile } }),
    ...observing(flags),
    ...(isBelowExec(endpoint) ? {} : watching(flags)),
    warn: (message) => sayUnlessQuiet(flags)(`warning: ${plain(message)}`),
  };
}

/** Whether the endpoint is the proxy of an outer `hss-gate exec`, which reports its own waits. */
function isBelowExec(endpoint = process.env.HSS_ENDPOINT?.trim() ?? ''): boolean {
  if (!URL.canParse(endpoint)) return false;
  return upstreamBehind(new URL(endpoint), environmentFrom(process.env)) !== undefined;
}

/**
 * Starts the deadline for all queries of a command.
 * @param waitSeconds how long the command may wait for scans, in addition to its deadline
 */
export function commandDeadline(
  { deadline }: Pick<ConnectionFlags, 'deadline'>,
  waitSeconds?: number,
): SharedDeadline {
  const { deadlineSeconds } = limitsOf(deadline === undefined ? {} : { deadlineSeconds: deadline });
  return new SharedDeadline(deadlineSeconds, waitSeconds);
}

/**
 * Opens a connection to HSS, or the snapshot that replaces it.
 * @param deadline of all lists together; by default, each list has its own
 * @throws HssError
 */
export async function openUpstream(
  flags: ConnectionFlags & RunFlags,
  deadline?: SharedDeadline,
): Promise<Upstream> {
  const environment = environmentFrom(process.env);
  const connection = connectionOf(flags);
  const snapshot = snapshotOf(flags);
  if (snapshot === undefined) {
    // Loaded here, because the HTTP client is slow to load, and a snapshot does not need it.
    const { openLive } = await import('../../proxy/live-upstream');
    const live = await openLive(connection, environment);
    return deadline === undefined ? live : live.within!(deadline);
  }
  const { openReplay } = await import('../../proxy/replay-upstream');
  const upstream = openReplay(snapshot, originOfSnapshot(connection, environment));
  checkExpected(flags.expectEndpoint, upstream.endpoint);
  return upstream;
}

/**
 * Under `--no-snapshot`, refuses a snapshot that the environment or an outer `hss-gate exec` would
 * use instead of HSS.
 * @throws HSS_INVALID_ARGUMENT
 */
export function refuseSnapshot(flags: ConnectionFlags): void {
  if (!flags.noSnapshot) return;
  const file = (process.env.HSS_SNAPSHOT ?? '').trim();
  if (file !== '') {
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      `HSS_SNAPSHOT is set to ${file}, but --no-snapshot requires live answers`,
      { advice: 'unset HSS_SNAPSHOT and HSS_SNAPSHOT_MODE, or leave out --no-snapshot' },
    );
  }
  if (!isBelowSnapshot(flags)) return;
  throw new HssError(
    'HSS_INVALID_ARGUMENT',
    'the hss-gate exec around this command serves a snapshot, but --no-snapshot requires live answers',
    { advice: 'run hss-gate exec without --snapshot, or leave out --no-snapshot' },
  );
}

/**
 * Returns whether the endpoint is the proxy of an `hss-gate exec --snapshot`, even if
 * `HSS_SNAPSHOT` was unset.
 */
export function isBelowSnapshot(flags: ConnectionFlags): boolean {
  const environment = environmentFrom(process.env);
  const endpoint = configuredEndpoint(connectionOf(flags), environment);
  return endpoint !== undefined && upstreamBehind(endpoint, environment)?.source === 'replay';
}

/**
 * Refuses an unexpected endpoint even if no image has to be looked up. An endpoint that only a
 * profile defines is not checked here.
 * @throws HSS_INVALID_ARGUMENT
 */
export function refuseOtherEndpoint(flags: ConnectionFlags): void {
  if (flags.expectEndpoint === undefined || snapshotOf(flags) !== undefined) return;
  const environment = environmentFrom(process.env);
  const endpoint = configuredEndpoint(connectionOf(flags), environment);
  if (endpoint !== undefined) {
    checkExpected(flags.expectEndpoint, shownEndpoint(endpoint, environment));
  }
}

/**
 * Returns the snapshot to answer from, if any. The environment's snapshot takes precedence over the
 * endpoint: below `hss-gate exec --snapshot` both are set, and the proxy's old answers must not be
 * taken for new ones.
 */
export function snapshotOf({ snapshot }: ConnectionFlags): string | undefined {
  if (snapshot !== undefined) return snapshot;
  const source = sourceFrom(environmentFrom(process.env));
  return source.kind === 'replay' ? source.file : undefined;
}

export function enterpriseProjectOf({ enterpriseProjectId }: ConnectionFlags): {
  readonly enterpriseProjectId?: string;
} {
  const id = enterpriseProjectId ?? environmentFrom(process.env).HW_ENTERPRISE_PROJECT_ID ?? '';
  return id === '' ? {} : { enterpriseProjectId: id };
}

/** Returns the source of the answers for reports, without secrets. */
export function sourceOf(
  { source, endpoint, projectId, recordedAt }: Upstream,
  flags: ConnectionFlags,
): Omit<ProxyUpstream, 'proxy'> {
  return {
    source,
    endpoint,
    projectId,
    ...enterpriseProjectOf(flags),
    ...(recordedAt === undefined ? {} : { recordedAt }),
  };
}
