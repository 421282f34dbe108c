// Compiles the C# programs with the generated sources, as far as that goes without the .NET SDK and NuGet: by Mono's compiler,
// which checks their types. They don't run, and jsii's runtime is a stand-in.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { generateBindings } from '../../../scripts/languages/pacmak.mjs';
import { run } from '../../../scripts/languages/run.mjs';
import { root } from '../shared.mjs';
import { downgrade } from './downgrade.mjs';

/** As the package is: sources. */
export const codeOnly = true;

/** Obsolete members, overriding ones, and missing documentation: as in the generated project. */
const NO_WARNINGS = '-nowarn:612,618,672,809,1591';

/**
 * @param {{ project: string, built: string, work: string }} folders this folder; the one of the generated project; an empty one
 */
export async function runTests({ project, built, work }) {
  if (spawnSync('mcs', ['--version']).status !== 0) {
    const said = "dotnet: not compiled: Mono's compiler, mcs, is not on the PATH";
    if (process.env.CI === 'true') throw new Error(said);
    console.error(said);
    return;
  }
  console.error("dotnet: Mono's compiler checks the types; nothing runs");
  const frameworks = ['constructs', 'cdktf'].map((name) =>
    generateBindings(join(root, 'node_modules', name), 'dotnet', join(work, name)),
  );
  const library = join(work, 'library.dll');
  const generated = join(work, 'generated');
  downgrade([built, ...frameworks], generated);
  compile('library', library, [`-recurse:${generated}/*.cs`, join(project, 'Runtime.cs')]);
  const programs = readdirSync(join(project, 'stack'));
  mkdirSync(join(work, 'programs'));
  for (const name of programs) {
    compile('exe', join(work, 'programs', `${name}.exe`), [
      `-reference:${library}`,
      join(project, 'stack', name),
    ]);
  }
  console.log(`${programs.length} passed, 0 failed`);
}

function compile(target, out, args) {
  run('mcs', ['-langversion:7.2', NO_WARNINGS, `-target:${target}`, `-out:${out}`, ...args]);
}
