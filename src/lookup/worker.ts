/**
 * The thread that does the I/O while the main one waits. It never writes to stdout (a jsii process speaks
 * its protocol there), never lets an error go unsaid (the main thread would wait for nothing), and ends with
 * the process.
 */
import { workerData } from 'node:worker_threads';
import { HssError, HssErrorData } from '../contract/error';
import {
  ANSWERS,
  HEARTBEAT,
  HEARTBEAT_MS,
  WorkerAnswer,
  WorkerRequest,
  WorkerStart,
} from './request';

const { port, signals } = workerData as WorkerStart;
const signal = new Int32Array(signals);

function say(message: WorkerAnswer): void {
  port.postMessage(message);
  Atomics.add(signal, ANSWERS, 1);
  Atomics.notify(signal, ANSWERS);
}

function dataOf(thrown: unknown): HssErrorData {
  if (thrown instanceof HssError) return thrown.toData();
  const what = thrown instanceof Error ? thrown.name : typeof thrown;
  // The text of an unforeseen error is not passed on: nobody has checked it for credentials.
  return new HssError('HSS_INTERNAL', `an unforeseen ${what} in the lookup`, {
    advice: 'please report this, with the query',
  }).toData();
}

/** For all lookups: none of them will be answered. */
function giveUp(summary: string, advice: string): void {
  const error = new HssError('HSS_INTERNAL', summary, { advice }).toData();
  say({ id: undefined, error });
}

process.on('uncaughtException', (error) => say({ id: undefined, error: dataOf(error) }));
process.on('unhandledRejection', (reason) => say({ id: undefined, error: dataOf(reason) }));
process.on('exit', () => giveUp('the lookup’s worker ended', 'try again'));

Atomics.add(signal, HEARTBEAT, 1);
setInterval(() => Atomics.add(signal, HEARTBEAT, 1), HEARTBEAT_MS).unref();

// Loaded last, so that what is wrong with it can be said.
import('./answer').then(
  ({ answer }) =>
    port.on('message', (request: WorkerRequest) => {
      answer(request).then(
        (listing) => say({ id: request.id, listing }),
        (thrown: unknown) => say({ id: request.id, error: dataOf(thrown) }),
      );
    }),
  () => giveUp('the lookup’s HTTP client can’t be loaded', 'install the package again'),
);
