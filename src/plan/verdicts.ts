import { HssError } from '../contract/error';
import { isRecord } from '../contract/row';
import { Deployment, Deployments } from './deployments';
import { below } from './record';

/** What the file `hss-verdicts.json` of a synthesis tells about the resources of its stack. It is not signed. */
export interface Verdicts {
  /** Path of the stack. */
  readonly stack: string;
  /** Hash of what was decided, as it stands in the output `hss_gate` too. */
  readonly decisionHash: unknown;
  /** Paths of the constructs that deploy, by address. */
  readonly paths: ReadonlyMap<string, string>;
  /** The images that were judged, by address. */
  readonly images: ReadonlyMap<string, readonly string[]>;
}

/** @throws HSS_INVALID_ARGUMENT when it is no such file */
export function readVerdicts(text: string, name: string): Verdicts {
  const bad = (): HssError =>
    new HssError('HSS_INVALID_ARGUMENT', `${name} is no file of verdicts`, {
      advice: 'give the hss-verdicts.json that stands beside the stack’s cdk.tf.json',
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
  const entries = ['images', 'undeterminable', 'ignored'].flatMap((key) =>
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
  }
  // What nobody declared stays undeterminable, whatever else the resource deploys.
  for (const address of addressesIn(below(content, 'undeterminable'))) byAddress.delete(address);
  const decisionHash = below(content, 'output', 'decision_hash');
  return { stack, decisionHash, paths, images: byAddress };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function addressesIn(list: unknown): string[] {
  return listOf(list)
    .map((entry) => below(entry, 'address'))
    .filter((address) => typeof address === 'string');
}

/**
 * The deployments of a stack with what its verdicts add: where it can't be seen which images a resource deploys, they are
 * those that the stack's author declared. They are judged anew like all others.
 * @throws HSS_INVALID_ARGUMENT when the verdicts are not those of the synthesis that the plan is of
 */
export function withVerdicts(planned: Deployments, { images, ...verdicts }: Verdicts): Deployments {
  const decided = below(planned.evidence?.value, 'decision_hash');
  if (decided === undefined || decided !== verdicts.decisionHash) {
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      `the verdicts of stack ${verdicts.stack} are of another synthesis than what is to be deployed`,
      { advice: 'give the hss-verdicts.json that was written together with it, or none' },
    );
  }
  const deployments = planned.deployments.map((deployment): Deployment => {
    const { reason, ...rest } = deployment;
    const declared = reason === undefined ? undefined : images.get(withoutKeys(rest.address));
    if (declared === undefined) return deployment;
    return { ...rest, images: [...new Set([...rest.images, ...declared])] };
  });
  return { ...planned, deployments };
}

/** The path of the construct that made a resource. What a module holds was made by the module's construct. */
export function pathOf(paths: ReadonlyMap<string, string>, address: string): string | undefined {
  const bare = withoutKeys(address);
  const call = /^module\.[^.]+/.exec(bare)?.[0];
  return paths.get(address) ?? paths.get(bare) ?? (call && paths.get(call));
}

/** An address without the keys of count and for_each, which a synthesis does not know. */
function withoutKeys(address: string): string {
  return address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, '');
}
