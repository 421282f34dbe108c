import { HssError } from '../../contract/error';

/**
 * What `HSS_GATE_MODE` says a synth is for: `destroy`, or nothing in particular.
 * @throws HSS_INVALID_ARGUMENT for any other value, so that a misspelt one does not pass unnoticed
 */
export function gateMode(environment: NodeJS.ProcessEnv): 'destroy' | undefined {
  const mode = environment.HSS_GATE_MODE?.trim() ?? '';
  if (mode === '') return undefined;
  if (mode === 'destroy') return 'destroy';
  throw new HssError(
    'HSS_INVALID_ARGUMENT',
    `HSS_GATE_MODE is ${JSON.stringify(mode)}, which is not allowed: expected destroy, or nothing`,
    { advice: 'unset HSS_GATE_MODE' },
  );
}
