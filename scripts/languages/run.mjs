import { spawnSync } from 'node:child_process';

/**
 * Runs a program to its end and returns its stdout. If it fails, throws an error with its output.
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
