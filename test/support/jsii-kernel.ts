import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { createInterface } from 'node:readline';

/** jsii's kernel, as programs in Python, Java, Go and C# start it, and its protocol of JSON lines. */

const ROOT = join(__dirname, '..', '..');

/** The wrapper that a program starts; it starts the kernel. */
export const JSII_RUNTIME = join(
  dirname(require.resolve('@jsii/runtime/package.json')),
  'webpack',
  'bin',
  'jsii-runtime.js',
);

/** What a runtime sets for its kernel. Packages are not cached under the user's home. */
export const KERNEL_ENV = {
  JSII_AGENT: 'Test/1',
  JSII_RUNTIME_PACKAGE_CACHE: 'disabled',
  JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20',
};

export interface ObjectReference {
  readonly '$jsii.byref': string;
}

/** A call of the program's code. */
export interface KernelCallback {
  readonly cbid: string;
  readonly cookie?: string;
  readonly invoke?: { readonly method: string; readonly args?: readonly unknown[] };
}

type Message =
  | { readonly hello: string }
  | { readonly ok: unknown }
  | { readonly callback: KernelCallback }
  | { readonly error: string; readonly name: string; readonly stack?: string };

/** An error as the kernel hands it to a program. */
export class KernelError extends Error {
  constructor(
    message: string,
    public readonly kind: string,
  ) {
    super(message);
  }
}

/** What of a package is loaded into a kernel: that of the checkout has to be built. */
const PACKAGES: { readonly [name: string]: { readonly folder: string; readonly parts: string[] } } =
  {
    constructs: { folder: join(ROOT, 'node_modules', 'constructs'), parts: ['.'] },
    cdktf: { folder: join(ROOT, 'node_modules', 'cdktf'), parts: ['.'] },
    '@cdktf/provider-http': {
      folder: join(ROOT, 'node_modules', '@cdktf', 'provider-http'),
      parts: ['.'],
    },
    'cdktf-hss': { folder: ROOT, parts: ['package.json', '.jsii', 'lib/bundle'] },
  };

const tarballs = new Map<string, string>();

/** A tarball of what npm would install. */
function tarballOf(name: string): string {
  let file = tarballs.get(name);
  if (file === undefined) {
    const { folder, parts } = PACKAGES[name];
    const staging = mkdtempSync(join(tmpdir(), 'hss-kernel-'));
    for (const part of parts) {
      const path = join(staging, 'package', part);
      mkdirSync(dirname(path), { recursive: true });
      symlinkSync(join(folder, part), path.replace(/\/\.$/, ''));
    }
    file = join(staging, 'package.tar');
    execFileSync('tar', ['-chf', file, '-C', staging, 'package']);
    tarballs.set(name, file);
  }
  return file;
}

export class JsiiKernel {
  /** Starts a kernel, and loads this package with what it needs. */
  public static async start(
    env: { readonly [name: string]: string } = {},
    packages: readonly string[] = Object.keys(PACKAGES),
  ): Promise<JsiiKernel> {
    const child = spawn(process.execPath, [JSII_RUNTIME], {
      env: { PATH: process.env.PATH, HOME: '/nowhere', TMPDIR: tmpdir(), ...KERNEL_ENV, ...env },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const kernel = new JsiiKernel(child.stdin, child.stdout, child);
    await kernel.handshake(packages);
    return kernel;
  }

  private readonly lines: AsyncIterator<string>;
  /** What the program's code does when it is called. */
  public onCallback: (callback: KernelCallback) => Promise<unknown> = () => Promise.resolve();

  public constructor(
    private readonly calls: Writable,
    answers: Readable,
    private readonly child: ChildProcess,
  ) {
    this.lines = createInterface({ input: answers })[Symbol.asyncIterator]();
    calls.on('error', () => undefined);
  }

  /** Waits until the kernel runs, and loads packages. */
  public async handshake(packages: readonly string[]): Promise<void> {
    await this.next();
    for (const name of packages) {
      const { version } = JSON.parse(
        readFileSync(join(PACKAGES[name].folder, 'package.json'), 'utf8'),
      ) as { version: string };
      await this.call({ api: 'load', name, version, tarball: tarballOf(name) });
    }
  }

  public async create(
    fqn: string,
    args: readonly unknown[],
    overrides: readonly object[] = [],
    interfaces: readonly string[] = [],
  ): Promise<ObjectReference> {
    const request = { api: 'create', fqn, args, overrides, interfaces };
    return (await this.call(request)) as ObjectReference;
  }

  public async get(objref: ObjectReference, property: string): Promise<unknown> {
    const got = (await this.call({ api: 'get', objref, property })) as { value: unknown };
    return got.value;
  }

  public async invoke(
    objref: ObjectReference,
    method: string,
    ...args: readonly unknown[]
  ): Promise<unknown> {
    const got = (await this.call({ api: 'invoke', objref, method, args })) as { result: unknown };
    return got.result;
  }

  /** Calls a static method. */
  public async invokeStatic(
    fqn: string,
    method: string,
    ...args: readonly unknown[]
  ): Promise<unknown> {
    const got = (await this.call({ api: 'sinvoke', fqn, method, args })) as { result: unknown };
    return got.result;
  }

  /** Sends a call and returns at once. */
  public send(request: object): void {
    this.calls.write(`${JSON.stringify(request)}\n`);
  }

  /** @throws KernelError */
  public async call(request: object): Promise<unknown> {
    this.send(request);
    for (;;) {
      const message = await this.next();
      if ('error' in message) throw new KernelError(message.error, message.name);
      if ('ok' in message) return message.ok;
      if (!('callback' in message)) throw new Error(`unexpected: ${JSON.stringify(message)}`);
      const { cbid } = message.callback;
      // As the runtimes of Python and Java do it: an error goes back as its text.
      const complete = await this.onCallback(message.callback).then(
        (result) => ({ cbid, result }),
        ({ message: err }: Error) => ({ cbid, err, name: '@jsii/kernel.RuntimeError' }),
      );
      this.send({ complete });
    }
  }

  public async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.calls.end('{"exit":0}\n');
    await gone;
  }

  private async next(): Promise<Message> {
    const { done, value } = await this.lines.next();
    if (done === true) throw new Error('the kernel ended');
    return JSON.parse(value) as Message;
  }
}

/** A struct among the arguments of a call. */
export function struct(fqn: string, data: object): object {
  return { '$jsii.struct': { fqn, data } };
}

/** A property of a struct, as .jsii has it. */
export interface StructProperty {
  readonly name: string;
  /** Full name of its enum, where it has one. */
  readonly enumName?: string;
  /** Full name of the struct that it is a list of, where it is one. */
  readonly structName?: string;
}

interface Assembly {
  readonly types: {
    readonly [fqn: string]: {
      readonly kind: string;
      readonly properties?: readonly {
        readonly name: string;
        readonly type: {
          readonly fqn?: string;
          readonly collection?: { readonly elementtype: { readonly fqn?: string } };
        };
      }[];
    };
  };
}

/** The properties of a struct of this package. */
export function propertiesOf(fqn: string): StructProperty[] {
  const { types } = JSON.parse(readFileSync(join(ROOT, '.jsii'), 'utf8')) as Assembly;
  return (types[fqn].properties ?? []).map(({ name, type }) => {
    const element = type.collection?.elementtype.fqn;
    return {
      name,
      ...(type.fqn !== undefined && types[type.fqn].kind === 'enum' ? { enumName: type.fqn } : {}),
      ...(element === undefined ? {} : { structName: element }),
    };
  });
}
