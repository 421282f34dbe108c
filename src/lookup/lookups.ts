import { resolve } from 'node:path';
import { Origin } from '../client/client';
import { environmentFrom } from '../client/settings/environment';
import { ConnectionOptions, limitsOf, originOfSnapshot } from '../client/settings/options';
import { tooLateError } from '../client/retry/deadline';
import { HssError } from '../contract/error';
import { Query } from '../contract/query';
import { Row } from '../contract/row';
import { SECOND_MS } from '../util/time';
import { HssFixture, listFixture } from './fixture';
import { LookupWorker } from './worker-handle';
import { Recorder } from './recorder';
import { Replay } from './replay';
import { LookupOverrides, TimeLeft, Wait } from './request';
import { queryText } from './snapshot';
import { Source } from './source';
import { WaitBudget } from './blocking/wait-budget';

/** A lookup in progress. The first read waits; later ones do not. */
export class Lookup {
  private outcome: { readonly rows: readonly Row[] } | { readonly error: unknown } | undefined;

  constructor(private read: (() => readonly Row[]) | undefined) {}

  /** Whether the rows have been read. */
  public get hasRows(): boolean {
    return this.outcome !== undefined && 'rows' in this.outcome;
  }

  /**
   * The rows, shared by all equal lookups: do not change them.
   * @throws HssError
   */
  public get rows(): readonly Row[] {
    if (this.read !== undefined) {
      try {
        this.outcome = { rows: this.read() };
      } catch (error) {
        this.outcome = { error };
      }
      // The function retains everything that reading the rows required.
      this.read = undefined;
    }
    const outcome = this.outcome!;
    if ('error' in outcome) throw outcome.error;
    return outcome.rows;
  }
}

/** A lookup, and the time that it had when it started, in ms. */
interface StartedLookup {
  readonly lookup: Lookup;
  readonly ms: number;
}

/** The lookups of one app: equal ones share a request. */
export class Lookups {
  private static readonly byApp = new WeakMap<object, Lookups>();

  /** Returns the lookups of an app, by the root of its construct tree. */
  public static of(root: object): Lookups {
    let lookups = Lookups.byApp.get(root);
    if (lookups === undefined) Lookups.byApp.set(root, (lookups = new Lookups()));
    return lookups;
  }

  private readonly live = new Map<string, StartedLookup>();
  /** The origins of lookups, by the options of their connection. */
  private readonly origins = new Map<string, Origin>();
  private readonly fixtures = new WeakMap<HssFixture, Map<string, Lookup>>();
  private readonly replays = new Map<string, Replay>();
  private readonly recorders = new Map<string, Recorder>();

  /** Starts a lookup, or returns the equal one that has been started. */
  public start(
    source: Source,
    options: ConnectionOptions,
    query: Query,
    wait: Wait | undefined,
    overrides: LookupOverrides = {},
  ): Lookup {
    const lookup = this.startFrom(source, options, query, wait, overrides);
    const { budget } = overrides;
    // An equal lookup may be another gate's, which has a budget for its time.
    return budget === undefined ? lookup : new Lookup(() => budget.count(() => lookup.rows));
  }

  private startFrom(
    source: Source,
    options: ConnectionOptions,
    query: Query,
    wait: Wait | undefined,
    overrides: LookupOverrides,
  ): Lookup {
    switch (source.kind) {
      case 'live':
        return this.ask(options, query, wait, overrides, undefined);
      case 'record':
        return this.ask(options, query, wait, overrides, resolve(source.file));
      case 'replay':
        return new Lookup(() => {
          const expected = originOfSnapshot(options, environmentFrom(process.env));
          return this.replay(source.file).rowsOf(query, expected);
        });
      case 'fixture': {
        const started = valueOf(this.fixtures, source.fixture, () => new Map<string, Lookup>());
        return valueOf(started, JSON.stringify(query), () => {
          return new Lookup(() => listFixture(source.fixture, query));
        });
      }
    }
  }

  /**
   * Returns the origin of a connection's answers; undefined until the first of them has been read.
   */
  public originSeen(
    options: ConnectionOptions,
    environment = environmentFrom(process.env),
  ): Origin | undefined {
    return this.origins.get(JSON.stringify([options, environment]));
  }

  /** Returns the snapshot in a file, which is read once. */
  public replay(file: string): Replay {
    return valueOf(this.replays, resolve(file), () => new Replay(file));
  }

  private ask(
    options: ConnectionOptions,
    query: Query,
    wait: Wait | undefined,
    { maxRows, environment = environmentFrom(process.env), attempt, budget }: LookupOverrides,
    recordTo: string | undefined,
  ): Lookup {
    const key = JSON.stringify([options, environment, query, wait, maxRows, attempt, recordTo]);
    const { deadlineSeconds } = limitsOf(options);
    const timeLeft = budget && timeLeftOf(budget, deadlineSeconds);
    const ms = timeLeft?.ms ?? deadlineSeconds * SECOND_MS;
    const started = this.live.get(key);
    // A lookup that another gate started with its last second may fail, although this gate has the
    // time to succeed.
    if (started !== undefined && (started.ms >= ms || started.lookup.hasRows)) {
      return started.lookup;
    }
    if (timeLeft?.ms === 0) return tooLate(query, deadlineSeconds, timeLeft);
    const worker = LookupWorker.start();
    const began = Date.now();
    const ticket = worker.post({
      options,
      environment,
      query,
      ...(wait === undefined ? {} : { wait }),
      ...(maxRows === undefined ? {} : { maxRows }),
      ...(timeLeft === undefined ? {} : { timeLeft }),
    });
    // The worker enforces the deadline; this is for a worker that can't. A wait may start its last
    // listing just before it ends.
    const patience = deadlineSeconds + (wait ? wait.seconds + deadlineSeconds : 0) + 15;
    const lookup = new Lookup(() => {
      const { rows, origin } = worker.read(ticket, patience);
      this.origins.set(JSON.stringify([options, environment]), origin);
      if (recordTo !== undefined) {
        const recorder = valueOf(this.recorders, recordTo, () => new Recorder(recordTo));
        recorder.add(origin, query, rows, began);
      }
      return rows;
    });
    this.live.set(key, { lookup, ms });
    return lookup;
  }
}

function timeLeftOf(budget: WaitBudget, deadlineSeconds: number): TimeLeft {
  const { lastError, waitSeconds } = budget;
  const ms = budget.leftMs(deadlineSeconds);
  return { ms, waitSeconds, ...(lastError === undefined ? {} : { before: lastError.toData() }) };
}

/** Returns a lookup that is not started, because the gate's time is used up. */
function tooLate(query: Query, seconds: number, { waitSeconds, before }: TimeLeft): Lookup {
  const limit = {
    seconds,
    scope: 'gate' as const,
    waitSeconds,
    ...(before === undefined ? {} : { before: HssError.fromData(before) }),
  };
  return new Lookup(() => {
    throw tooLateError(limit, queryText(query));
  });
}

/** Returns the value of a key in a map, made first if missing. */
function valueOf<K, V>(
  map: { get(key: K): V | undefined; set(key: K, value: V): unknown },
  key: K,
  make: () => V,
): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
