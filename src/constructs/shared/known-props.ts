import { HssError } from '../../contract/error';

/**
 * Refuses unknown props. A misspelt prop would otherwise be silently ignored if nothing checks
 * types.
 * @throws HSS_INVALID_ARGUMENT
 */
export function refuseUnknownProps(props: object, known: readonly string[]): void {
  const unknown = Object.keys(props).find((prop) => !known.includes(prop));
  if (unknown === undefined) return;
  throw new HssError('HSS_INVALID_ARGUMENT', `unknown prop ${JSON.stringify(unknown)}`, {
    advice: `use one of: ${known.join(', ')}`,
  });
}
