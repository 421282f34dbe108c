import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { closeLater } from '../support/hss';

/** A second host, to which nothing of ours may go. It is one more address of this machine where there is one. */
export interface Trap {
  readonly url: string;
  /** Connections that came, with or without a request. */
  readonly reached: number;
}

export async function startTrap(): Promise<Trap> {
  let reached = 0;
  const server = createServer((_, response) => response.end('{"total_num":0,"data_list":[]}'));
  server.on('connection', () => reached++);
  const listen = (host: string): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject).listen(0, host, () => resolve());
    });
  await listen('127.0.0.2').catch(() => listen('127.0.0.1'));
  closeLater(() => new Promise((resolve) => server.close(resolve)));
  const { address, port } = server.address() as AddressInfo;
  return {
    url: `http://${address}:${port}`,
    get reached() {
      return reached;
    },
  };
}
