import { writeJson } from '../data/exact-json';
import { throttled } from '../refusal';
import { Fault, FaultOf } from './faults';

/** An answer before it is sent. */
export interface SimulatedAnswer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: Buffer;
}

/** Makes a JSON answer. A `Buffer` is sent as it is. */
export function jsonAnswer(
  status: number,
  value: unknown,
  headers: { readonly [name: string]: string } = {},
): SimulatedAnswer {
  return textAnswer(
    status,
    'application/json',
    Buffer.isBuffer(value) ? value : writeJson(value),
    headers,
  );
}

/** Returns the answer that replaces the real one, if a fault has one. */
export function answerInstead(faults: readonly Fault[]): SimulatedAnswer | undefined {
  for (const fault of faults) {
    switch (fault.kind) {
      case 'status':
        return statusAnswer(fault);
      case 'rate':
        return jsonAnswer(429, throttled(fault.perSecond).body());
      case 'redirect':
        return textAnswer(fault.status ?? 302, 'text/plain', '', { location: fault.location });
      case 'html':
        return textAnswer(
          fault.status ?? 200,
          'text/html; charset=utf-8',
          '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in</body></html>',
        );
      case 'wrong-type':
        return jsonAnswer(200, fault.value);
      case 'empty':
        return textAnswer(200, 'application/json', '');
    }
  }
  return undefined;
}

/** Codes that HSS and its gateway send with a status, as far as they are known. */
const ERROR_CODES: { readonly [status: number]: string } = {
  400: 'HSS.0001',
  401: 'APIGW.0301',
  403: 'HSS.0013',
  404: 'HSS.0011',
  413: 'APIGW.0201',
  429: 'APIGW.0308',
  502: 'APIGW.0201',
  504: 'APIGW.0201',
};

function statusAnswer(fault: FaultOf<'status'>): SimulatedAnswer {
  const headers: { [name: string]: string } = {};
  if (fault.retryAfter !== undefined) {
    headers['retry-after'] =
      typeof fault.retryAfter === 'object'
        ? new Date(Date.now() + fault.retryAfter.inSeconds * 1000).toUTCString()
        : String(fault.retryAfter);
  }
  if (typeof fault.body === 'string') {
    return textAnswer(fault.status, 'application/json', fault.body, headers);
  }
  const body = fault.body ?? {
    error_code: fault.errorCode ?? ERROR_CODES[fault.status] ?? 'HSS.0000',
    error_msg: fault.errorMsg ?? `Simulated fault: status ${fault.status}`,
  };
  return jsonAnswer(fault.status, body, headers);
}

function textAnswer(
  status: number,
  type: string,
  body: string | Buffer,
  headers: { readonly [name: string]: string } = {},
): SimulatedAnswer {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return { status, headers: { 'content-type': type, ...headers }, body: bytes };
}
