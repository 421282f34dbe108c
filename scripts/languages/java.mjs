import { cpSync } from 'node:fs';

/**
 * Takes the Maven project as it is.
 *
 * @param {string} sources the generated project
 * @param {string} directory the folder of the project
 */
export function finishJava(sources, directory) {
  cpSync(sources, directory, { recursive: true });
}
