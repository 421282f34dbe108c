import { Query } from '../../../contract/query';
import { Lookup } from '../../../lookup/lookups';
import type { WaitBudget } from '../../../lookup/blocking/wait-budget';
import { HssConnection } from '../../connection/hss-connection';
import { AskingIdentity } from './shared-listing';

/** The connection and settings with which lookups start. */
export interface LookupStart {
  readonly connection: HssConnection;
  readonly identity: AskingIdentity;
  readonly attempt: number;
  /** The time that all lookups of the gate share. */
  readonly budget: WaitBudget;
}

/** Starts lookups without waiting for them. */
export function startLookups(
  queries: readonly Query[],
  { connection, identity: { environment }, attempt, budget }: LookupStart,
): readonly Lookup[] {
  const overrides = {
    environment,
    ...(attempt === 0 ? {} : { attempt }),
    budget,
  };
  return queries.map((query) => connection._start(query, undefined, overrides));
}
