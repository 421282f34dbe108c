import { deadlineIn } from '../client/api';
import { HssClient } from '../client/client';
import { findSettings } from '../client/settings';
import { listAndWait } from './list-and-wait';
import { Listing, WorkerRequest } from './request';

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

/**
 * The rows that a request asks for, as JSON text.
 * @throws HssError
 */
export async function answer(request: WorkerRequest): Promise<Listing> {
  const { client, deadlineSeconds } = await connect(request);
  const { query, wait, maxRows } = request;
  const rowsJson =
    wait === undefined
      ? await client.listJson(query, deadlineIn(deadlineSeconds), maxRows)
      : JSON.stringify(await listAndWait(client, query, deadlineSeconds, wait, maxRows));
  const origin = await client.origin(deadlineIn(deadlineSeconds));
  return { rowsJson, origin };
}
