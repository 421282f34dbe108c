import { HssError } from '../../src/contract/error';

/** The HssError that a call ends in, thrown or rejected; anything else is an error of the test. */
export async function failureOf(call: () => unknown): Promise<HssError> {
  let result: unknown;
  try {
    result = await call();
  } catch (error) {
    if (error instanceof HssError) return error;
    throw error;
  }
  throw new Error(`expected an HssError, got ${JSON.stringify(result)?.slice(0, 200)}`);
}
