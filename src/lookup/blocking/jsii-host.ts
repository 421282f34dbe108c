import { spawnSync } from 'node:child_process';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/**
 * The parent process. A program in Python, Java, Go or C# starts two processes: a wrapper, to whose
 * standard input it writes its calls, and below that the kernel, which runs this code. When the
 * program ends, the wrapper closes its end of the kernel's channel and waits for the kernel. The
 * kernel notices only when it reads its next call, which a sleeping thread does not.
 */
const wrapper = process.ppid;

/** The descriptor of the channel between the wrapper and the kernel. */
const CHANNEL = 3;

/**
 * The program's process, where it has to be watched by its ID; its `id` is undefined if it can't be
 * determined.
 */
let hostId: { readonly id: number | undefined } | undefined;

/**
 * Returns whether this process is a jsii kernel whose program has ended. False if that can't be
 * determined.
 */
export function isHostGone(): boolean {
  if (!isKernel()) return false;
  if (process.ppid !== wrapper) return true;
  const ended = hasInputEnded(wrapper);
  if (ended !== undefined) return ended;
  hostId ??= { id: parentOf(wrapper) };
  return hostId.id !== undefined && !isAlive(hostId.id);
}

/**
 * Returns whether this process is a jsii kernel: each language's runtime sets the variable for it.
 */
function isKernel(): boolean {
  if (process.env.JSII_AGENT === undefined) return false;
  try {
    return fstatSync(CHANNEL).isSocket();
  } catch {
    return false;
  }
}

/**
 * Returns whether the pipe that a process reads its standard input from has no writer left;
 * undefined if that can't be determined, because there is no /proc or it is not a pipe. The end of
 * Java's process would not be enough: told to end, Java closes the pipe and then waits for the
 * kernel's answer.
 */
export function hasInputEnded(processId: number): boolean | undefined {
  let pipe: number | undefined;
  try {
    // A separate file description, so that the other process's reads still block.
    pipe = openSync(
      `/proc/${processId}/fd/0`,
      constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY,
    );
    if (!fstatSync(pipe).isFIFO()) return undefined;
    // While it waits for an answer, a program only writes to say that it ends. So no call is lost
    // by this read.
    readSync(pipe, Buffer.alloc(1));
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EAGAIN' ? false : undefined;
  } finally {
    if (pipe !== undefined) closeSync(pipe);
  }
}

/** Returns the ID of a process's parent, from `ps`; undefined without that command. */
export function parentOf(processId: number): number | undefined {
  const { stdout } = spawnSync('ps', ['-o', 'ppid=', '-p', String(processId)], {
    encoding: 'utf8',
    windowsHide: true,
  });
  const id = Number(stdout ?? '');
  return Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
