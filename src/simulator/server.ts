import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { IncomingMessage, RequestListener, Server, ServerResponse, createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { CONTROL_PREFIX, Controlled, control } from './control';
import { SimulatedAnswer, answerInstead, jsonAnswer } from './faults/answer';
import { deliver } from './faults/delivery';
import { JournalEntry } from './journal';
import { Latency } from './latency';
import { SimulatorOptions } from './options';
import { Refusal } from './refusal';
import { Service } from './service';

/** Fits a token of 32,768 characters, the longest that HSS accepts. */
const MAX_HEADER_BYTES = 96 * 1024;
/** Fits a complete data file for the control API. Requests to HSS are far smaller. */
const MAX_BODY_BYTES = 256 * 1024 * 1024;

/** The parts that answer requests. */
export interface Parts extends Controlled {
  readonly service: Service;
  readonly latency: Latency;
}

/** A listening server. */
export interface Listening {
  readonly endpoint: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Starts the server, which runs until it is closed. */
export async function listen(
  parts: Parts,
  { port = 0, tls }: Pick<SimulatorOptions, 'port' | 'tls'>,
): Promise<Listening> {
  const closing = new AbortController();
  // Each delayed answer adds a listener, so many listeners are not a leak.
  setMaxListeners(0, closing.signal);
  const listener: RequestListener = (request, response) => {
    respond(parts, request, response, closing.signal).catch((error: unknown) => {
      failed(response, error, closing.signal);
    });
  };
  const settings = { maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: 60_000 };
  const server: Server =
    tls === undefined
      ? createServer(settings, listener)
      : createTlsServer({ ...settings, ...tls }, listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    endpoint: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${bound}`,
    port: bound,
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  response.setHeader('X-Request-Id', randomUUID().replaceAll('-', ''));
  if (request.url?.startsWith(CONTROL_PREFIX)) {
    const answer = control(request, await bodyOf(request), parts);
    await deliver(response, answer, [], closing);
    return;
  }
  const entry = parts.journal.open(request, response);
  const body = await bodyOf(request);
  if (body.length > 0) entry.body = body.toString();
  await pause(parts.latency.next(), closing);
  await serve(parts, request, response, body, entry, closing);
}

async function serve(
  parts: Parts,
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
  entry: JournalEntry,
  closing: AbortSignal,
): Promise<void> {
  const accepted = parts.service.accept(request, body, parts.store);
  const faults = parts.faults.trigger(accepted.subject, Date.now());
  entry.faults = faults.map(({ kind }) => kind);
  const delay = faults.reduce((sum, fault) => sum + (fault.kind === 'latency' ? fault.ms : 0), 0);
  await pause(delay, closing);
  const answer = answerInstead(faults) ?? answerOf(accepted.answer(faults));
  await deliver(response, answer, faults, closing);
}

/** Returns an answer with a body, or without one for a request that returns none. */
function answerOf(value: unknown): SimulatedAnswer {
  return value === undefined
    ? { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.alloc(0) }
    : jsonAnswer(200, value);
}

/** Sends the error that stopped a request: a refusal, or a 500 for an error of the simulator. */
function failed(response: ServerResponse, error: unknown, closing: AbortSignal): void {
  if (closing.aborted || response.destroyed) return;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const answer =
    error instanceof Refusal
      ? jsonAnswer(error.status, error.body())
      : jsonAnswer(500, { error_code: 'SIMULATOR', error_msg: String(error) });
  void deliver(response, answer, [], closing);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) {
      throw new Refusal(413, 'APIGW.0201', 'The request body is too large');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Waits asynchronously until the time is up or the server closes. */
async function pause(ms: number, closing: AbortSignal): Promise<void> {
  if (ms > 0) await wait(ms, undefined, { signal: closing });
}
