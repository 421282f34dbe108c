import { cpSync } from 'node:fs';

/**
 * Takes the folder of the module, `hss`, as it is: Go modules are published as sources. What is written is what the
 * repository of the module holds, so the version 1.2.3 is published by its tag `hss/v1.2.3`.
 *
 * @param {string} sources the folder of the generated module's folder
 * @param {string} directory what becomes the root of the repository
 */
export function finishGo(sources, directory) {
  cpSync(sources, directory, { recursive: true });
}
