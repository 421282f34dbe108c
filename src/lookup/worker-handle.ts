import { performance } from 'node:perf_hooks';
import { MessageChannel, MessagePort, Worker, receiveMessageOnPort } from 'node:worker_threads';
import { ReadingFinding } from '../client/paging/pages-handed-on';
import { HssError, asHssError } from '../contract/error';
import { SECOND_MS } from '../util/time';
import { letSignalsEndProcess } from './blocking/default-signals';
import { SLICE_MS, sleepOn } from './blocking/sleep';
import {
  ANSWERS,
  AllHandedOn,
  LookupAnswer,
  HEARTBEAT,
  Listing,
  LookupRequest,
  PROBE,
  WorkerFinding,
  WorkerMessage,
  WorkerRequest,
  WorkerStart,
} from './request';
import { RowsArriving } from './rows-arriving';
import { delaysOptimization, networkSettings, threadOptions } from './thread/thread-options';

/**
 * The size of the worker's young generation. Its garbage is small but retains answers of a hundred
 * kilobytes, so it has to be collected early.
 */
const YOUNG_GENERATION_MB = 4;

/**
 * The slices of sleep without a heartbeat after which the worker is considered gone, where a probe
 * can't tell.
 */
const SLICES_WITHOUT_HEARTBEAT = 60_000 / SLICE_MS;

/** A lookup that has been posted. */
export interface Ticket {
  readonly id: number;
  readonly arriving: RowsArriving;
  handedOn?: AllHandedOn;
  answer?: LookupAnswer;
}

/**
 * The main thread's side: posts lookups, and waits for their answers when they are read. Constructs
 * are synchronous but HTTP is not; a worker thread and `Atomics.wait` bridge the two.
 */
export class LookupWorker {
  private static running: LookupWorker | undefined;

  /**
   * Returns the worker of this process. Started early, it loads its HTTP client while the construct
   * tree is built.
   */
  public static start(): LookupWorker {
    if (LookupWorker.running === undefined || LookupWorker.running.dead !== undefined) {
      LookupWorker.running = new LookupWorker();
    }
    return LookupWorker.running;
  }

  private readonly signal = new Int32Array(new SharedArrayBuffer(8));
  private readonly port: MessagePort;
  /** The lookups that have not been read yet. */
  private readonly tickets = new Map<number, Ticket>();
  private lastId = 0;
  /** Whether this version of Node reports if a probe has a receiver. */
  private readonly probeTells: boolean;
  private dead: HssError | undefined;

  private constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    const worker = startThread({
      port: port2,
      signals: this.signal.buffer,
      network: networkSettings(),
      delaysOptimization: delaysOptimization(),
    });
    worker.unref();
    // Without a listener an error of the worker would end the process.
    worker.on('error', (error: NodeJS.ErrnoException) => {
      const code = error.code === undefined ? '' : ` (${error.code})`;
      this.dead ??= internal(`the lookup's worker ended with an error${code}`, 'try again');
    });
    worker.on('exit', () => {
      this.dead ??= internal("the lookup's worker ended", 'try again');
    });
    this.probeTells = this.probe();
  }

  /** Starts a lookup and returns its ticket. */
  public post(request: LookupRequest): Ticket {
    const ticket: Ticket = { id: ++this.lastId, arriving: new RowsArriving(request.query) };
    const message: WorkerRequest = { ...request, id: ticket.id };
    this.tickets.set(ticket.id, ticket);
    // As early as possible, because a signal that finds listeners is lost when they are removed.
    letSignalsEndProcess();
    this.port.postMessage(message);
    return ticket;
  }

  /**
   * Returns the rows of a lookup; sleeps until they arrive.
   * @throws HssError
   */
  public read(ticket: Ticket, timeoutSeconds: number): Listing {
    try {
      return this.wait(ticket, timeoutSeconds);
    } catch (error) {
      // Otherwise the worker would wait for a finding about the pages.
      this.send(ticket, { kind: 'whole' });
      throw asHssError(error, 'while the rows were read');
    } finally {
      this.tickets.delete(ticket.id);
    }
  }

  private wait(ticket: Ticket, timeoutSeconds: number): Listing {
    const end = performance.now() + timeoutSeconds * SECOND_MS;
    let heartbeat = Atomics.load(this.signal, HEARTBEAT);
    for (let silent = 0; ;) {
      const seen = Atomics.load(this.signal, ANSWERS);
      this.collect();
      const listing = this.listingOf(ticket);
      if (listing !== undefined) return listing;
      if (this.dead !== undefined) throw this.dead;
      const left = end - performance.now();
      if (left <= 0) {
        throw new HssError('HSS_TIMEOUT', `the lookup gave no answer in ${timeoutSeconds} s`, {
          advice: 'try again, or raise deadlineSeconds',
        });
      }
      // This is done before the next page arrives.
      if (ticket.arriving.hasUnread) {
        this.send(ticket, ticket.arriving.readOne());
        continue;
      }
      // Another lookup's answer ends the sleep early, but shows that the worker is alive.
      const woken = sleepOn(this.signal, ANSWERS, seen, left);
      const beat = Atomics.load(this.signal, HEARTBEAT);
      if (beat !== heartbeat) silent = 0;
      else if (woken === 'timed-out') silent += 1;
      heartbeat = beat;
      const isGone = woken === 'timed-out' && this.probeTells && !this.probe();
      if (isGone || silent >= SLICES_WITHOUT_HEARTBEAT) {
        // The worker may have sent an answer just before.
        this.collect();
        this.dead ??= beat === 0 ? workerNeverRan() : workerGone();
      }
    }
  }

  /** Returns the listing if it is complete. */
  private listingOf(ticket: Ticket): Listing | undefined {
    const { answer, handedOn } = ticket;
    if (answer !== undefined) {
      if ('error' in answer) throw HssError.fromData(answer.error);
      return answer;
    }
    if (handedOn === undefined) return undefined;
    ticket.handedOn = undefined;
    const outcome = ticket.arriving.finish(handedOn.reading);
    if (outcome === undefined || 'kind' in outcome) {
      this.send(ticket, outcome);
      return undefined;
    }
    this.send(ticket, { kind: 'whole' });
    return { rows: outcome.rows, origin: handedOn.origin };
  }

  private send(ticket: Ticket, finding: ReadingFinding | undefined): void {
    if (finding === undefined) return;
    const message: WorkerFinding = { id: ticket.id, reading: ticket.arriving.reading, finding };
    this.port.postMessage(message);
  }

  /**
   * Returns whether the thread's end of the port is open. The events of a thread that ended don't
   * arrive while this thread sleeps. Node returns true for a message that has a receiver and
   * undefined for others, but its documentation doesn't say so.
   */
  private probe(): boolean {
    const probe: WorkerRequest | typeof PROBE = PROBE;
    return (this.port.postMessage(probe) as unknown) === true;
  }

  private collect(): void {
    for (let got = receiveMessageOnPort(this.port); got; got = receiveMessageOnPort(this.port)) {
      const message = got.message as WorkerMessage;
      if (message.id === undefined) {
        this.dead ??= HssError.fromData(message.error);
        continue;
      }
      const ticket = this.tickets.get(message.id);
      // The lookup was given up meanwhile.
      if (ticket === undefined) continue;
      if ('page' in message) ticket.arriving.add(message.page);
      else if ('handedOn' in message) ticket.handedOn = message.handedOn;
      else ticket.answer = message.answer;
    }
  }
}

/**
 * Starts the thread from source text in a module. A separate file might be readable only by the
 * main thread, as in the zip archives of Yarn PnP, or be left out where an app is bundled into one
 * file. The thread inherits none of this process's loaders and hooks, and no variable: those that
 * lookups need come with each request.
 * @throws HSS_INTERNAL with the reason, when the thread can't start
 */
function startThread(workerData: WorkerStart): Worker {
  const source = workerCode();
  try {
    return new Worker(source, {
      eval: true,
      workerData,
      transferList: [workerData.port],
      ...threadOptions(),
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
      stdout: true,
      stderr: true,
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw internal(
      `the lookup's worker can't start: ${message}`,
      code === 'ERR_ACCESS_DENIED'
        ? "run node with --allow-worker, since Node's permission model is on"
        : 'see the reason above; a container may allow too few threads or too little memory',
    );
  }
}

/** Returns the thread's code, which is compiled even where this file is not. */
function workerCode(): string {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the file exists when lookups run, but not when this compiles
    return require('../../lib/bundle/worker-code.js') as string;
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException;
    throw internal(
      code === 'MODULE_NOT_FOUND'
        ? "the worker's file is missing from the package"
        : `the worker's file can't be read (${code ?? name})`,
      'install the package again',
    );
  }
}

function workerNeverRan(): HssError {
  return internal("the lookup's worker can't start", 'install the package again');
}

function workerGone(): HssError {
  return internal("the lookup's worker is gone", 'try again; it may have run out of memory');
}

function internal(summary: string, advice: string): HssError {
  return new HssError('HSS_INTERNAL', summary, { advice });
}
