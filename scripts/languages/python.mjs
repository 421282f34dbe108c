import { run } from './run.mjs';

/**
 * Builds the wheel, which is what pip installs.
 *
 * @param {string} sources the generated project
 * @param {string} directory where the wheel is written to
 */
export function finishPython(sources, directory) {
  run('python3', ['-m', 'pip', 'wheel', '--no-deps', '--wheel-dir', directory, sources]);
}
