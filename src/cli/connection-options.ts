import { Command } from 'commander';
import { environmentFrom } from '../client/environment';
import { ConnectionOptions, projectOfSnapshot } from '../client/options';
import { sourceFrom } from '../lookup/source';
import type { Upstream } from '../proxy';
import { plain } from '../report/plain';
import { RunFlags, observing, sayUnlessQuiet } from './run-options';

/** What commander makes of the options that say whom to ask. */
export interface ConnectionFlags {
  readonly region?: string;
  readonly projectId?: string;
  readonly enterpriseProjectId?: string;
  readonly endpoint?: string;
  readonly profile?: string;
  readonly snapshot?: string;
}

/** Adds the options that say whom to ask, as every command has them that asks HSS. */
export function withConnectionOptions(command: Command, snapshot: string): Command {
  return command
    .option('--region <id>', 'region ID, such as cn-north-4')
    .option('--project-id <id>', 'project ID; IAM is asked when none is known')
    .option('--enterprise-project-id <id>', 'enterprise project ID of what is asked for')
    .option('--endpoint <url>', 'base URL of HSS')
    .option('--profile <name>', 'the profile that holds the credential')
    .option('--snapshot <file>', snapshot);
}

/** What a connection is told by the command line. */
export function connectionOf(flags: ConnectionFlags & RunFlags): ConnectionOptions {
  const { region, projectId, endpoint, profile } = flags;
  return {
    ...(region === undefined ? {} : { region }),
    ...(projectId === undefined ? {} : { projectId }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(profile === undefined ? {} : { credentials: { kind: 'profile', name: profile } }),
    ...observing(flags),
    warn: (message) => sayUnlessQuiet(flags)(`warning: ${plain(message)}`),
  };
}

/**
 * HSS, or the snapshot in its place.
 * @throws HssError
 */
export async function openUpstream(flags: ConnectionFlags & RunFlags): Promise<Upstream> {
  const environment = environmentFrom(process.env);
  const connection = connectionOf(flags);
  // Loaded here, because the HTTP client is slow to load, and other commands need none.
  const { openLive, openReplay } = await import('../proxy');
  const snapshot = snapshotOf(flags);
  return snapshot === undefined
    ? openLive(connection, environment)
    : openReplay(snapshot, projectOfSnapshot(connection, environment));
}

/**
 * The snapshot that is to be served. That of the environment counts too: below `hss-gate exec --snapshot` there is an
 * endpoint as well, whose old answers must not be taken for new ones.
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
