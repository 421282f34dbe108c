import { HssClient, Origin } from '../client/client';
import { DeadlineDetails, PausableDeadline } from '../client/retry/deadline';
import { findSettings } from '../client/settings/settings';
import { HssError } from '../contract/error';
import { errorData } from './error-data';
import { listAndWait } from './list-and-wait';
import { MainThreadChannel, RemoteReader } from './remote-reader';
import { LookupAnswer, TimeLeft, WorkerFinding, WorkerRequest } from './request';

interface Connection {
  readonly client: HssClient;
  readonly deadlineSeconds: number;
}

/**
 * The clients by options and environment. Equal ones share a client, and so its kept-alive
 * connections.
 */
const connections = new Map<string, Promise<Connection>>();

function connect(request: WorkerRequest): Promise<Connection> {
  const key = JSON.stringify([request.options, request.environment]);
  let connection = connections.get(key);
  if (connection === undefined) {
    connection = findSettings(request.options, request.environment).then((settings) => ({
      client: new HssClient(settings),
      deadlineSeconds: settings.deadlineSeconds,
    }));
    connections.set(key, connection);
  }
  return connection;
}

/**
 * Returns the remaining time of a gate's lookup; undefined for a lookup with the connection's own
 * limit.
 */
function limitOf(left: TimeLeft | undefined): DeadlineDetails | undefined {
  if (left === undefined) return undefined;
  const { ms, waitSeconds, before } = left;
  return {
    leftMs: ms,
    scope: 'gate',
    waitSeconds,
    ...(before === undefined ? {} : { before: HssError.fromData(before) }),
  };
}

/** The readers of lookups whose rows the main thread reads, by lookup ID. */
const readers = new Map<number, RemoteReader>();

/** Passes a finding of the main thread on to its lookup. */
export function receiveFinding(found: WorkerFinding): void {
  readers.get(found.id)?.receive(found);
}

/**
 * Runs a lookup. Returns its rows or its error; undefined if its pages were handed on to the main
 * thread. Never rejects: the caller is in another bundle, whose HssError is another class.
 */
export async function answer(
  request: WorkerRequest,
  channel: MainThreadChannel,
): Promise<LookupAnswer | undefined> {
  let deadline: PausableDeadline | undefined;
  try {
    const { client, deadlineSeconds } = await connect(request);
    const { query, wait, maxRows, timeLeft } = request;
    const origin = (): Promise<Origin> => client.origin(new PausableDeadline(deadlineSeconds));
    if (wait !== undefined) {
      const rows = await listAndWait(client, query, deadlineSeconds, wait, maxRows);
      return { rows, origin: await origin() };
    }
    deadline = new PausableDeadline(deadlineSeconds, limitOf(timeLeft));
    const reader = new RemoteReader(
      channel,
      async (reading) => ({ reading, origin: await origin() }),
      deadline,
    );
    readers.set(request.id, reader);
    await client.handOn(query, deadline, reader, maxRows);
    return undefined;
  } catch (thrown) {
    return { error: errorData(thrown) };
  } finally {
    readers.delete(request.id);
    deadline?.end();
  }
}
