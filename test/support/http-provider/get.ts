import { Agent, IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as TlsAgent, request as httpsRequest } from 'node:https';
import { gunzipSync } from 'node:zlib';
import type { Config } from './config';
import { Failure } from './diagnostic';
import { Headers, forOtherHost, incoming, outgoing, takesGzip } from './headers';
import { reason } from './reason';

/** One GET, with its redirects, as Go's client does it. */

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** An answer that is no answer: 429, and 5xx but 501. */
export interface Refusal {
  readonly status: number;
  readonly headers: Headers;
}

export class RequestError extends Error {
  public constructor(
    url: string,
    cause: string,
    public readonly timedOut: boolean,
    /** Whether to try again may help. */
    public readonly passing: boolean,
  ) {
    super(`Get ${JSON.stringify(shown(url, '***'))}: ${cause}`);
  }
}

const REDIRECTS = [301, 302, 303, 307, 308];
const MOST_REQUESTS = 10;

/** Throws a RequestError where no answer came, and a Failure where it broke off. */
export async function get(config: Config): Promise<Answer | Refusal> {
  // One connection an attempt; not kept, but not asked to be closed either, as with Go's client.
  const agents = {
    'http:': new Agent({ keepAlive: true }),
    'https:': new TlsAgent({ keepAlive: true }),
  };
  const signal = config.timeoutMs === null ? undefined : AbortSignal.timeout(config.timeoutMs);
  try {
    const response = await follow(config, agents, signal);
    const status = response.statusCode!;
    const headers = incoming(response);
    if (status === 429 || (status >= 500 && status !== 501)) return { status, headers };
    const body = await read(response, signal);
    if (!takesGzip(config.headers) || headers['Content-Encoding']?.toLowerCase() !== 'gzip')
      return { status, headers, body };
    delete headers['Content-Encoding'];
    delete headers['Content-Length'];
    return { status, headers, body: unzip(body) };
  } finally {
    agents['http:'].destroy();
    agents['https:'].destroy();
  }
}

type Agents = { readonly 'http:': Agent; readonly 'https:': TlsAgent };

async function follow(
  config: Config,
  agents: Agents,
  signal: AbortSignal | undefined,
): Promise<IncomingMessage> {
  let headers = outgoing(config.headers);
  let written = config.url;
  for (let requests = 1; ; requests++) {
    const url = parse(written);
    let response: IncomingMessage;
    try {
      response = await send(url, written, headers, agents, signal);
    } catch (error) {
      const timedOut = signal?.aborted === true;
      throw new RequestError(written, reason(error, timedOut), timedOut, isPassing(error));
    }
    const location = response.headers.location;
    if (!REDIRECTS.includes(response.statusCode!) || !location) return response;
    response.resume();
    if (requests === MOST_REQUESTS)
      throw new RequestError(location, 'stopped after 10 redirects', false, false);
    if (!URL.canParse(location, url.href))
      throw new RequestError(location, 'failed to parse Location header', false, false);
    const next = new URL(location, url);
    written = next.href;
    const first = new URL(config.url).hostname;
    if (next.hostname !== first && !next.hostname.endsWith(`.${first}`))
      headers = forOtherHost(headers);
    // Another's Host: stays only with a redirect that names no host.
    if (next.host !== url.host)
      headers = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'Host'));
  }
}

function parse(written: string): URL {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(written)?.[1].toLowerCase() ?? '';
  if (!['http', 'https'].includes(scheme))
    throw new RequestError(written, `unsupported protocol scheme "${scheme}"`, false, false);
  try {
    // URL leaves control characters out, Go refuses them.
    if (/\p{Cc}/u.test(written)) throw new Error();
    return new URL(written);
  } catch {
    throw new Failure(
      'Error creating request',
      `Error creating request: parse ${JSON.stringify(written)}: invalid URL`,
    );
  }
}

function send(
  url: URL,
  written: string,
  headers: Headers,
  agents: Agents,
  signal: AbortSignal | undefined,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request =
      url.protocol === 'https:'
        ? httpsRequest(url, { headers, signal, agent: agents['https:'] })
        : httpRequest(url, { headers, signal, agent: agents['http:'] });
    request.path = target(written);
    request.on('response', resolve).on('error', reject).end();
  });
}

/**
 * Path and query as they are written: URL would resolve dots and escape quotes. Go escapes in the
 * path what may not be there, and nothing in the query: a server refuses a space in it.
 */
function target(written: string): string {
  const [, path, query] = /^[^:]+:\/\/[^/?#]*([^?#]*)([^#]*)/.exec(written)!;
  const escaped = path.replace(/[^\x21-\x7e]/gu, encodeURIComponent);
  return (escaped || '/') + Buffer.from(query).toString('latin1');
}

async function read(response: IncomingMessage, signal: AbortSignal | undefined): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of response) chunks.push(chunk as Buffer);
  } catch {
    throw unread(
      signal?.aborted
        ? 'context deadline exceeded (Client.Timeout or context cancellation while reading body)'
        : 'unexpected EOF',
    );
  }
  return Buffer.concat(chunks);
}

function unzip(body: Buffer): Buffer {
  try {
    return gunzipSync(body);
  } catch {
    throw unread('gzip: invalid header');
  }
}

function unread(cause: string): Failure {
  return new Failure('Error reading response body', `Error reading response body: ${cause}`);
}

/** A header that may not be written stays so; any other fault may pass. */
function isPassing(error: unknown): boolean {
  return !['ERR_INVALID_HTTP_TOKEN', 'ERR_INVALID_CHAR'].includes((error as { code: string }).code);
}

/** A URL without its password. */
export function shown(written: string, password: string): string {
  return written.replace(/^([a-z]+:\/\/[^/?#:@]*:)[^/?#@]*@/i, `$1${password}@`);
}
