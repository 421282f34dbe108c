import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';

export const LIB = join(__dirname, '..', '..', 'lib');

/** How a process ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a process to its end, in an environment of its own. One that hangs is ended and fails. */
export function run(
  command: readonly string[],
  env: { readonly [name: string]: string | undefined } = {},
  cwd?: string,
  timeout = 20_000,
): Promise<Ended> {
  return new Promise((resolve) => {
    const [file, ...args] = command;
    execFile(
      file,
      args,
      { cwd, env: { PATH: process.env.PATH, HOME: '/nowhere', ...env }, timeout },
      (error, stdout, stderr) =>
        resolve({ exitCode: error === null ? 0 : Number(error.code ?? NaN), stdout, stderr }),
    );
  });
}

/** Runs a script under plain node, which finds `lib` as a variable. */
export function runScript(
  script: string,
  env: { readonly [name: string]: string | undefined } = {},
  lib = LIB,
): Promise<Ended> {
  return run([process.execPath, '-e', `const lib = ${JSON.stringify(lib)};${script}`], env);
}

/** A script that reads one lookup of CI/CD images and prints what came of it. */
export const READ_ONE = `
  const { Lookups } = require(lib + '/lookup/lookups.js');
  const query = { endpoint: 'cicd-images', values: {} };
  const options = JSON.parse(process.env.OPTIONS || '{}');
  let came;
  try {
    came = { rows: Lookups.of({}).start({ kind: 'live' }, options, query).rows.length };
  } catch (error) {
    came = { code: error.code, message: error.message };
  }
  console.log(JSON.stringify(came));
`;

/** The IDs of the processes that a process has started, of those that still run. */
export function childrenOf(id: number): number[] {
  return processes()
    .filter(({ parent, isZombie }) => parent === id && !isZombie)
    .map((one) => one.id);
}

/** Whether a process runs; one that has ended, and that its parent has not asked about, does not. */
export function isRunning(id: number): boolean {
  return processes().some((one) => one.id === id && !one.isZombie);
}

function processes(): {
  readonly id: number;
  readonly parent: number;
  readonly isZombie: boolean;
}[] {
  const list = execFileSync('ps', ['-eo', 'pid=,ppid=,stat='], { encoding: 'utf8' });
  return list
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([id, parent, state]) => ({
      id: Number(id),
      parent: Number(parent),
      isZombie: state.startsWith('Z'),
    }));
}
