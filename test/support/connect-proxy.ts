import { once } from 'node:events';
import { IncomingHttpHeaders, createServer } from 'node:http';
import { AddressInfo, Server, Socket, connect } from 'node:net';
import { closeLater } from './hss';

/** Host and port of a server on loopback; it and its connections are closed after the tests of the file. */
export async function listening(server: Server): Promise<string> {
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  closeLater(async () => {
    server.close();
    sockets.forEach((socket) => socket.destroy());
    await once(server, 'close');
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A CONNECT that a proxy was asked for. */
export interface Tunnel {
  readonly target: string | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** A proxy, and what it was asked for. */
export interface ConnectProxy {
  readonly host: string;
  readonly tunnels: Tunnel[];
  /** How many requests were no CONNECT. */
  others: number;
}

/**
 * Starts a proxy that answers each CONNECT by the next status, the last one over and over, or tunnels.
 * @param to where tunnels lead, in place of the host that is asked for
 */
export async function startProxy(
  statuses: readonly number[] = [],
  to?: string,
): Promise<ConnectProxy> {
  const tunnels: Tunnel[] = [];
  const server = createServer((_, response) => {
    proxy.others++;
    response.writeHead(502).end();
  });
  server.on('connect', (request, socket) => {
    const status = statuses[Math.min(tunnels.length, statuses.length - 1)] ?? 200;
    tunnels.push({ target: request.url, headers: request.headers });
    socket.on('error', () => undefined);
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const [host, port] = (to ?? request.url!).split(':');
    const upstream = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(upstream).pipe(socket);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
  });
  const proxy: ConnectProxy = { host: await listening(server), tunnels, others: 0 };
  return proxy;
}
