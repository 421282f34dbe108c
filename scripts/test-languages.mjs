// Tests the packages for other languages: `node scripts/test-languages.mjs [LANGUAGE...]`, all by
// default. For each, it makes the package, and uses it from a project of that language in
// test/languages/, in a temporary folder.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageLanguage } from './languages/package.mjs';

const projects = fileURLToPath(new URL('../test/languages', import.meta.url));
const tested = readdirSync(projects, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const named = process.argv.slice(2);
const unknown = named.filter((language) => !tested.includes(language));
if (unknown.length > 0) {
  console.error(`no tests of ${unknown.join(', ')}; there are ${tested.join(', ')}`);
  process.exit(1);
}

for (const language of named.length > 0 ? named : tested) await testLanguage(language);

/**
 * Runs the tests of a language. If they fail, this script also fails, after the tests of the other
 * languages.
 */
async function testLanguage(language) {
  const began = Date.now();
  const workspace = mkdtempSync(join(tmpdir(), `cdktf-hss-${language}-`));
  try {
    const built = join(workspace, 'package');
    const work = join(workspace, 'work');
    mkdirSync(work);
    const { codeOnly, runTests } = await import(join(projects, language, 'run.mjs'));
    packageLanguage(language, built, { codeOnly });
    await runTests({ project: join(projects, language), built, work });
    console.error(`${language}: passed, in ${Math.round((Date.now() - began) / 1000)} s`);
  } catch (error) {
    console.error(`${language}: failed\n${error.stack ?? error}`);
    process.exitCode = 1;
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}
