// The Python project, in an environment of its own that has the wheel.
import { cpSync, readdirSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { run } from '../../../scripts/languages/run.mjs';

/**
 * @param {{ project: string, built: string, work: string }} folders this folder; the one of the wheel; an empty one
 */
export async function runTests({ project, built, work }) {
  const [wheel] = readdirSync(built).map((name) => join(built, name));
  const copy = join(work, 'project');
  cpSync(project, copy, { recursive: true });
  const python = environment(join(work, 'cdktf'), copy, ['shared', 'cdktf'], wheel);
  test(python, copy);
}

/** An environment with the wheel and a framework. The pip that is there fills it: to bring one of its own takes seconds. */
function environment(folder, project, requirements, wheel) {
  run('python3', ['-m', 'venv', '--without-pip', folder]);
  const python = join(folder, 'bin', 'python');
  const pip = (...args) => run('python3', ['-m', 'pip', '--python', python, 'install', ...args]);
  const files = requirements.map((name) => join(project, 'requirements', `${name}.txt`));
  pip('--require-hashes', '--no-deps', ...files.flatMap((file) => ['-r', file]));
  pip('--no-index', wheel);
  return python;
}

function test(python, cwd, ...args) {
  const { status, signal } = spawnSync(python, ['-m', 'pytest', ...args], {
    cwd,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`pytest ended with ${status ?? signal}`);
}
