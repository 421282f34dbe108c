import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { maven, writePomForBuild } from './maven.mjs';

const DEPLOY_PLUGIN = 'org.apache.maven.plugins:maven-deploy-plugin:3.1.4';

/**
 * Builds the jars with Maven, and deploys them with their pom to a Maven repository in a folder.
 *
 * @param {string} sources the generated Maven project
 * @param {string} directory the folder of the repository
 */
export function finishJava(sources, directory) {
  const pom = readFileSync(join(sources, 'pom.xml'), 'utf8');
  const [, artifact, version] =
    /<artifactId>([^<]+)<\/artifactId>\s*<version>([^<]+)<\/version>\s*<packaging>/.exec(pom);
  const jar = (kind = '') => join(sources, 'target', `${artifact}-${version}${kind}.jar`);
  const args = ['--file', writePomForBuild(sources), 'package', `${DEPLOY_PLUGIN}:deploy-file`];
  maven(sources, args, {
    url: pathToFileURL(directory).href,
    pomFile: join(sources, 'pom.xml'),
    file: jar(),
    sources: jar('-sources'),
    javadoc: jar('-javadoc'),
  });
}
