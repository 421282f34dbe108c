// The Python project, with pytest: in environments that have the wheel and cdktf, cdktn, or both.
import { cpSync, readdirSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { run } from '../../../scripts/languages/run.mjs';

/** The tests of each environment. cdktn shares those that show what differs between the frameworks. */
const ENVIRONMENTS = {
  cdktf: { frameworks: ['cdktf'], tests: ['tests', '--ignore=tests/both'] },
  cdktn: { frameworks: ['cdktn'], tests: ['tests/essential'] },
  both: { frameworks: ['cdktf', 'cdktn'], tests: ['tests/both'] },
};

/**
 * @param {{ project: string, built: string, work: string }} folders this folder, that of the wheel, and an empty one
 */
export async function runTests({ project, built, work }) {
  const [wheel] = readdirSync(built).map((name) => join(built, name));
  const copy = join(work, 'project');
  cpSync(project, copy, { recursive: true });
  const failed = Object.entries(ENVIRONMENTS).filter(([name, { frameworks, tests }]) => {
    const python = environment(join(work, name), copy, ['shared', ...frameworks], wheel);
    console.error(`python, with ${frameworks.join(' and ')}:`);
    const stdio = ['ignore', 'inherit', 'inherit'];
    return spawnSync(python, ['-m', 'pytest', ...tests], { cwd: copy, stdio }).status !== 0;
  });
  if (failed.length > 0)
    throw new Error(`tests failed: ${failed.map(([name]) => name).join(', ')}`);
}

/** An environment with the wheel. The pip that is there fills it: to bring one of its own takes seconds. */
function environment(folder, project, requirements, wheel) {
  run('python3', ['-m', 'venv', '--without-pip', folder]);
  const python = join(folder, 'bin', 'python');
  const pip = (...args) => run('python3', ['-m', 'pip', '--python', python, 'install', ...args]);
  const files = requirements.map((name) => join(project, 'requirements', `${name}.txt`));
  pip('--require-hashes', '--no-deps', ...files.flatMap((file) => ['-r', file]));
  pip('--no-index', wheel);
  return python;
}
