import { spawnSync } from 'node:child_process';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/**
 * A program in Python, Java, Go or C# starts two processes: a wrapper, whose standard input it writes its calls to, and
 * below that the kernel, which runs this code. When the program ends, the wrapper closes its end of the kernel's
 * channel, and waits for the kernel. The kernel notices when it reads its next call, which a sleeping thread does not.
 */
const wrapper = process.ppid;

/** Descriptor of the channel between the wrapper and the kernel. */
const CHANNEL = 3;

/** The program's process, where it has to be watched by its ID; undefined when it can't be found out. */
let hostId: { readonly id: number | undefined } | undefined;

/** Whether this process is a jsii kernel that nobody waits for any more. False where that can't be found out. */
export function isHostGone(): boolean {
  if (!isKernel()) return false;
  if (process.ppid !== wrapper) return true;
  const ended = hasInputEnded(wrapper);
  if (ended !== undefined) return ended;
  hostId ??= { id: parentOf(wrapper) };
  return hostId.id !== undefined && !isAlive(hostId.id);
}

/** Each language's runtime sets the variable for its kernel. */
function isKernel(): boolean {
  if (process.env.JSII_AGENT === undefined) return false;
  try {
    return fstatSync(CHANNEL).isSocket();
  } catch {
    return false;
  }
}

/**
 * Whether the pipe that a process reads its standard input from has no writer left; undefined where this can't be found
 * out: without /proc, or when it is no pipe. Java, when it is told to end, closes the pipe and then waits for the
 * kernel's answer, so the end of its process alone would not tell.
 */
export function hasInputEnded(processId: number): boolean | undefined {
  let pipe: number | undefined;
  try {
    // A description of its own, so that the other process's reads go on blocking.
    pipe = openSync(
      `/proc/${processId}/fd/0`,
      constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY,
    );
    if (!fstatSync(pipe).isFIFO()) return undefined;
    // While it waits for an answer a program says nothing, except that it ends. So what is read is lost to nobody.
    readSync(pipe, Buffer.alloc(1));
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EAGAIN' ? false : undefined;
  } finally {
    if (pipe !== undefined) closeSync(pipe);
  }
}

/** The ID of a process's parent, of the system's process list; undefined where there is no such command. */
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
