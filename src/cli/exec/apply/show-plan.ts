import { spawn } from 'node:child_process';
import { startProcess } from '../child/start-process';
import { TerraformCall } from './saved-plan';

/** The output of `terraform show -json`, or its failure. */
export type Shown =
  | { readonly json: Buffer }
  /** `exitCode` is set if the process could not be started. */
  | { readonly problem: string; readonly exitCode?: number };

/** Runs `show` with the binary, directory and environment that will apply the plan. */
export function showPlan(
  { binary, environment, cwd }: TerraformCall,
  globals: readonly string[],
  file: string,
): Promise<Shown> {
  // Arguments for apply may be invalid for show, or name another file.
  const env = { ...environment };
  delete env.TF_CLI_ARGS;
  delete env.TF_CLI_ARGS_show;
  return new Promise((resolve) => {
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    const child = startProcess(
      binary,
      () =>
        spawn(binary, [...globals, 'show', '-json', file], {
          cwd,
          env,
          stdio: ['ignore', 'pipe', 'pipe'],
        }),
      resolve,
    );
    child?.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child?.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child?.once('close', (code, signal) => {
      if (code === 0) return resolve({ json: Buffer.concat(out) });
      const how = signal === null ? `exit code ${code}` : signal;
      resolve({
        problem: `HSS_INVALID_ARGUMENT: the plan can't be shown, so it is not applied: ${binary} show -json failed (${how})\n${Buffer.concat(err).toString('utf8').trimEnd()}`,
      });
    });
  });
}
