import { deadlineIn } from '../client/api';
import { HssClient } from '../client/client';
import { PageHandedOn } from '../client/paging/rows-handed-on';
import { findSettings } from '../client/settings/settings';
import { errorData } from './error-data';
import { listAndWait } from './list-and-wait';
import { LookupAnswer, WorkerRequest } from './request';

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

/** The rows that a request asks for, or why there are none. Never rejects: an HssError would be of another file's class. */
export async function answer(
  request: WorkerRequest,
  handOn: (page: PageHandedOn) => void,
): Promise<LookupAnswer> {
  try {
    return await list(request, handOn);
  } catch (thrown) {
    return { error: errorData(thrown) };
  }
}

/** Rows are handed on page by page, but for those that are waited for, which have to be read here. */
async function list(
  request: WorkerRequest,
  handOn: (page: PageHandedOn) => void,
): Promise<LookupAnswer> {
  const { client, deadlineSeconds } = await connect(request);
  const { query, wait, maxRows } = request;
  const listed =
    wait === undefined
      ? { whole: await client.handOn(query, deadlineIn(deadlineSeconds), handOn, maxRows) }
      : { rows: await listAndWait(client, query, deadlineSeconds, wait, maxRows) };
  return { ...listed, origin: await client.origin(deadlineIn(deadlineSeconds)) };
}
