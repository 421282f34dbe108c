import { HssError } from '../contract/error';
import { isRecord } from '../contract/row';
import { VERDICTS_FILE } from '../util/gate-names';
import { Assignments, assignmentsIn } from './assignments';
import { Deployment, Deployments } from './deployments';
import { withoutKeys } from './plan-index';
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
  /** Addresses whose images the stack's author declared. */
  readonly declared: ReadonlySet<string>;
  /** Hashes of the policies that judged, by address. */
  readonly assignments: Assignments;
}

/** @throws HSS_INVALID_ARGUMENT when it is no such file */
export function readVerdicts(text: string, name: string): Verdicts {
  const bad = (): HssError =>
    new HssError('HSS_INVALID_ARGUMENT', `${name} is no file of verdicts`, {
      advice: `give the ${VERDICTS_FILE} that stands beside the stack’s cdk.tf.json`,
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
  // What nobody declared stays undeterminable, whatever else the resource deploys.
  for (const address of addressesIn(below(content, 'undeterminable'))) declared.delete(address);
  const decisionHash = below(content, 'output', 'decision_hash');
  const assignments = assignmentsIn(content);
  return { stack, decisionHash, paths, images: byAddress, declared, assignments };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function addressesIn(list: unknown): string[] {
  return listOf(list)
    .map((entry) => below(entry, 'address'))
    .filter((address) => typeof address === 'string');
}

/** Whether verdicts are those of the synthesis that a plan is of. */
export function isVerdictOf({ decisionHash }: Verdicts, planned: Deployments): boolean {
  const decided = below(planned.evidence?.value, 'decision_hash');
  return decided !== undefined && decided === decisionHash;
}

/**
 * The deployments of a stack with the images that its verdicts know of beside those that stand in the plan, such as one that
 * `require` gave to a resource which runs nothing by itself. They are judged anew like all others.
 * @param options.settle whether what the stack's author declared also settles what is in doubt. Whoever runs the gate has to say
 *   so, by naming the file: it is not signed.
 * @throws HSS_INVALID_ARGUMENT when the verdicts are not those of the synthesis that the plan is of
 */
export function withVerdicts(
  planned: Deployments,
  verdicts: Verdicts,
  { settle }: { readonly settle: boolean },
): Deployments {
  if (!isVerdictOf(verdicts, planned)) {
    throw new HssError(
      'HSS_INVALID_ARGUMENT',
      `the verdicts of stack ${verdicts.stack} are of another synthesis than what is to be deployed`,
      { advice: `give the ${VERDICTS_FILE} that was written together with it, or none` },
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

/** The path of the construct that made a resource. What a module holds was made by the module's construct. */
export function constructPathOf(
  paths: ReadonlyMap<string, string>,
  address: string,
): string | undefined {
  const bare = withoutKeys(address);
  const call = /^module\.[^.]+/.exec(bare)?.[0];
  return paths.get(address) ?? paths.get(bare) ?? (call && paths.get(call));
}
