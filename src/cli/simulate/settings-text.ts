import { shellQuoted } from '../../util/shell-quoted';

/** Settings of a simulator, as environment variables. */
export interface SimulatorSettings {
  readonly [name: string]: string;
}

/**
 * Returns settings as lines that a shell reads: `export NAME=value` to paste into a terminal, or
 * `NAME=value` for a file, which also works as an `--env-file` of Node.js and Docker.
 */
export function settingsText(settings: SimulatorSettings, form: 'terminal' | 'file'): string {
  const start = form === 'terminal' ? 'export ' : '';
  return Object.entries(settings)
    .map(([name, value]) => `${start}${name}=${shellWord(value)}\n`)
    .join('');
}

/** Quotes only what needs it, because Docker does not remove quotes. */
function shellWord(value: string): string {
  return /^[\w./:@%+,-]+$/.test(value) ? value : shellQuoted(value);
}
