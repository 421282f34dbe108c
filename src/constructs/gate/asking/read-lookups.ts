import { asHssError } from '../../../contract/error';
import { ListAnswer } from '../../../asking/list-search';
import { Lookup } from '../../../lookup/lookups';

/** Waits for lookups. If one fails, returns its error without waiting for the others. */
export function readLookups(lookups: readonly Lookup[]): ListAnswer {
  try {
    return { rows: lookups.map(({ rows }) => rows) };
  } catch (error) {
    return { error: asHssError(error, 'in the gate') };
  }
}
