import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

/**
 * The real terraform (or tofu: TERRAFORM names the binary) over configurations that read
 * `data "http"`. Where `terraform init` gets hashicorp/http, from the registry or from what
 * TF_CLI_CONFIG_FILE says, that is used; else a process that stands in for it.
 */

type Env = { readonly [name: string]: string | undefined };

/** How a run of terraform ended. No status: it was killed, being too slow. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface HttpProvider {
  /** Whether it is hashicorp/http itself. */
  readonly isReal: boolean;
  /** What terraform's environment must have. */
  readonly env: Env;
  /** What `terraform init` must be given. */
  readonly initArgs: readonly string[];
  stop(): Promise<void>;
}

const VERSION = '3.5.0';
const REQUIRED = { http: { source: 'hashicorp/http', version: VERSION } };
const INIT_MS = 20_000;
/** Less than a test may take: what hangs is told with its output. */
const RUN_MS = 25_000;

/** A folder with a configuration, and terraform in it. */
export class Workspace {
  /** What ran here. */
  public readonly ran: Ran[] = [];

  public constructor(
    public readonly dir: string,
    private readonly provider: HttpProvider,
    private readonly env: Env = {},
    /** A command that runs another: terraform follows as its last arguments. */
    private readonly runner: readonly string[] = [],
  ) {}

  /** A folder of its own for a configuration in Terraform's JSON, which needs hashicorp/http. */
  public static of(configuration: object, provider: HttpProvider, env: Env = {}): Workspace {
    const dir = mkdtempSync(join(tmpdir(), 'terraform-'));
    writeConfiguration(dir, configuration);
    return new Workspace(dir, provider, env);
  }

  public init(args: readonly string[] = [], env: Env = {}): Promise<Ran> {
    return this.run('init', ['-input=false', ...this.provider.initArgs, ...args], env);
  }

  public validate(args: readonly string[] = [], env: Env = {}): Promise<Ran> {
    return this.run('validate', args, env);
  }

  public plan(args: readonly string[] = [], env: Env = {}): Promise<Ran> {
    return this.run('plan', ['-input=false', ...args], env);
  }

  public apply(args: readonly string[] = [], env: Env = {}): Promise<Ran> {
    return this.run('apply', ['-input=false', '-auto-approve', ...args], env);
  }

  public destroy(args: readonly string[] = [], env: Env = {}): Promise<Ran> {
    return this.run('destroy', ['-input=false', '-auto-approve', ...args], env);
  }

  /** The state as JSON, or a plan where its file is given. */
  public show(args: readonly string[] = [], env: Env = {}): Promise<Ran> {
    return this.run('show', ['-json', ...args], env);
  }

  /** Prints the value of an expression. */
  public console(expression: string, env: Env = {}): Promise<Ran> {
    return this.run('console', [], env, expression);
  }

  private async run(
    command: string,
    args: readonly string[],
    env: Env,
    input?: string,
  ): Promise<Ran> {
    const all = { ...this.provider.env, ...this.env, ...env };
    // The console has no option for colours, and prints none to a pipe.
    const words = [command, ...(command === 'console' ? [] : ['-no-color']), ...args];
    const ran = await terraform(words, this.dir, all, RUN_MS, this.runner, input);
    this.ran.push(ran);
    return ran;
  }
}

let decided: Promise<HttpProvider> | undefined;

/** hashicorp/http or its stand-in. Which of them is decided once a run of jest; stop it at the end. */
export function httpProvider(): Promise<HttpProvider> {
  return (decided ??= decide().then((decision) =>
    decision.providers === undefined ? standIn() : real(decision.providers),
  ));
}

function real(providers: string): HttpProvider {
  // The folder that the first init filled: no other one asks the registry, or writes to a cache.
  const initArgs = [`-plugin-dir=${providers}`];
  return { isReal: true, env: {}, initArgs, stop: () => Promise.resolve() };
}

/** Starts the stand-in. It ends with this process, if it is not stopped before. */
async function standIn(): Promise<HttpProvider> {
  const loader = pathToFileURL(require.resolve('tsx')).href;
  const server = join(__dirname, 'http-provider', 'server.ts');
  const child = spawn(process.execPath, ['--import', loader, server], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  for await (const address of createInterface({ input: child.stdout }))
    return {
      isReal: false,
      env: { TF_REATTACH_PROVIDERS: reattach(child.pid!, address) },
      initArgs: [],
      stop: async () => {
        decided = undefined;
        if (child.exitCode !== null || child.signalCode !== null) return;
        const gone = once(child, 'exit');
        child.stdin.end();
        await gone;
      },
    };
  throw new Error('the stand-in for hashicorp/http ended before it was ready');
}

/** The short address has terraform's default host with terraform, and tofu's with tofu. */
function reattach(pid: number, address: string): string {
  return JSON.stringify({
    [REQUIRED.http.source]: {
      Protocol: 'grpc',
      ProtocolVersion: 5,
      Pid: pid,
      // Not to be stopped by terraform.
      Test: true,
      Addr: { Network: 'tcp', String: address },
    },
  });
}

interface Decision {
  /** Where the provider is, as a file system mirror. None: it could not be had. */
  readonly providers?: string;
}

/** Asks terraform for the provider, or waits for another suite of this run that is asking. */
async function decide(): Promise<Decision> {
  forget();
  // The seed is the run's: the same in all of its workers, and another one in the next run.
  const dir = join(tmpdir(), `${PREFIX}${jest.getSeed()}`);
  const file = join(dir, 'decision.json');
  try {
    mkdirSync(dir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    // Nothing tells of a file in another process's making but looking.
    for (const start = Date.now(); !existsSync(file); await delay(50))
      if (Date.now() - start > INIT_MS + 5_000) throw new Error(`nobody wrote ${file}`);
    return JSON.parse(readFileSync(file, 'utf8')) as Decision;
  }
  const reason = await reasonAgainst(dir);
  process.stderr.write(
    reason === undefined
      ? `terraform tests: hashicorp/http ${VERSION} from the registry\n`
      : `terraform tests: a stand-in for hashicorp/http (terraform init: ${reason})\n`,
  );
  const decision: Decision =
    reason === undefined ? { providers: join(dir, '.terraform', 'providers') } : {};
  writeFileSync(`${file}.new`, JSON.stringify(decision));
  renameSync(`${file}.new`, file);
  return decision;
}

const PREFIX = 'cdktf-hss-http-provider-';

/** Removes what earlier runs left: nobody knows a run's last suite. */
function forget(): void {
  for (const name of readdirSync(tmpdir()).filter((name) => name.startsWith(PREFIX))) {
    const dir = join(tmpdir(), name);
    const made = statSync(dir, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - made > 3_600_000) rmSync(dir, { recursive: true, force: true });
  }
}

/** Why terraform does not get the provider, in a line. */
async function reasonAgainst(dir: string): Promise<string | undefined> {
  writeConfiguration(dir, {});
  const { status, stderr } = await terraform(
    ['init', '-no-color', '-input=false'],
    dir,
    {},
    INIT_MS,
  );
  if (status === 0) return undefined;
  if (status === null) return `not done in ${INIT_MS / 1_000} s`;
  const [summary, detail = ''] = stderr.replace(/^.*?Error: /s, '').split('\n\n');
  return `${summary}: ${detail}`.replace(/\s+/g, ' ').trim();
}

function writeConfiguration(dir: string, configuration: object): void {
  const whole = { terraform: { required_providers: REQUIRED }, ...configuration };
  writeFileSync(join(dir, 'cdk.tf.json'), JSON.stringify(whole));
}

/** A run is short and needs little memory: collecting garbage less often saves a quarter of its time. */
const ENV: Env = { CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', GOGC: '400' };

/** Not synchronous: what it asks may be served by this very process. */
function terraform(
  args: readonly string[],
  cwd: string,
  env: Env,
  timeout: number,
  runner: readonly string[] = [],
  input?: string,
): Promise<Ran> {
  const [file, ...rest] = [...runner, process.env.TERRAFORM ?? 'terraform', ...args];
  return new Promise((resolve, reject) => {
    const child = execFile(
      file,
      rest,
      {
        cwd,
        env: { ...surroundings(), ...ENV, ...env },
        timeout,
        killSignal: 'SIGKILL',
        maxBuffer: Infinity,
      },
      (error, stdout, stderr) => {
        // A binary that is not there has a code of another kind.
        if (typeof error?.code === 'string') reject(new Error(error.message));
        else resolve({ status: error === null ? 0 : (error.code ?? null), stdout, stderr });
      },
    );
    if (input !== undefined) child.stdin!.end(input);
  });
}

/** The environment without what changes terraform's ways, but with where it finds providers. */
function surroundings(): Env {
  const kept = ['TF_CLI_CONFIG_FILE', 'TF_PLUGIN_CACHE_DIR'];
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('TF_') || kept.includes(name)),
  );
}
