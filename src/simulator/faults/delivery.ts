import { STATUS_CODES, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { SimulatedAnswer } from './answer';
import { Fault, FaultOf } from './faults';

/** Sends an answer, or the part of it that the faults allow. */
export async function deliver(
  response: ServerResponse,
  answer: SimulatedAnswer,
  faults: readonly Fault[],
  closing: AbortSignal,
): Promise<void> {
  const { status, headers, body } = faults.some(({ kind }) => kind === 'gzip')
    ? zipped(answer)
    : answer;
  const isChunked = faults.some((fault) => fault.kind === 'oversized' && fault.chunked);
  const writeHead = (length: number): void => {
    response.writeHead(status, isChunked ? headers : { ...headers, 'content-length': length });
  };
  const fault = faults.find(isDelivery);
  const half = body.subarray(0, Math.floor(body.length / 2));
  switch (fault?.kind) {
    case undefined:
      writeHead(body.length);
      response.end(body);
      return;
    case 'hang':
      return;
    case 'reset-before':
      reset(response.socket);
      return;
    case 'reset-in-headers':
      resetInHeaders(response, { status, headers, body });
      return;
    case 'reset-in-body':
      writeHead(body.length);
      response.write(half, () => response.socket?.destroy());
      return;
    case 'hang-in-body':
      writeHead(body.length);
      response.write(half);
      return;
    case 'truncated': {
      const kept = fault.keep === undefined ? half : body.subarray(0, fault.keep);
      writeHead(kept.length);
      response.end(kept);
      return;
    }
    case 'drip':
      writeHead(body.length);
      await drip(response, body, fault, closing);
  }
}

type Delivery =
  | FaultOf<'hang'>
  | FaultOf<'hang-in-body'>
  | FaultOf<'reset-before'>
  | FaultOf<'reset-in-headers'>
  | FaultOf<'reset-in-body'>
  | FaultOf<'truncated'>
  | FaultOf<'drip'>;

function isDelivery(fault: Fault): fault is Delivery {
  return (
    fault.kind.startsWith('reset-') ||
    fault.kind.startsWith('hang') ||
    fault.kind === 'truncated' ||
    fault.kind === 'drip'
  );
}

function zipped(answer: SimulatedAnswer): SimulatedAnswer {
  return {
    status: answer.status,
    headers: { ...answer.headers, 'content-encoding': 'gzip' },
    body: gzipSync(answer.body),
  };
}

/** Sends an RST if the socket can (TLS can't), or else closes it. */
function reset(socket: Socket | null): void {
  if (socket?.constructor === Socket) {
    socket.resetAndDestroy();
  } else {
    socket?.destroy();
  }
}

/** Writes to the socket, because the response object can only send complete headers. */
function resetInHeaders(
  response: ServerResponse,
  { status, headers, body }: SimulatedAnswer,
): void {
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${body.length}`,
  ].join('\r\n');
  const { socket } = response;
  socket?.write(head.slice(0, Math.floor(head.length / 2)), () => socket.destroy());
}

async function drip(
  response: ServerResponse,
  body: Buffer,
  { everyMs, bytes = 1 }: FaultOf<'drip'>,
  closing: AbortSignal,
): Promise<void> {
  for (let at = 0; at < body.length && !response.destroyed; at += bytes) {
    response.write(body.subarray(at, at + bytes));
    await wait(everyMs, undefined, { signal: closing });
  }
  response.end();
}
