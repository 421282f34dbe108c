import { Origin } from '../client/client';
import { ConnectionOptions } from '../client/settings/options';
import { Environment } from '../client/settings/environment';
import { HssErrorData } from '../contract/error';
import { ReadingFinding, PageHandedOn } from '../client/paging/pages-handed-on';
import { Query } from '../contract/query';
import { Row } from '../contract/row';
import { NetworkSettings } from './thread/thread-options';
import type { WaitBudget } from './blocking/wait-budget';

/** Ask again, at most so long, while a row is pending. */
export interface Wait {
  readonly seconds: number;
  /** The prop that says where a row stands. */
  readonly field: string;
  /** Its values that may still change by themselves. */
  readonly pending: readonly string[];
}

/** One lookup as plain data, the way it crosses to the worker thread. */
export interface LookupRequest {
  readonly options: ConnectionOptions;
  readonly environment: Environment;
  readonly query: Query;
  readonly wait?: Wait;
  /** A lower limit for this lookup: other options would make another client, which has to sign in anew. */
  readonly maxRows?: number;
  readonly timeLeft?: TimeLeft;
}

/** What is left of the time in which a gate gets all its answers. */
export interface TimeLeft {
  readonly ms: number;
  /** What the gate may wait for scans besides. */
  readonly waitSeconds: number;
  /** The last error of an earlier lookup of the gate. */
  readonly before?: HssErrorData;
}

/** How one lookup differs from what is usual. */
export interface LookupOverrides {
  /** At most so many rows, where that is fewer than the connection allows. */
  readonly maxRows?: number;
  /** The environment of an earlier moment: an image is asked for as things were when it was required. */
  readonly environment?: Environment;
  /** How often the same was asked before: a wait asks again, and an equal lookup would have the earlier answer. */
  readonly attempt?: number;
  /** The time that the lookup has together with others. */
  readonly budget?: WaitBudget;
}

/** From the main thread to the worker. */
export interface WorkerRequest extends LookupRequest {
  readonly id: number;
}

/** From the main thread to the worker: what it makes of the pages of one reading. */
export interface WorkerFinding {
  readonly id: number;
  readonly reading: number;
  readonly finding: ReadingFinding;
}

/** From the main thread to the worker, to no effect: sending it tells whether the worker is there. */
export const PROBE = 'probe';

/** Rows, and where they were listed. */
export interface Listing {
  readonly rows: readonly Row[];
  readonly origin: Origin;
}

/** What a lookup comes to where the worker reads the rows itself, and where it fails. */
export type LookupAnswer = Listing | { readonly error: HssErrorData };

/** That all pages of a reading have been handed on. */
export interface AllHandedOn {
  readonly reading: number;
  readonly origin: Origin;
}

/** From the worker to the main thread: a page, the end of a reading, or what a lookup comes to. An error without an ID is for all. */
export type WorkerMessage =
  | { readonly id: number; readonly page: PageHandedOn }
  | { readonly id: number; readonly handedOn: AllHandedOn }
  | { readonly id: number; readonly answer: LookupAnswer }
  | { readonly id: undefined; readonly error: HssErrorData };

/** What the worker is started with. */
export interface WorkerStart {
  readonly port: import('node:worker_threads').MessagePort;
  /** Two int32: a count of messages, and a heartbeat. The main thread sleeps on the first and watches the second. */
  readonly signals: SharedArrayBuffer;
  readonly network: NetworkSettings;
  /** Whether V8's optimization of the HTTP parser is delayed. */
  readonly delaysOptimization: boolean;
}

export const ANSWERS = 0;
export const HEARTBEAT = 1;
export const HEARTBEAT_MS = 500;
