import { IncomingMessage } from 'node:http';
import { storeOf } from './data/data';
import { parseJson } from './data/exact-json';
import { Store } from './data/store';
import { SimulatedAnswer, jsonAnswer } from './faults/answer';
import { FaultBook } from './faults/book';
import { checkFaults } from './faults/check';
import { Journal } from './journal';

/** The path prefix of the control API; no path of HSS starts with it. */
export const CONTROL_PREFIX = '/__simulator/';

/** The parts that the control API changes and reports. */
export interface Controlled {
  readonly faults: FaultBook;
  readonly journal: Journal;
  store: Store;
}

/** The hosts that local processes use. Another host may be a web page that uses DNS rebinding. */
const LOCAL_HOSTS = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;
const LOCAL_ADDRESSES = /^(::ffff:)?127\.|^::1$/;

/** Answers a control request. It needs no credentials, but must come from this machine. */
export function control(
  request: IncomingMessage,
  body: Buffer,
  controlled: Controlled,
): SimulatedAnswer {
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
        return jsonAnswer(200, { status: 'ok', rows: countsOf(controlled.store) });
      case 'GET requests':
        return jsonAnswer(200, controlled.journal.report());
      case 'DELETE requests':
        controlled.journal.reset();
        return jsonAnswer(200, {});
      case 'GET faults':
        return jsonAnswer(200, controlled.faults.report());
      case 'PUT faults':
        controlled.faults.replace(checkFaults(parseJson(body.toString())));
        return jsonAnswer(200, { faults: controlled.faults.report().length });
      case 'PUT data':
        controlled.store = storeOf(parseJson(body.toString()), 'data', Date.now());
        return jsonAnswer(200, { rows: countsOf(controlled.store) });
      default:
        return jsonAnswer(404, { error: `no ${request.method} ${CONTROL_PREFIX}${path}` });
    }
  } catch (error) {
    return jsonAnswer(400, { error: (error as Error).message });
  }
}

function countsOf(store: Store): { [name: string]: unknown } {
  return {
    cicd_images: store.cicd.length,
    registry_images: store['registry-images'].length,
    image_registries: store.registries.length,
    image_sync_task_registries: Object.fromEntries(
      [...store.sync].map(([taskId, list]) => [taskId, list.length]),
    ),
    image_tasks: store.tasks.length,
    vulnerabilities: store.vulnerabilities.knownCount,
    image_vulnerabilities: store.vulnerabilities.foundCounts(),
  };
}
