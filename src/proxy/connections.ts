import { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

/**
 * The most connections that are kept while some of them are idle. Terraform opens ten at a time by
 * default, and a process may have 256 open files on some systems.
 */
export const MAX_CONNECTIONS = 128;

/**
 * Keeps idle connections from using up the process's open files: any program on the machine can
 * open connections. Beyond the limit the oldest idle one is closed, preferably one that has not
 * sent the secret. A request with the secret is never interrupted, so there may be more connections
 * than the limit while all of them are being served.
 */
export class Connections {
  /** Connections that have not sent the secret, oldest first. */
  private readonly withoutSecret = new Set<Socket>();
  /** Idle connections that have sent the secret, in the order in which they became idle. */
  private readonly idleWithSecret = new Set<Socket>();
  /**
   * The number of requests in progress by connection: a client may send one before the last is
   * answered.
   */
  private readonly served = new Map<Socket, number>();

  constructor(server: Server) {
    server.on('connection', (socket) => {
      this.makeRoom();
      this.withoutSecret.add(socket);
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
      else if (!socket.destroyed) this.idleWithSecret.add(socket);
    });
  }

  private makeRoom(): void {
    const count = this.withoutSecret.size + this.idleWithSecret.size + this.served.size;
    if (count < MAX_CONNECTIONS) return;
    const [oldest] = [...first(this.withoutSecret), ...first(this.idleWithSecret)];
    if (oldest === undefined) return;
    this.forget(oldest);
    oldest.destroy();
  }

  private forget(socket: Socket): void {
    this.withoutSecret.delete(socket);
    this.idleWithSecret.delete(socket);
    this.served.delete(socket);
  }
}

function first(sockets: ReadonlySet<Socket>): Socket[] {
  for (const socket of sockets) return [socket];
  return [];
}
