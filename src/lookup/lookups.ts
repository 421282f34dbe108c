import { environmentFrom } from '../client/environment';
import { ConnectionOptions, limitsOf } from '../client/options';
import { Query } from '../contract/query';
import { Row } from '../contract/row';
import { HssFixture, listFixture } from './fixture';
import { LookupWorker } from './lookup-worker';
import { Wait } from './request';

/** Where rows come from. */
export type Source =
  { readonly kind: 'live' } | { readonly kind: 'fixture'; readonly fixture: HssFixture };

/** A lookup that is under way. Reading it waits; reading it again does not. */
export class Lookup {
  private outcome: { readonly json: string } | { readonly error: unknown } | undefined;
  private parsed: Row[] | undefined;

  constructor(private readonly read: () => string) {}

  /**
   * The rows as JSON text.
   * @throws HssError
   */
  public get rowsJson(): string {
    if (this.outcome === undefined) {
      try {
        this.outcome = { json: this.read() };
      } catch (error) {
        this.outcome = { error };
      }
    }
    if ('error' in this.outcome) throw this.outcome.error;
    return this.outcome.json;
  }

  /**
   * The rows.
   * @throws HssError
   */
  public get rows(): Row[] {
    this.parsed ??= JSON.parse(this.rowsJson) as Row[];
    return this.parsed;
  }
}

/** The lookups of one app: equal ones are one request. */
export class Lookups {
  private static readonly byApp = new WeakMap<object, Lookups>();

  /** Those of an app, by the root of its construct tree. */
  public static of(root: object): Lookups {
    let lookups = Lookups.byApp.get(root);
    if (lookups === undefined) Lookups.byApp.set(root, (lookups = new Lookups()));
    return lookups;
  }

  private readonly live = new Map<string, Lookup>();
  private readonly fixtures = new WeakMap<HssFixture, Map<string, Lookup>>();

  /** Starts a lookup, or returns the equal one that has been started. */
  public start(
    source: Source,
    options: ConnectionOptions,
    query: Query,
    wait: Wait | undefined,
  ): Lookup {
    if (source.kind === 'fixture') {
      let started = this.fixtures.get(source.fixture);
      if (started === undefined)
        this.fixtures.set(source.fixture, (started = new Map<string, Lookup>()));
      return equalOrNew(started, JSON.stringify(query), () => {
        return new Lookup(() => JSON.stringify(listFixture(source.fixture, query)));
      });
    }
    const environment = environmentFrom(process.env);
    const key = JSON.stringify([options, environment, query, wait]);
    return equalOrNew(this.live, key, () => {
      const worker = LookupWorker.start();
      const ticket = worker.post({ options, environment, query, ...(wait ? { wait } : {}) });
      // The worker keeps the deadline; this is for a worker that can't. A wait may begin its last listing
      // just before it ends.
      const { deadlineSeconds } = limitsOf(options);
      const patience = deadlineSeconds + (wait ? wait.seconds + deadlineSeconds : 0) + 15;
      return new Lookup(() => worker.read(ticket, patience));
    });
  }
}

function equalOrNew(started: Map<string, Lookup>, key: string, start: () => Lookup): Lookup {
  let lookup = started.get(key);
  if (lookup === undefined) started.set(key, (lookup = start()));
  return lookup;
}
