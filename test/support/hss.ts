import { randomUUID } from 'node:crypto';
import { Deadline, PausableDeadline } from '../../src/client/api';
import { HssClient } from '../../src/client/client';
import { Environment } from '../../src/client/settings/environment';
import { ConnectionOptions } from '../../src/client/settings/options';
import { ProfileFiles } from '../../src/client/credentials/profile-files';
import { findSettings } from '../../src/client/settings/settings';
import { Query } from '../../src/contract/query';
import { Row } from '../../src/contract/row';
import { Fault, JournalEntry, SimulatorOptions, startSimulator } from '../../src/simulator';

/** The simulator in this process, for tests that block nothing, and clients that ask it. */

export const NO_FILES: ProfileFiles = {
  ini: () => '/nowhere/credentials',
  kooCli: () => '/nowhere/config.json',
  read: () => Promise.resolve(undefined),
};

export const CICD: Query = { endpoint: 'cicd-images', values: {} };

/** What is to be closed after the tests of a file. */
const open: (() => Promise<unknown>)[] = [];

export function closeLater(close: () => Promise<unknown>): void {
  open.push(close);
}

afterAll(async () => {
  await Promise.all(open.splice(0).map((close) => close()));
});

/** A simulator, and what a connection to it needs. */
export interface Hss {
  readonly endpoint: string;
  /** Reaches the simulator by a token that no other test uses: what a client learns of one is remembered. */
  readonly options: ConnectionOptions & { readonly credentials: { readonly kind: 'token' } };
  faults(...faults: readonly Fault[]): Promise<void>;
  requests(): Promise<readonly JournalEntry[]>;
  /** How many requests were under way at once. */
  peak(): Promise<number>;
}

/** The environment in which a process asks that simulator. */
export const envOf = ({ endpoint, options }: Hss): { readonly [name: string]: string } => ({
  HSS_ENDPOINT: endpoint,
  HW_PROJECT_ID: options.projectId!,
  HW_AUTH_TOKEN: options.credentials.token,
});

export async function startHss(settings: SimulatorOptions = {}): Promise<Hss> {
  const token = settings.token ?? randomUUID();
  const simulator = await startSimulator({
    ...(settings.data === undefined ? { rows: 5 } : {}),
    token,
    ...settings,
  });
  closeLater(() => simulator.close());
  const control = async (method: string, what: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${simulator.endpoint}/__simulator/${what}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  };
  const report = async () =>
    (await control('GET', 'requests')) as { requests: JournalEntry[]; inFlightPeak: number };
  return {
    endpoint: simulator.endpoint,
    options: {
      endpoint: simulator.endpoint,
      projectId: simulator.projectId,
      region: simulator.region,
      credentials: { kind: 'token', token },
    },
    faults: async (...faults) => void (await control('PUT', 'faults', faults)),
    requests: async () => (await report()).requests,
    peak: async () => (await report()).inFlightPeak,
  };
}

/** A client of these options, in an environment without anything. */
export async function clientOf(
  options: ConnectionOptions,
  environment: Environment = {},
): Promise<{ list(query?: Query, deadline?: Deadline): Promise<Row[]> }> {
  const settings = await findSettings(options, environment, NO_FILES);
  const client = new HssClient(settings);
  closeLater(() => client.close());
  return {
    list: (query = CICD, deadline = new PausableDeadline(settings.deadlineSeconds)) =>
      client.list(query, deadline),
  };
}

/** One listing by a client of its own. */
export async function listOnce(
  options: ConnectionOptions,
  query: Query = CICD,
  environment: Environment = {},
): Promise<Row[]> {
  return (await clientOf(options, environment)).list(query);
}
