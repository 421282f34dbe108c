/**
 * The thread that does the I/O while the main thread waits. It never writes to stdout (a jsii
 * process uses it for its protocol), reports every error (the main thread would wait in vain), and
 * ends with the process.
 */
import { workerData } from 'node:worker_threads';
import { HssError } from '../contract/error';
import { errorData } from './error-data';
import {
  ANSWERS,
  HEARTBEAT,
  HEARTBEAT_MS,
  PROBE,
  WorkerFinding,
  WorkerMessage,
  WorkerRequest,
  WorkerStart,
} from './request';
import { useNetworkSettings } from './thread/thread-options';
import { delayWasmOptimization } from './thread/wasm-budget';

const { port, signals, network, delaysOptimization } = workerData as WorkerStart;
const signal = new Int32Array(signals);

function post(message: WorkerMessage, handedOver: readonly ArrayBuffer[] = []): void {
  port.postMessage(message, handedOver);
  Atomics.add(signal, ANSWERS, 1);
  Atomics.notify(signal, ANSWERS);
}

/** Reports an error to all lookups: none of them will be answered. */
function giveUp(summary: string, advice: string): void {
  const error = new HssError('HSS_INTERNAL', summary, { advice }).toData();
  post({ id: undefined, error });
}

process.on('uncaughtException', (error) => post({ id: undefined, error: errorData(error) }));
process.on('unhandledRejection', (reason) => post({ id: undefined, error: errorData(reason) }));
process.on('exit', () => giveUp("the lookup's worker ended", 'try again'));

Atomics.add(signal, HEARTBEAT, 1);
setInterval(() => Atomics.add(signal, HEARTBEAT, 1), HEARTBEAT_MS).unref();

useNetworkSettings(network);
if (delaysOptimization) delayWasmOptimization();

// Loaded last, so that the main thread receives any error of loading it.
import('./answer').then(
  ({ answer, receiveFinding }) =>
    port.on('message', (request: WorkerRequest | WorkerFinding | typeof PROBE) => {
      if (request === PROBE) return;
      if ('finding' in request) {
        receiveFinding(request);
        return;
      }
      const { id } = request;
      answer(request, {
        page: (page) => post({ id, page }, [page.body.buffer]),
        handedOn: (handedOn) => post({ id, handedOn }),
      }).then(
        (found) => {
          if (found !== undefined) post({ id, answer: found });
        },
        (thrown: unknown) => post({ id, answer: { error: errorData(thrown) } }),
      );
    }),
  () => giveUp("the lookup's HTTP client can't be loaded", 'install the package again'),
);
