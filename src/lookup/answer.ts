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

/** One client, and so one set of kept-alive connections, for equal options in an equal environment. */
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

/** The limit of a gate's lookup, where it is not the usual one. */
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

/** Lookups whose pages the main thread reads, by their IDs. */
const readers = new Map<number, RemoteReader>();

/** Passes a finding of the main thread on to the lookup that it is about. */
export function receiveFinding(found: WorkerFinding): void {
  readers.get(found.id)?.receive(found);
}

/**
 * Runs a lookup. Returns its rows or its error, or nothing where its pages have been handed on. Never rejects: an HssError
 * would be of another bundle's class.
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
