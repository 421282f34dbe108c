import { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

/**
 * The most connections that are kept while some of them are idle. Terraform opens ten at a time by default, and a process may
 * have 256 open files on some systems.
 */
export const MAX_CONNECTIONS = 128;

/**
 * Keeps idle connections from using up what this process may have open: any program on the machine can open some. Beyond
 * the limit the oldest idle one is closed, first of those on which no request with the secret ever came. A request with the
 * secret is never interrupted, so there may be more connections than the limit as long as all of them are served.
 */
export class Connections {
  /** In the order in which they were opened, or served last. */
  private readonly strangers = new Set<Socket>();
  private readonly idleGuests = new Set<Socket>();
  /** With how many requests are under way: a client may send one before the last is answered. */
  private readonly served = new Map<Socket, number>();

  constructor(server: Server) {
    server.on('connection', (socket) => {
      this.makeRoom();
      this.strangers.add(socket);
      socket.once('close', () => this.forget(socket));
    });
  }

  /** Marks a connection as in use until its response has ended. */
  public serve({ socket }: IncomingMessage, response: ServerResponse): void {
    const underWay = this.served.get(socket) ?? 0;
    this.forget(socket);
    this.served.set(socket, underWay + 1);
    response.once('close', () => {
      const left = (this.served.get(socket) ?? 0) - 1;
      this.forget(socket);
      if (left > 0) this.served.set(socket, left);
      else if (!socket.destroyed) this.idleGuests.add(socket);
    });
  }

  private makeRoom(): void {
    const count = this.strangers.size + this.idleGuests.size + this.served.size;
    if (count < MAX_CONNECTIONS) return;
    const [oldest] = [...first(this.strangers), ...first(this.idleGuests)];
    if (oldest === undefined) return;
    this.forget(oldest);
    oldest.destroy();
  }

  private forget(socket: Socket): void {
    this.strangers.delete(socket);
    this.idleGuests.delete(socket);
    this.served.delete(socket);
  }
}

function first(sockets: ReadonlySet<Socket>): Socket[] {
  for (const socket of sockets) return [socket];
  return [];
}
