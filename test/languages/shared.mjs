// What the projects of several languages are run with.
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../scripts/languages/run.mjs';

/** The folder of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The command, as Node runs it. */
export const HSS_GATE = join(root, 'lib', 'bundle', 'command', 'hss-gate.js');

/** Variables that the package reads: those of whoever runs the tests have no say. */
const SETTINGS = /^(HSS|HW|HUAWEICLOUD|CLOUD_SDK)_/;

/**
 * The environment of tests.
 *
 * @param {string} temporary a folder for what the programs leave behind; it is made
 */
export function testEnvironment(temporary) {
  mkdirSync(temporary);
  const inherited = Object.entries(process.env).filter(([name]) => !SETTINGS.test(name));
  return {
    ...Object.fromEntries(inherited),
    TMPDIR: temporary,
    // The package supports Node 20 on purpose.
    JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20',
  };
}

/**
 * Installs cdktn's npm package, with a `constructs` that suits it, which is newer than that of the repository.
 *
 * @param {string} folder an empty one, or none yet
 * @returns {string} the folder of the package
 */
export function installCdktn(folder) {
  for (const file of ['package.json', 'package-lock.json']) {
    cpSync(join(root, 'test', 'frameworks', 'cdktn', file), join(folder, file));
  }
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
  return join(folder, 'node_modules', 'cdktn');
}
