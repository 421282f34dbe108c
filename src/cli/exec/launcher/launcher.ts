import { messageOf } from '../../shared/error-text';
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { Socket, createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { HssError } from '../../../contract/error';
import type { ApplyJudge } from '../apply/apply-judge';
import type { LauncherAnswer, LauncherQuestion } from './client';
import { launcherScript } from './script';
import { writeFile } from '../../../util/file-writer';
import { shellQuoted } from '../../../util/shell-quoted';
import type { PrivateFolder } from '../private-folder';

const SHELL = '/bin/sh';

/** Where execvp looks if PATH is not set. */
const DEFAULT_PATH = '/usr/bin:/bin';

/** Matches the names of variables that every shell passes on. */
const IDENTIFIER = /^[A-Za-z_]\w*$/;

/**
 * Puts launchers for `terraform` and `tofu` first on PATH, so that this process judges the saved
 * plans that they apply. Without a POSIX shell, PATH stays as it is.
 * @throws HSS_INVALID_ARGUMENT if files in the temporary folder can't be executed or put on PATH
 */
export async function withLaunchers(
  environment: NodeJS.ProcessEnv,
  folder: PrivateFolder,
  judge: ApplyJudge,
): Promise<NodeJS.ProcessEnv> {
  if (process.platform === 'win32' || !existsSync(SHELL)) return environment;
  const socket = join(folder.path, 'judge');
  await serve(socket, judge);
  const bin = join(folder.path, 'bin');
  if (bin.includes(delimiter)) {
    throw new HssError('HSS_INVALID_ARGUMENT', `${bin} can't be on PATH`, {
      advice: `set TMPDIR to a directory without ${JSON.stringify(delimiter)} in its path`,
    });
  }
  mkdirSync(bin);
  const client = [process.execPath, join(__dirname, 'client.js'), socket];
  for (const name of namesFrom(environment)) {
    const file = join(bin, name);
    const settings = { shell: shellFor(environment), name, folder: bin, client };
    writeFile(file, launcherScript(settings), 0o700);
    checkExecutable(file);
  }
  return { ...environment, PATH: `${bin}${delimiter}${environment.PATH ?? DEFAULT_PATH}` };
}

/**
 * Returns the launchers' names. cdktf-cli takes another name from TERRAFORM_BINARY_NAME; if that is
 * a path, it bypasses PATH and any launcher.
 */
function namesFrom({ TERRAFORM_BINARY_NAME: other = '' }: NodeJS.ProcessEnv): Set<string> {
  return new Set(['terraform', 'tofu', ...(/^\w[\w.-]*$/.test(other) ? [other] : [])]);
}

/**
 * Returns the launchers' shell. dash and ash drop variables such as TF_VAR_my-name; bash passes
 * them on.
 */
function shellFor(environment: NodeJS.ProcessEnv): string {
  const isPlain = Object.keys(environment).every((name) => IDENTIFIER.test(name));
  return (isPlain ? undefined : ['/bin/bash', '/usr/bin/bash'].find(existsSync)) ?? SHELL;
}

/** Checks that a launcher can be executed, because the shell would silently skip it otherwise. */
function checkExecutable(file: string): void {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    throw new HssError('HSS_INVALID_ARGUMENT', `${file} can't be executed`, {
      advice: 'set TMPDIR to a directory on a file system that is not mounted noexec',
    });
  }
}

function serve(path: string, judge: ApplyJudge): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer({ allowHalfOpen: true }, (socket) => answer(socket, judge));
    server.once('error', reject);
    server.listen(path, () => resolve());
    server.unref();
  });
}

function answer(socket: Socket, judge: ApplyJudge): void {
  const chunks: Buffer[] = [];
  socket
    .on('error', () => undefined)
    .on('data', (chunk: Buffer) => chunks.push(chunk))
    .on('end', () => {
      const question = Buffer.concat(chunks).toString('utf8');
      void answerTo(question, judge).then((text) => socket.end(JSON.stringify(text)));
    });
}

async function answerTo(question: string, judge: ApplyJudge): Promise<LauncherAnswer> {
  const messages: string[] = [];
  try {
    const call = JSON.parse(question) as LauncherQuestion;
    const admission = await judge.admit(call, (message) => messages.push(message));
    if ('problem' in admission) return { messages: [...messages, admission.problem] };
    const script = [
      ['set', '--', ...admission.args.map(shellQuoted)].join(' '),
      ...admission.unset.map((name) => `unset ${name}`),
    ].join('\n');
    return { messages, script };
  } catch (error) {
    return { messages: [...messages, messageOf(error)] };
  }
}
