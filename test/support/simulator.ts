import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { Fault, JournalEntry, SimulatorData } from '../../src/simulator';

export const HSS_GATE = join(__dirname, '..', '..', 'lib', 'bundle', 'command', 'hss-gate.js');

/** A simulator in a process of its own: a lookup blocks the thread that it is read on. */
export class SimulatorProcess {
  private constructor(
    private readonly child: ChildProcess,
    /** The settings that it printed. */
    public readonly env: { readonly [name: string]: string },
  ) {}

  public static async start(
    args: readonly string[] = [],
    env: { readonly [name: string]: string } = {},
  ): Promise<SimulatorProcess> {
    const child = spawn(process.execPath, [HSS_GATE, 'simulate', ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const settings: { [name: string]: string } = {};
    for await (const line of createInterface({ input: child.stdout })) {
      const [name, ...value] = line.split('=');
      settings[name] = value.join('=');
      if (name === 'HSS_ENDPOINT') return new SimulatorProcess(child, settings);
    }
    throw new Error('the simulator ended before it was ready');
  }

  public static async serving(
    data: SimulatorData,
    args: readonly string[] = [],
    env: { readonly [name: string]: string } = {},
  ): Promise<SimulatorProcess> {
    const file = join(mkdtempSync(join(tmpdir(), 'hss-data-')), 'data.json');
    writeFileSync(file, JSON.stringify(data));
    return SimulatorProcess.start(['--data', file, ...args], env);
  }

  public get endpoint(): string {
    return this.env.HSS_ENDPOINT;
  }

  public async faults(...faults: readonly Fault[]): Promise<void> {
    await this.control('PUT', 'faults', faults);
  }

  public async data(data: SimulatorData): Promise<void> {
    await this.control('PUT', 'data', data);
  }

  /** The requests since the last reset. */
  public async requests(): Promise<readonly JournalEntry[]> {
    const answer = (await this.control('GET', 'requests')) as { requests: readonly JournalEntry[] };
    return answer.requests;
  }

  /** How many requests were under way at once, since the last reset. */
  public async peak(): Promise<number> {
    return ((await this.control('GET', 'requests')) as { inFlightPeak: number }).inFlightPeak;
  }

  /** No faults, no journal. */
  public async reset(): Promise<void> {
    await this.faults();
    await this.control('DELETE', 'requests');
  }

  public async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await gone;
  }

  private async control(method: string, what: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.endpoint}/__simulator/${what}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${what}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? undefined : await answer.json();
  }
}
