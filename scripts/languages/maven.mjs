import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';

/**
 * Options for short runs: Maven runs for seconds here, so more optimization costs more than it
 * saves.
 */
const MAVEN_OPTS = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC';

/**
 * The version of `constructs` that the classes are compiled with. Any version that the pom allows
 * would do.
 */
const CONSTRUCTS = '10.7.2';

/**
 * Runs Maven without a terminal.
 *
 * @param {string} folder the folder of the project
 * @param {readonly string[]} args goals and options
 * @param {Record<string, unknown>} properties values for `-D`
 * @param {import('node:child_process').SpawnSyncOptions} options
 */
export function maven(folder, args, properties, options = {}) {
  const settings = Object.entries(properties).map(([name, value]) => `-D${name}=${value}`);
  run('mvn', ['--batch-mode', '--no-transfer-progress', ...args, ...settings], {
    ...options,
    cwd: folder,
    env: { ...(options.env ?? process.env), MAVEN_OPTS },
  });
}

/**
 * Writes a pom for building a generated project, beside its own. For jsii's version range of
 * `constructs`, Maven would download the poms of all versions and of their dependencies: hundreds
 * of files. And the Java compiler runs in Maven's own process instead of starting another one.
 *
 * @param {string} project the folder of the project
 * @returns {string} the pom's name
 */
export function writePomForBuild(project) {
  const name = 'pom.build.xml';
  const pom = readFileSync(join(project, 'pom.xml'), 'utf8')
    .replace(/(?<=<artifactId>constructs<\/artifactId>\s*<version>)[^<]+/, CONSTRUCTS)
    .replace('<fork>true</fork>', '');
  writeFileSync(join(project, name), pom);
  return name;
}
