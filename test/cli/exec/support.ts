import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { HSS_GATE } from '../../support/simulator';

/** `hss-gate exec` as a process, and what it and its child print. */

export type Variables = { readonly [name: string]: string };

/** How a run of the command ended, and what it printed. */
interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const BARE: Variables = { PATH: process.env.PATH!, HOME: '/nowhere' };

export function start(args: readonly string[], env: Variables = {}): ChildProcess {
  return spawn(process.execPath, [HSS_GATE, 'exec', ...args], { env: { ...BARE, ...env } });
}

async function ended(child: ChildProcess, input = ''): Promise<Ended> {
  const [out, err]: string[][] = [[], []];
  child.stdout!.setEncoding('utf8').on('data', (text: string) => out.push(text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => err.push(text));
  child.stdin!.on('error', () => undefined).end(input);
  const [exitCode, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { exitCode, signal, stdout: out.join(''), stderr: err.join('') };
}

export const exec = (args: readonly string[], env: Variables = {}, input = ''): Promise<Ended> =>
  ended(start(args, env), input);

export const node = (script: string): string[] => ['--', process.execPath, '-e', script];
