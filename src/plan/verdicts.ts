import { HssError } from '../contract/error';
import { isRecord } from '../contract/row';
import { isLocalEndpoint } from '../report/answered-by';
import { VERDICTS_FILE } from '../util/gate-names';
import { Assignments, assignmentsIn } from './assignments';
import { Deployment, Deployments } from './deployments';
import { withoutKeys } from './plan-index';
import { below } from './record';

/** What `hss-verdicts.json` contains about the resources of a stack. The file is not signed. */
export interface Verdicts {
  /** Path of the stack. */
  readonly stack: string;
  /** Hash of the decisions, which the output `hss_gate` contains as well. */
  readonly decisionHash: unknown;
  /** Paths of the constructs that deploy, by address. */
  readonly paths: ReadonlyMap<string, string>;
  /** The images that were judged, by address. */
  readonly images: ReadonlyMap<string, readonly string[]>;
  /** Addresses whose images the stack's author declared. */
  readonly declared: ReadonlySet<string>;
  /** Hashes of the policies that judged, by address. */
  readonly assignments: Assignments;
  /** Origins of the endpoints that answered gates from the machine of the synthesis, as a simulator does. */
  readonly localEndpoints: readonly string[];
}

/**
 * Reads `hss-verdicts.json`.
 * @throws HSS_INVALID_ARGUMENT if the text is anything else
 */
export function readVerdicts(text: string, name: string): Verdicts {
  const bad = (): HssError =>
    new HssError('HSS_INVALID_ARGUMENT', `${name} is not a file of verdicts`, {
      advice: `pass the ${VERDICTS_FILE} next to the stack's cdk.tf.json`,
    });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw bad();
  }
  const stack = below(content, 'stack');
  const images = below(content, 'images');
  if (below(content, 'version') !== 1 || typeof stack !== 'string' || !Array.isArray(images)) {
    throw bad();
  }
  const paths = new Map<string, string>();
  const byAddress = new Map<string, string[]>();
  const declared = new Set<string>();
  const entries = ['images', 'undeterminable', 'ignored', 'resources'].flatMap((key) =>
    listOf(below(content, key)),
  );
  for (const entry of entries) {
    if (!isRecord(entry)) throw bad();
    const { address, path, reference, pinnedReference } = entry;
    if (typeof address !== 'string') continue;
    if (typeof path === 'string') paths.set(address, path);
    const image = pinnedReference ?? reference;
    if (typeof image !== 'string') continue;
    byAddress.set(address, [...(byAddress.get(address) ?? []), image]);
    if (entry.declared === true) declared.add(address);
  }
  // Parts that are not declared stay undeterminable, whatever else the resource deploys.
  for (const address of addressesIn(below(content, 'undeterminable'))) declared.delete(address);
  return {
    stack,
    decisionHash: below(content, 'output', 'decision_hash'),
    paths,
    images: byAddress,
    declared,
    assignments: assignmentsIn(content),
    localEndpoints: localEndpointsIn(content),
  };
}

/** Plain http is only allowed to a loopback address. A snapshot may have been recorded from one, but says so itself. */
function localEndpointsIn(content: unknown): string[] {
  const endpoints = listOf(below(content, 'gates')).flatMap((gate) => {
    // Without images to judge, another lookup of the connection was answered.
    if (below(gate, 'asked') !== true) return [];
    const endpoint = below(gate, 'endpoint');
    const isLocal = typeof endpoint === 'string' && isLocalEndpoint(endpoint);
    return isLocal && below(gate, 'source') === 'live' ? [originOf(endpoint)] : [];
  });
  return [...new Set(endpoints)];
}

/** A forged file may name a URL with a password. */
function originOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).origin : 'an invalid URL';
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function addressesIn(list: unknown): string[] {
  return listOf(list)
    .map((entry) => below(entry, 'address'))
    .filter((address) => typeof address === 'string');
}

/** Whether verdicts and a plan are from the same synthesis. */
export function isVerdictOf({ decisionHash }: Verdicts, planned: Deployments): boolean {
  const decided = below(planned.evidence?.value, 'decision_hash');
  return decided !== undefined && decided === decisionHash;
}

/**
 * Adds the images of a stack's verdicts to those that a plan shows, such as an image that `require`
 * gave to a resource which runs no image itself. They are judged again like all others.
 * @param options.settle whether declarations of the stack's author also resolve doubts. The file is
 *   not signed, so the person who runs the gate has to allow it, by naming the file.
 * @throws HSS_INVALID_ARGUMENT if the verdicts and the plan are from different syntheses
 */
export function withVerdicts(
  planned: Deployments,
  verdicts: Verdicts,
  { settle }: { readonly settle: boolean },
): Deployments {
  if (!isVerdictOf(verdicts, planned)) {
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      `the verdicts of stack ${verdicts.stack} and the plan are from different syntheses`,
      { advice: `pass the ${VERDICTS_FILE} from the plan's synthesis, or none` },
    );
  }
  const deployments = planned.deployments.map((deployment): Deployment => {
    const address = withoutKeys(deployment.address);
    const images = verdicts.images.get(address) ?? [];
    const known = new Set(deployment.found.map(({ reference }) => reference));
    const added = [...new Set(images)].filter((reference) => !known.has(reference));
    return {
      ...deployment,
      found: [...deployment.found, ...added.map((reference) => ({ reference }))],
      ...(settle && verdicts.declared.has(address) ? { declaredBy: 'declareImages' } : {}),
    };
  });
  return { ...planned, deployments };
}

/**
 * Returns the path of the construct that created a resource; for a resource in a module, the
 * module's construct.
 */
export function constructPathOf(
  paths: ReadonlyMap<string, string>,
  address: string,
): string | undefined {
  const bare = withoutKeys(address);
  const call = /^module\.[^.]+/.exec(bare)?.[0];
  return paths.get(address) ?? paths.get(bare) ?? (call && paths.get(call));
}
