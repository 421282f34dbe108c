import { IncomingMessage, ServerResponse, createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { Connections } from './connections';
import { SecretPath } from './secret-path';
import { Gate, GateOptions } from './gate';
import { pagesReply } from './pages';
import { Reply, errorReply } from './reply';
import { Upstream } from './upstream';

/** The path below the secret for requests of Terraform. */
const GATE = '/gate';

/**
 * Timeouts, all in milliseconds. A request is a line and a few headers from this machine, so it
 * arrives at once.
 */
const TIMEOUTS = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
} as const;

/** A running proxy. Its addresses are secrets: any program that knows one can use the proxy. */
export interface RunningProxy {
  /** The endpoint that answers as HSS does: a client's `HSS_ENDPOINT`. */
  readonly endpoint: string;
  /** The endpoint for Terraform's `data.http`. */
  readonly gateEndpoint: string;
  readonly projectId: string;
  /** Closes all connections at once. */
  close(): Promise<void>;
}

/**
 * Starts a proxy on a free loopback port: it answers questions about images without revealing the
 * credential.
 */
export async function startProxy(
  upstream: Upstream,
  options: GateOptions = {},
): Promise<RunningProxy> {
  const secretPath = new SecretPath();
  const gate = new Gate(upstream, options);
  const server = createServer(TIMEOUTS, (request, response) => {
    const { port } = server.address() as AddressInfo;
    replyTo(request, port, secretPath, gate, upstream, () => connections.serve(request, response))
      .catch(errorReply)
      .then((reply) => send(response, reply))
      // The client has gone, or the proxy is closing.
      .catch(() => response.destroy());
    request.resume();
  });
  const connections = new Connections(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${secretPath.secret}`;
  return {
    endpoint: base,
    gateEndpoint: `${base}${GATE}`,
    projectId: upstream.projectId,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await Promise.all([closed, upstream.close()]);
    },
  };
}

async function replyTo(
  request: IncomingMessage,
  port: number,
  secretPath: SecretPath,
  gate: Gate,
  upstream: Upstream,
  onEntry: () => void,
): Promise<Reply> {
  const admitted = secretPath.open(request, port);
  if ('status' in admitted) return admitted;
  onEntry();
  const { path, search } = admitted;
  return path === GATE || path.startsWith(`${GATE}/`)
    ? gate.reply(path.slice(GATE.length), search)
    : pagesReply(upstream, path, search);
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}
