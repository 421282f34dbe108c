import { deadlineIn } from '../client/api';
import { HssClient, Origin } from '../client/client';
import { PageHandedOn } from '../client/paging/pages-handed-on';
import { PausableDeadline } from '../client/retry/deadline';
import { findSettings } from '../client/settings/settings';
import { HssError } from '../contract/error';
import { errorData } from './error-data';
import { listAndWait } from './list-and-wait';
import { RemoteReader } from './remote-reader';
import { AllHandedOn, LookupAnswer, TimeLeft, WorkerFinding, WorkerRequest } from './request';

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

/** What the worker says of one lookup before it ends. */
export interface SayBefore {
  page(page: PageHandedOn): void;
  handedOn(all: AllHandedOn): void;
}

/** The limit of a gate's lookup, where it is not the usual one. */
function limitOf(left: TimeLeft | undefined): Parameters<typeof deadlineIn>[1] {
  if (left === undefined) return undefined;
  const { ms, before } = left;
  return {
    leftMs: ms,
    scope: 'gate',
    ...(before === undefined ? {} : { before: HssError.fromData(before) }),
  };
}

/** Lookups whose pages the main thread reads, by their IDs. */
const readers = new Map<number, RemoteReader>();

/** Takes what the main thread makes of the pages of a lookup. */
export function hearFinding(found: WorkerFinding): void {
  readers.get(found.id)?.hear(found);
}

/**
 * The rows that a request asks for, or why there are none; nothing where their pages have been handed on. Never rejects: an
 * HssError would be of another file's class.
 */
export async function answer(
  request: WorkerRequest,
  say: SayBefore,
): Promise<LookupAnswer | undefined> {
  let deadline: PausableDeadline | undefined;
  try {
    const { client, deadlineSeconds } = await connect(request);
    const { query, wait, maxRows, timeLeft } = request;
    const origin = (): Promise<Origin> => client.origin(deadlineIn(deadlineSeconds));
    if (wait !== undefined) {
      const rows = await listAndWait(client, query, deadlineSeconds, wait, maxRows);
      return { rows, origin: await origin() };
    }
    deadline = deadlineIn(deadlineSeconds, limitOf(timeLeft));
    const reader = new RemoteReader(
      {
        page: (page) => say.page(page),
        handedOn: async (reading) => say.handedOn({ reading, origin: await origin() }),
      },
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
