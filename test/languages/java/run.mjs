// The Java project, with each framework. The generated projects are built beside it, in one Maven run in a temporary
// folder: from a repository, Maven would take a package once, and keep it in the local repository of this machine.
import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { maven, writePomForBuild } from '../../../scripts/languages/maven.mjs';
import { generateBindings } from '../../../scripts/languages/pacmak.mjs';
import { HSS_GATE, installCdktn, root, testEnvironment } from '../shared.mjs';

/** Maven builds the generated project here. */
export const codeOnly = true;

/** What is written otherwise for cdktn, in the pom and in Java. The tests that are tagged as essential run with it. */
const FOR_CDKTN = [
  ['<artifactId>shop</artifactId>', '<artifactId>shop-cdktn</artifactId>'],
  ['<groups></groups>', '<groups>essential</groups>'],
  ['<groupId>com.hashicorp</groupId>', '<groupId>io.cdktn</groupId>'],
  ['<artifactId>cdktf</artifactId>', '<artifactId>cdktn</artifactId>'],
  ['<version>0.21.0</version>', '<version>0.24.0</version>'],
  ['com.hashicorp.cdktf', 'io.cdktn.cdktn'],
];

/**
 * @param {{ project: string, built: string, work: string }} folders this folder; the one of the generated sources; an empty
 *   one
 */
export async function runTests({ project, built, work }) {
  const modules = [
    join(built, writePomForBuild(built)),
    generated('com.hashicorp:cdktf', join(root, 'node_modules', 'cdktf'), join(work, 'cdktf')),
    generated('io.cdktn:cdktn', installCdktn(join(work, 'npm')), join(work, 'cdktn')),
    copied(project, join(work, 'shop')),
    copied(project, join(work, 'shop-cdktn'), FOR_CDKTN),
  ];
  writeFileSync(join(work, 'pom.xml'), aggregator(modules.map((pom) => relative(work, pom))));
  const temporary = join(work, 'tmp');
  maven(
    work,
    ['--fail-at-end', 'package'],
    {
      'hss-gate': HSS_GATE,
      argLine: `-XX:TieredStopAtLevel=1 -Djava.io.tmpdir=${temporary}`,
      'maven.source.skip': true,
      'maven.javadoc.skip': true,
    },
    { stdio: ['ignore', 'inherit', 'inherit'], env: testEnvironment(temporary) },
  );
}

/** The pom of a framework's generated project. Its users have the framework from Maven Central. */
function generated(name, npmPackage, folder) {
  console.error(`java: ${name} is generated from the npm package with jsii-pacmak`);
  const sources = generateBindings(npmPackage, 'java', folder);
  return join(sources, writePomForBuild(sources));
}

/** The pom of a copy of the project, in which texts are replaced. */
function copied(project, copy, replacements = []) {
  for (const file of ['pom.xml', 'src']) {
    cpSync(join(project, file), join(copy, file), { recursive: true });
  }
  for (const file of readdirSync(copy, { recursive: true })) {
    if (!/\.(java|xml)$/.test(file)) continue;
    const path = join(copy, file);
    const text = replacements.reduce(
      (done, [from, to]) => done.replaceAll(from, to),
      readFileSync(path, 'utf8'),
    );
    writeFileSync(path, text);
  }
  return join(copy, 'pom.xml');
}

function aggregator(poms) {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>example</groupId>
  <artifactId>all</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <modules>
${poms.map((pom) => `    <module>${pom}</module>`).join('\n')}
  </modules>
</project>
`;
}
