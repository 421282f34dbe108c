import { cpSync } from 'node:fs';

/**
 * Copies the folder of the module, `hss`, because Go modules are published as sources. The result
 * is the content of the module's repository, so the version 1.2.3 is published by its tag
 * `hss/v1.2.3`.
 *
 * @param {string} sources the folder that contains the generated module's folder
 * @param {string} directory the root of the repository
 */
export function finishGo(sources, directory) {
  cpSync(sources, directory, { recursive: true });
}
