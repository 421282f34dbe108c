import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';

/** Maven runs for seconds here: a Java that optimizes for longer costs more than it saves. */
const MAVEN_OPTS = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC';

/** The `constructs` that the classes are compiled with. Each version that the pom allows would do. */
const CONSTRUCTS = '10.7.2';

/**
 * Runs Maven without a terminal.
 *
 * @param {string} folder the folder of the project
 * @param {readonly string[]} args goals and options
 * @param {Record<string, unknown>} properties what `-D` sets
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
 * Writes a pom to build a generated project with, beside its own. For the range of versions that jsii writes for
 * `constructs`, Maven would fetch the poms of all of them, and of what these depend on: hundreds of files. And a Java
 * compiler in Maven's own process starts no other one.
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
