import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, TerraformResource, TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { HssError } from '../../src/contract/error';
import {
  HssCicdImage,
  HssConnection,
  HssConnectionProps,
  HssCredentials,
  HssImageGate,
  HssImageGateProps,
  HssSource,
  ImagePolicy,
  ImagePolicyProps,
  ScanStatus,
  SeverityLevel,
} from '../../src/index';
import type { JournalEntry } from '../../src/simulator';
import type { SimulatorProcess } from '../support/simulator';

/** Shared by these tests: rows, stacks with a gate, and readers of the synthesized files. */

export const HOUR = 3_600_000;
const NOW = Date.now();
export const REGISTRY = 'swr.cn-north-4.myhuaweicloud.com';
export const GOOD = `${REGISTRY}/shop/web:1.4`;
export const BAD = `${REGISTRY}/shop/web:1.5`;
export const sha = (digit: string): string => `sha256:${digit.repeat(64)}`;
/** GOOD, pinned. */
export const PINNED = `${REGISTRY}/shop/web@${sha('a')}`;

/** A row of GOOD that passes, with changes. */
export function image(change: Partial<HssCicdImage> = {}): HssCicdImage {
  return {
    namespace: 'shop',
    imageName: 'web',
    imageVersion: '1.4',
    imageDigest: sha('a'),
    registryName: 'prod-swr',
    scanStatus: ScanStatus.SUCCESS,
    severityLevel: SeverityLevel.LOW,
    vulNum: 3,
    unsafeSettingNum: 1,
    maliciousFileNum: 0,
    latestUpdateTime: NOW - 3 * HOUR,
    latestScanTime: NOW - 2 * HOUR,
    ...change,
  };
}

/** The row of BAD. */
export function badImage(change: Partial<HssCicdImage> = {}): HssCicdImage {
  return image({
    imageVersion: '1.5',
    imageDigest: sha('b'),
    severityLevel: SeverityLevel.HIGH,
    maliciousFileNum: 2,
    ...change,
  });
}

export const ROWS: readonly HssCicdImage[] = [image(), badImage()];

export function policy(change: Partial<ImagePolicyProps> = {}): ImagePolicy {
  return new ImagePolicy({ maxSeverity: SeverityLevel.LOW, ...change });
}

export function fixture(cicdImages: readonly HssCicdImage[] = ROWS): HssSource {
  return HssSource.fixture({ cicdImages: [...cicdImages] });
}

/** A resource with an image, of a type in the tables of discovery. */
export class Deployment extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly image: string,
  ) {
    super(scope, id, { terraformResourceType: 'docker_container' });
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { image: this.image };
  }
}

/** A stack with a fixture and a gate. */
export interface Gated<S extends TerraformStack = TerraformStack> {
  readonly app: App;
  readonly stack: S;
  readonly gate: HssImageGate;
}

export interface GatedOptions {
  readonly rows?: readonly HssCicdImage[];
  readonly props?: Partial<HssImageGateProps>;
  readonly app?: App;
  readonly id?: string;
}

export function gated(options?: GatedOptions): Gated;
export function gated<S extends TerraformStack>(
  options: GatedOptions,
  type: new (scope: Construct, id: string) => S,
): Gated<S>;
export function gated(
  { rows = ROWS, props, app = Testing.app(), id = 'shop' }: GatedOptions = {},
  type: new (scope: Construct, id: string) => TerraformStack = TerraformStack,
): Gated {
  const stack = new type(app, id);
  new HssConnection(stack, 'hss', { source: fixture(rows) });
  return { app, stack, gate: gate(stack, props) };
}

export function gate(
  scope: Construct,
  props: Partial<HssImageGateProps> = {},
  id = 'gate',
): HssImageGate {
  return new HssImageGate(scope, id, { policy: policy(), ...props });
}

/** The HssError that a call throws. */
export function thrown(call: () => unknown): HssError {
  let result: unknown;
  try {
    result = call();
  } catch (error) {
    if (error instanceof HssError) return error;
    throw error;
  }
  throw new Error(`expected an HssError, got ${String(result)}`);
}

/** The first word of what a call throws, or `passed`. */
export function codeOf(call: () => unknown): string {
  try {
    call();
    return 'passed';
  } catch (error) {
    return (error as Error).message.split(':', 1)[0];
  }
}

export function stackFile(app: App, stack: string, name = 'cdk.tf.json'): string {
  return join(app.outdir, 'stacks', stack, name);
}

/** The images that a synthesized stack deploys, by resource. */
export function deployed(json: string): { [resource: string]: string } {
  const resources = JSON.parse(json).resource?.docker_container ?? {};
  return Object.fromEntries(
    Object.entries(resources).map(([id, resource]) => [id, (resource as { image: string }).image]),
  );
}

/** Synthesizes an app and reads what one stack deploys. */
export function deployedBy(app: App, stack = 'shop'): { [resource: string]: string } {
  app.synth();
  return deployed(readFileSync(stackFile(app, stack), 'utf8'));
}

/** Returns whether a file of a stack has been written. */
export function isWritten(app: App, stack = 'shop'): boolean {
  return ['cdk.tf.json', 'cdk.tf'].some((name) => existsSync(stackFile(app, stack, name)));
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'hss-test-'));
}

/** Sets variables of the environment for a call. */
export function within<T>(variables: { readonly [name: string]: string }, call: () => T): T {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  try {
    return call();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

/** A row as the API writes it. */
export function apiRow(row: HssCicdImage): { [field: string]: unknown } {
  return Object.fromEntries(
    Object.entries(row).map(([prop, value]) => [
      prop.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}

/** A connection to a simulator, independent of the environment. */
export function connect(
  simulator: SimulatorProcess,
  scope: Construct,
  props: HssConnectionProps = {},
): HssConnection {
  return new HssConnection(scope, 'hss', {
    endpoint: simulator.endpoint,
    region: simulator.env.HW_REGION_NAME,
    projectId: simulator.env.HW_PROJECT_ID,
    credentials: HssCredentials.token(simulator.env.HW_AUTH_TOKEN),
    ...props,
  });
}

/** The parameters of the requested listings. */
export function questions(requests: readonly JournalEntry[]): string[] {
  return requests.map(({ url }) => decodeURIComponent(url.replace(/^[^?]*\??/, '')));
}
