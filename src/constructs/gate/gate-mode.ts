import { HssError } from '../../contract/error';

/**
 * Returns the mode in `HSS_GATE_MODE`: `destroy`, or undefined for a normal synth.
 * @throws HSS_INVALID_ARGUMENT for any other value, so that a misspelt mode is not ignored
 */
export function gateMode(environment: NodeJS.ProcessEnv): 'destroy' | undefined {
  const mode = environment.HSS_GATE_MODE?.trim() ?? '';
  if (mode === '') return undefined;
  if (mode === 'destroy') return 'destroy';
  throw new HssError(
    'HSS_INVALID_ARGUMENT',
    `HSS_GATE_MODE is ${JSON.stringify(mode)}, which is not allowed: expected destroy`,
    { advice: 'unset HSS_GATE_MODE, or set it to destroy' },
  );
}
