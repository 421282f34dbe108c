import { cpSync } from 'node:fs';
import { join } from 'node:path';

/** Go's package, and the last step of its module's path. */
const PACKAGE = 'hss';

/**
 * Takes the module as it is: Go modules are published as sources.
 *
 * @param {string} sources the generated modules, a folder each
 * @param {string} directory the folder of the module
 */
export function finishGo(sources, directory) {
  cpSync(join(sources, PACKAGE), directory, { recursive: true });
}
