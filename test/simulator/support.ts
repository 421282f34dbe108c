import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:http';
import type { Fault, JournalEntry, RunningSimulator, SimulatorOptions } from '../../src/simulator';
import { DEMO_TOKEN, startSimulator } from '../../src/simulator';

/** What these tests share: a plain HTTP caller that hides nothing, and simulators that get closed. */

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly raw: Buffer;
  readonly text: string;
  /** The body, read as JSON; throws when it is none. */
  readonly json: Body;
}

export type Row = Record<string, unknown>;

/** All that any answer may hold; what is in this one, the tests find out. */
export interface Body {
  readonly total_num: number;
  readonly data_list: Row[];
  readonly error_code: string;
  readonly error_msg: string;
  readonly projects: ReadonlyArray<{ readonly id: string }>;
  /** The control API's. */
  readonly error: unknown;
  readonly inFlight: number;
  readonly inFlightPeak: number;
  readonly requests: JournalEntry[];
}

export const WITH_TOKEN = { 'x-auth-token': DEMO_TOKEN };
export const PATHS = {
  registries: 'image/registries',
  cicd: 'image/cicd/images',
  sync: 'image/image-sync/tasks/demo-task/registries',
} as const;
export type List = keyof typeof PATHS;
export const LISTS = Object.keys(PATHS) as List[];

const running: RunningSimulator[] = [];

export async function start(options?: SimulatorOptions): Promise<RunningSimulator> {
  const simulator = await startSimulator(options);
  running.push(simulator);
  return simulator;
}

export async function closeAll(): Promise<void> {
  await Promise.all(running.splice(0).map((simulator) => simulator.close()));
}

/** One request on a connection of its own. */
export function send(
  method: string,
  url: string,
  headers: Record<string, string> = {},
  body?: string,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    // The target is cut by hand: URL would tidy up what is to be sent as it is.
    const [, host, port, path] = /^http:\/\/([^:/]+):(\d+)(.*)$/s.exec(url)!;
    const sent = request({ method, host, port, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const raw = Buffer.concat(chunks);
        const text = raw.toString();
        resolve({
          status: response.statusCode!,
          headers: response.headers,
          raw,
          text,
          get json() {
            return JSON.parse(text) as Body;
          },
        });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

export function listUrl(simulator: RunningSimulator, list: List, query = ''): string {
  return `${simulator.endpoint}/v5/${simulator.projectId}/${PATHS[list]}${query && `?${query}`}`;
}

export function get(simulator: RunningSimulator, list: List, query = ''): Promise<Reply> {
  return send('GET', listUrl(simulator, list, query), WITH_TOKEN);
}

export function control(
  simulator: RunningSimulator,
  method: string,
  what: string,
  body?: unknown,
): Promise<Reply> {
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  return send(method, `${simulator.endpoint}/__simulator/${what}`, {}, text);
}

export async function setFaults(simulator: RunningSimulator, ...faults: Fault[]): Promise<void> {
  const reply = await control(simulator, 'PUT', 'faults', faults);
  if (reply.status !== 200) {
    throw new Error(reply.text);
  }
}

/** The code with which a request fails on the socket. */
export function socketError(reply: Promise<Reply>): Promise<string> {
  return reply.then(
    ({ status }) => `answered ${status}`,
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  );
}
