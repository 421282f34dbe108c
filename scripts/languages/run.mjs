import { spawnSync } from 'node:child_process';

/**
 * Runs a program to its end, and fails with what it printed. Its stdout is the result; nothing of it reaches the terminal.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} options
 * @returns {string}
 */
export function run(command, args, options = {}) {
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    ...options,
  });
  if (status === 0) return stdout;
  const reason = error?.message ?? `exit code ${status ?? signal}\n${stdout ?? ''}${stderr ?? ''}`;
  throw new Error(`${command} ${args.join(' ')}: ${reason}`);
}
