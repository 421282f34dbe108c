import { HssError } from '../../contract/error';

/**
 * A misspelt prop would be silently without effect where nothing checks types.
 * @throws HSS_INVALID_ARGUMENT
 */
export function refuseUnknownProps(props: object, known: readonly string[]): void {
  const unknown = Object.keys(props).find((prop) => !known.includes(prop));
  if (unknown === undefined) return;
  throw new HssError('HSS_INVALID_ARGUMENT', `there is no prop ${JSON.stringify(unknown)}`, {
    advice: `use one of: ${known.join(', ')}`,
  });
}
