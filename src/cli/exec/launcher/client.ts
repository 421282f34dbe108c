import { connect } from 'node:net';
import { EXEC_EXIT } from '../../shared/exit-codes';
import { say } from '../../shared/output/say';

/**
 * The program that a launcher runs: sends a call of Terraform to `exec` over its socket, and prints
 * messages on stderr and the script for the launcher's shell on stdout.
 */

/** The answer of `exec`. Without `script`, the call is refused. */
export interface LauncherAnswer {
  readonly messages: readonly string[];
  readonly script?: string;
}

/** The request of a launcher. */
export interface LauncherQuestion {
  readonly binary: string;
  readonly args: readonly string[];
  readonly environment: { readonly [name: string]: string | undefined };
  readonly cwd: string;
}

function ask(socket: string, question: LauncherQuestion): Promise<LauncherAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    connect(socket)
      .on('error', reject)
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        try {
          resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')) as LauncherAnswer);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      })
      .end(JSON.stringify(question));
  });
}

async function main([socket, binary, ...args]: readonly string[]): Promise<void> {
  const environment = { ...process.env };
  // The launcher sets it to an empty value, for this process alone.
  delete environment.NODE_OPTIONS;
  const answer = await ask(socket, { binary, args, environment, cwd: process.cwd() });
  answer.messages.forEach(say);
  if (answer.script === undefined) process.exitCode = EXEC_EXIT.ownFailure;
  else process.stdout.write(answer.script);
}

main(process.argv.slice(2)).catch((error: NodeJS.ErrnoException) => {
  const why = error.code ?? error.message;
  say(`hss-gate exec: the apply can't be judged, so it is not started (${why})`);
  process.exitCode = EXEC_EXIT.ownFailure;
});
