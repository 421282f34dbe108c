import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { DataResource } from 'cdktf/lib/terraform-data-resource';
import { HssImageGate, HssImageGateProps, ImagePolicyProps } from '../../src';
import { GOOD, connect, policy, temporaryFolder } from '../constructs/support';
import { HSS_GATE, SimulatorProcess } from '../support/simulator';
import { HttpProvider, Ran, Workspace } from '../support/terraform';

/** What the tests of plan-time gates share: a stack that needs no provider but http, and its terraform. */

export interface Synth {
  readonly images?: readonly string[];
  readonly props?: Partial<HssImageGateProps>;
  readonly limits?: Partial<ImagePolicyProps>;
  readonly outdir?: string;
  /** Adds to the stack. */
  readonly also?: (stack: TerraformStack, gate: HssImageGate) => void;
}

/** Synthesizes a stack whose resources hold images, with the gate at plan, and gives its folder. */
export function synthesized(
  simulator: SimulatorProcess,
  { images = [GOOD], props, limits, outdir = temporaryFolder(), also }: Synth = {},
): string {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'shop');
  new LocalBackend(stack, { path: join(outdir, 'shop.tfstate') });
  connect(simulator, stack);
  const gate = new HssImageGate(stack, 'gate', { policy: policy(limits), atPlan: true, ...props });
  images.forEach((reference, index) => {
    new DataResource(stack, `release${index}`, { input: { image: gate.require(reference) } });
  });
  also?.(stack, gate);
  app.synth();
  return join(outdir, 'stacks', 'shop');
}

export type Env = { readonly [name: string]: string };

const folders = new Set<string>();
const workspaces = new Set<Workspace>();

/** What the runs behind the proxy left anywhere, since the last time: files, states, plans and output. */
export function traces(): string {
  const files = [...folders].map(everythingIn);
  const output = [...workspaces].flatMap(({ ran }) =>
    ran.map(({ stdout, stderr }) => stdout + stderr),
  );
  folders.clear();
  workspaces.clear();
  return [...files, ...output].join('\n');
}

/** Initializes a stack's folder. This asks HSS nothing, so it needs no `hss-gate exec`, which takes longer to start. */
export async function initialize(dir: string, provider: HttpProvider): Promise<void> {
  expect(await new Workspace(dir, provider).init()).toMatchObject({ status: 0 });
}

/** The stack's terraform behind `hss-gate exec`, which finds HSS as a user's does. */
export function behindProxy(
  dir: string,
  provider: HttpProvider,
  env: Env,
  options: readonly string[] = [],
): Workspace {
  const runner = [process.execPath, HSS_GATE, 'exec', ...options, '--'];
  const workspace = new Workspace(dir, provider, env, runner);
  workspaces.add(workspace);
  folders.add(join(dir, '..', '..'));
  return workspace;
}

/** A run's messages without its line breaks, which depend on their width. */
export function said({ stdout, stderr }: Ran): string {
  return `${stdout}${stderr}`.replace(/\s+/g, ' ');
}

export interface State {
  readonly resources: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes: { readonly [name: string]: unknown } }[];
  }[];
}

/** The state of a stack as it is kept. */
export function stateOf(dir: string): State {
  return JSON.parse(readFileSync(join(dir, '..', '..', 'shop.tfstate'), 'utf8')) as State;
}

/** The images that are deployed, by the state. */
export function running(dir: string): unknown[] {
  return stateOf(dir)
    .resources.filter(({ mode }) => mode === 'managed')
    .flatMap(({ instances }) => instances.map(({ attributes }) => attributes.input))
    .map((input) => (input as { value?: { image?: unknown } } | null)?.value?.image);
}

/** Everything that a stack's runs left on the disk, as text; but what providers are made of. */
function everythingIn(folder: string): string {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path).isFile() && !path.includes('/.terraform/'))
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n');
}
