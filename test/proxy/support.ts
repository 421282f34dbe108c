import { IncomingHttpHeaders, request } from 'node:http';
import { ConnectionOptions } from '../../src/client/settings/options';
import { RunningProxy, Upstream, openLive, startProxy } from '../../src/proxy';
import { SimulatorOptions } from '../../src/simulator';
import { Hss, closeLater, startHss } from '../support/hss';

/** A proxy in this process, and HTTP without the manners of fetch. */

export interface Proxied {
  readonly hss: Hss;
  readonly proxy: RunningProxy;
}

export async function startProxied(
  settings: SimulatorOptions = {},
  change: ConnectionOptions = {},
): Promise<Proxied> {
  const hss = await startHss(settings);
  const upstream = await openLive({ ...hss.options, maxRetries: 0, ...change }, {});
  return { hss, proxy: await serve(upstream) };
}

export async function serve(upstream: Upstream): Promise<RunningProxy> {
  const proxy = await startProxy(upstream);
  closeLater(() => proxy.close());
  return proxy;
}

export interface Heard {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into JSON of any form
  readonly json: any;
}

/** One request as it is written: fetch would set the host, and put paths in order. */
export function ask(
  base: string,
  path = '',
  { method = 'GET', headers = {} }: { method?: string; headers?: { [name: string]: string } } = {},
): Promise<Heard> {
  const { hostname, port, pathname } = new URL(base);
  const whole = `${pathname === '/' ? '' : pathname}${path}`;
  return new Promise((resolve, reject) => {
    request(
      // Over a connection of its own: one that was used before fails in another way.
      { hostname, port, path: whole, method, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          let json: unknown;
          try {
            json = JSON.parse(text);
          } catch {
            json = undefined;
          }
          resolve({ status: response.statusCode!, headers: response.headers, text, json });
        });
      },
    )
      .on('error', reject)
      .end();
  });
}

/** The start of every path of a project. */
export const v5 = ({ proxy }: Proxied): string => `/v5/${proxy.projectId}`;
