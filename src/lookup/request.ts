import { Origin } from '../client/client';
import { ConnectionOptions } from '../client/settings/options';
import { Environment } from '../client/settings/environment';
import { HssErrorData } from '../contract/error';
import { ReadingFinding, PageHandedOn } from '../client/paging/pages-handed-on';
import { Query } from '../contract/query';
import { Row } from '../contract/row';
import { NetworkSettings } from './thread/thread-options';
import type { WaitBudget } from './blocking/wait-budget';

/** Asks again, up to `seconds`, while a row is pending. */
export interface Wait {
  readonly seconds: number;
  /** The field with a row's status. */
  readonly field: string;
  /** Its values that mean pending. */
  readonly pending: readonly string[];
}

/** One lookup as plain data, the form that crosses to the worker thread. */
export interface LookupRequest {
  readonly options: ConnectionOptions;
  readonly environment: Environment;
  readonly query: Query;
  readonly wait?: Wait;
  /**
   * A lower limit for this lookup. As an option it would need another client, which has to sign in
   * again.
   */
  readonly maxRows?: number;
  readonly timeLeft?: TimeLeft;
}

/** The remaining time in which a gate has to get all its answers. */
export interface TimeLeft {
  readonly ms: number;
  /** How long the gate may additionally wait for scans. */
  readonly waitSeconds: number;
  /** The last error of an earlier lookup of the gate. */
  readonly before?: HssErrorData;
}

/** The options of one lookup that differ from the defaults. */
export interface LookupOverrides {
  /** The most rows, if fewer than the connection allows. */
  readonly maxRows?: number;
  /**
   * The environment at an earlier moment: an image is looked up as configured when it was required.
   */
  readonly environment?: Environment;
  /**
   * The number of earlier attempts: a wait asks again, and an equal lookup would have the earlier
   * answer.
   */
  readonly attempt?: number;
  /** The time that the lookup shares with others. */
  readonly budget?: WaitBudget;
}

/** A request from the main thread to the worker. */
export interface WorkerRequest extends LookupRequest {
  readonly id: number;
}

/** A message from the main thread to the worker: its finding about the pages of one reading. */
export interface WorkerFinding {
  readonly id: number;
  readonly reading: number;
  readonly finding: ReadingFinding;
}

/**
 * A message from the main thread to the worker that has no effect: sending it shows whether the
 * worker is there.
 */
export const PROBE = 'probe';

/** Rows, and where they were listed. */
export interface Listing {
  readonly rows: readonly Row[];
  readonly origin: Origin;
}

/** The result of a lookup whose rows the worker reads itself, and of a lookup that fails. */
export type LookupAnswer = Listing | { readonly error: HssErrorData };

/** Reports that all pages of a reading have been handed on. */
export interface AllHandedOn {
  readonly reading: number;
  readonly origin: Origin;
}

/**
 * A message from the worker to the main thread: a page, the end of a reading, or the result of a
 * lookup. An error without an ID concerns all lookups.
 */
export type WorkerMessage =
  | { readonly id: number; readonly page: PageHandedOn }
  | { readonly id: number; readonly handedOn: AllHandedOn }
  | { readonly id: number; readonly answer: LookupAnswer }
  | { readonly id: undefined; readonly error: HssErrorData };

/** The data that the worker is started with. */
export interface WorkerStart {
  readonly port: import('node:worker_threads').MessagePort;
  /**
   * Two int32: a count of messages, and a heartbeat. The main thread sleeps on the first and
   * watches the second.
   */
  readonly signals: SharedArrayBuffer;
  readonly network: NetworkSettings;
  /** Whether V8's optimization of the HTTP parser is delayed. */
  readonly delaysOptimization: boolean;
}

export const ANSWERS = 0;
export const HEARTBEAT = 1;
export const HEARTBEAT_MS = 500;
