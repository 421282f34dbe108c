import { HssError, HssErrorData } from '../contract/error';

/** Returns a thrown value in the form that crosses to the main thread. */
export function errorData(thrown: unknown): HssErrorData {
  if (thrown instanceof HssError) return thrown.toData();
  const what = thrown instanceof Error ? thrown.name : typeof thrown;
  // The text of an unforeseen error is not passed on: it is not checked for credentials.
  return new HssError('HSS_INTERNAL', `an unforeseen ${what} in the lookup`, {
    advice: 'please report this, with the query',
  }).toData();
}
