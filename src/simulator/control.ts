import type { IncomingMessage } from 'node:http';
import { storeOf } from './data/data';
import { parseJson } from './data/exact-json';
import type { SimulatedAnswer } from './faults/answer';
import { jsonAnswer } from './faults/answer';
import type { FaultBook } from './faults/book';
import { checkFaults } from './faults/check';
import type { Journal } from './journal';
import type { Store } from './data/rows';

/** Where the control API lives; no HSS path starts like it. */
export const CONTROL_PREFIX = '/__simulator/';

/** What the control API works on. */
export interface Controlled {
  readonly faults: FaultBook;
  readonly journal: Journal;
  store: Store;
}

/** The hosts by which a local process calls us. Any other is a web page that rebound its name. */
const LOCAL_HOSTS = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;
const LOCAL_ADDRESSES = /^(::ffff:)?127\.|^::1$/;

/** Answers a control request. It needs no credentials, but must come from this machine. */
export function control(request: IncomingMessage, body: Buffer, it: Controlled): SimulatedAnswer {
  if (
    !LOCAL_HOSTS.test(request.headers.host ?? '') ||
    !LOCAL_ADDRESSES.test(request.socket.remoteAddress ?? '')
  ) {
    return jsonAnswer(403, { error: 'the control API answers this machine only' });
  }
  const path = (request.url ?? '').split('?', 1)[0].slice(CONTROL_PREFIX.length);
  try {
    switch (`${request.method} ${path}`) {
      case 'GET health':
        return jsonAnswer(200, { status: 'ok', rows: countsOf(it.store) });
      case 'GET requests':
        return jsonAnswer(200, it.journal.report());
      case 'DELETE requests':
        it.journal.reset();
        return jsonAnswer(200, {});
      case 'GET faults':
        return jsonAnswer(200, it.faults.report());
      case 'PUT faults':
        it.faults.replace(checkFaults(parseJson(body.toString())));
        return jsonAnswer(200, { faults: it.faults.report().length });
      case 'PUT data':
        it.store = storeOf(parseJson(body.toString()), 'data', Date.now());
        return jsonAnswer(200, { rows: countsOf(it.store) });
      default:
        return jsonAnswer(404, { error: `no ${request.method} ${CONTROL_PREFIX}${path}` });
    }
  } catch (error) {
    return jsonAnswer(400, { error: (error as Error).message });
  }
}

function countsOf(store: Store): Record<string, unknown> {
  return {
    cicd_images: store.cicd.length,
    image_registries: store.registries.length,
    image_sync_task_registries: Object.fromEntries(
      [...store.sync].map(([taskId, list]) => [taskId, list.length]),
    ),
  };
}
