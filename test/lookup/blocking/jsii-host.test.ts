import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable, Writable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { hasInputEnded, parentOf } from '../../../src/lookup/blocking/jsii-host';
import { JSII_RUNTIME, JsiiKernel, KERNEL_ENV, struct } from '../../support/jsii-kernel';
import { childrenOf, isRunning } from '../../support/processes';
import { SimulatorProcess } from '../../support/simulator';

/** What becomes of jsii's two processes when the program that they serve ends while HSS keeps them waiting. */

jest.setTimeout(60_000);

/** From the end of the program on. It is far below the deadline of a lookup, which is 300 s. */
const BOUND_MS = 10_000;

let hanging: SimulatorProcess;
beforeAll(async () => {
  hanging = await SimulatorProcess.start();
});
afterAll(() => hanging.stop());

/**
 * Programs that start the wrapper. `cat` writes to it through a pipe, as Python, Java and Go do; a program in Node writes
 * through a socket, which stands for systems without /proc.
 */
const PROGRAMS = {
  pipe: ['sh', '-c', 'cat | "$0" "$1"', process.execPath, JSII_RUNTIME],
  socket: [
    process.execPath,
    '-e',
    `const child = require('node:child_process').spawn(process.execPath, [process.argv[1]], { stdio: ['pipe', 'inherit', 'ignore'] });
     process.stdin.pipe(child.stdin);`,
    JSII_RUNTIME,
  ],
} as const;

interface Program {
  readonly child: ChildProcess & { readonly stdin: Writable; readonly stdout: Readable };
  /** All its processes, itself the first. */
  readonly ids: readonly number[];
  /** Rejects when the kernel ends. */
  readonly answer: Promise<unknown>;
}

/** A program whose kernel is blocked: HSS has its request, and never answers. */
async function blocked(kind: keyof typeof PROGRAMS): Promise<Program> {
  await hanging.reset();
  await hanging.faults({ kind: 'hang' });
  const [command, ...args] = PROGRAMS[kind];
  const child = spawn(command, args, {
    env: {
      PATH: process.env.PATH,
      HOME: '/nowhere',
      TMPDIR: process.env.TMPDIR,
      ...KERNEL_ENV,
      ...hanging.env,
    },
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  });
  const kernel = new JsiiKernel(child.stdin, child.stdout, child);
  await kernel.handshake(['constructs', 'cdktf', '@cdktf/provider-http', 'cdktf-hss']);
  const app = await kernel.invokeStatic('cdktf.Testing', 'app');
  const stack = await kernel.create('cdktf.TerraformStack', [app, 'shop']);
  const maxSeverity = { '$jsii.enum': 'cdktf-hss.SeverityLevel/LOW' };
  const policy = await kernel.create('cdktf-hss.ImagePolicy', [
    struct('cdktf-hss.ImagePolicyProps', { maxSeverity }),
  ]);
  const props = struct('cdktf-hss.HssImageGateProps', { policy });
  const gate = await kernel.create('cdktf-hss.HssImageGate', [stack, 'gate', props]);
  const answer = kernel.invoke(gate, 'evaluate', 'shop/web:1.4');
  answer.catch(() => undefined);
  while ((await hanging.requests()).length === 0);
  const ids = [child.pid!];
  for (const id of ids) ids.push(...childrenOf(id));
  return { child, ids, answer };
}

/** Waits until none of some processes is there any more. @returns those that still are at the bound */
async function gone(ids: readonly number[]): Promise<number[]> {
  const end = performance.now() + BOUND_MS;
  let left = [...ids];
  while (left.length > 0 && performance.now() < end) {
    await turn();
    left = left.filter(isRunning);
  }
  for (const id of left) process.kill(id, 'SIGKILL');
  return left;
}

const ENDS: { readonly [what: string]: (program: Program) => void } = {
  'Ctrl-C': ({ child }) => process.kill(-child.pid!, 'SIGINT'),
  'a closed terminal': ({ child }) => process.kill(-child.pid!, 'SIGHUP'),
  'SIGTERM of the program alone': ({ ids }) =>
    ids.slice(0, -2).forEach((id) => process.kill(id, 'SIGTERM')),
  'SIGKILL of the program alone': ({ ids }) =>
    ids.slice(0, -2).forEach((id) => process.kill(id, 'SIGKILL')),
  'SIGTERM of the wrapper': ({ ids }) => process.kill(ids.at(-2)!, 'SIGTERM'),
  'SIGKILL of the wrapper': ({ ids }) => process.kill(ids.at(-2)!, 'SIGKILL'),
};

test.each([
  ...Object.keys(ENDS).map((what) => ({ what, kind: 'pipe' }) as const),
  { what: 'SIGKILL of the program alone', kind: 'socket' } as const,
])(
  'a program that writes to its kernel through a $kind leaves no process after $what',
  async ({ what, kind }) => {
    const program = await blocked(kind);
    expect(program.ids.length).toBeGreaterThanOrEqual(3);
    ENDS[what](program);
    if (what.endsWith('the wrapper')) program.child.stdin.end();
    expect(await gone(program.ids)).toEqual([]);
    // An interrupted lookup is no answer, not even an empty one.
    await expect(program.answer).rejects.toThrow('the kernel ended');
  },
);

test('a program that closes the pipe and waits for the answer, as one in Java does, gets none', async () => {
  const program = await blocked('pipe');
  program.child.stdin.end('{"exit":0}\n');
  await expect(program.answer).rejects.toThrow('the kernel ended');
  expect(await gone(program.ids)).toEqual([]);
});

const READER = ['-e', 'setInterval(() => undefined, 1000)'];

test('the end of a pipe is seen, and what is not seen is left open', async () => {
  // The reader never reads: the pipe is as full or empty as `cat` leaves it.
  const program = spawn('sh', ['-c', 'cat | "$0" "$@"', process.execPath, ...READER], {
    stdio: ['pipe', 'inherit', 'inherit'],
    detached: true,
  });
  const reader = spawn(process.execPath, READER, { stdio: ['pipe', 'inherit', 'inherit'] });
  try {
    await once(program, 'spawn');
    let ids: number[] = [];
    while ((ids = childrenOf(program.pid!)).length < 2) await turn();
    // A shell's children are known by their order.
    const id = Math.max(...ids);
    expect(hasInputEnded(id)).toBe(false);
    program.stdin.end();
    while (hasInputEnded(id) === false) await turn();
    expect(hasInputEnded(id)).toBe(true);
    expect(hasInputEnded(reader.pid!)).toBeUndefined();
  } finally {
    process.kill(-program.pid!, 'SIGKILL');
    reader.kill('SIGKILL');
  }
});

test("a process's parent is found", () => {
  expect(parentOf(process.pid)).toBe(process.ppid);
  expect(parentOf(2 ** 30)).toBeUndefined();
});
