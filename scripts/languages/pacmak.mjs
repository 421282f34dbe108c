import { createRequire } from 'node:module';
import { join } from 'node:path';
import { run } from './run.mjs';

const pacmak = createRequire(import.meta.url).resolve('jsii-pacmak/bin/jsii-pacmak');

/**
 * Writes the sources of a jsii package's bindings for a language. They contain the npm package
 * itself.
 *
 * @param {string} folder the folder of the npm package; Node's resolution must find its jsii
 * dependencies from there
 * @param {string} language `python`, `java`, `go` or `dotnet`
 * @param {string} to the folder to write to
 * @param {'translate' | 'verbatim'} samples how to treat the TypeScript samples in the
 * documentation
 * @returns {string} the folder of the sources, in `to`
 */
export function generateBindings(folder, language, to, samples = 'verbatim') {
  run(
    process.execPath,
    [
      pacmak,
      ...['--code-only', '--no-npmignore'],
      ...['--targets', language],
      ...['--rosetta-unknown-snippets', samples],
      ...['--outdir', to],
      folder,
    ],
    // jsii-pacmak warns about the end of life of Node 20, which the package supports on purpose.
    { env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' } },
  );
  return join(to, language);
}
