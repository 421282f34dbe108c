import { isRecord } from '../contract/row';
import { Deployments } from './deployments';
import { withoutKeys } from './plan-index';
import { below } from './record';

/** Hashes of the policies whose gates judged an address at synth, by address. */
export type Assignments = ReadonlyMap<string, ReadonlySet<string>>;

/** Reads from hss-verdicts.json which policy judges which address. */
export function assignmentsIn(content: unknown): Assignments {
  const hashes = new Map(
    listIn(content, 'gates').map((gate) => [below(gate, 'path'), below(gate, 'policyHash')]),
  );
  const assignments = new Map<string, Set<string>>();
  for (const entry of ['images', 'undeterminable', 'resources'].flatMap((key) =>
    listIn(content, key),
  )) {
    if (!isRecord(entry)) continue;
    const { address, gate } = entry;
    const hash = hashes.get(gate);
    if (typeof address !== 'string' || typeof hash !== 'string') continue;
    assignments.set(address, (assignments.get(address) ?? new Set()).add(hash));
  }
  return assignments;
}

/**
 * Returns the part of a plan that a policy judges: the addresses that are assigned to it, and those
 * that no policy is assigned to.
 */
export function assignedTo(
  planned: Deployments,
  assignments: Assignments,
  policyHash: string,
  all: readonly string[],
): Deployments {
  const isAssigned = (address: string): boolean => {
    const bare = withoutKeys(address);
    const call = /^module\.[^.]+/.exec(bare)?.[0] ?? '';
    const hashes = assignments.get(bare) ?? assignments.get(call);
    return hashes?.has(policyHash) === true || !all.some((hash) => hashes?.has(hash) === true);
  };
  return {
    ...planned,
    deployments: planned.deployments.filter(({ address }) => isAssigned(address)),
  };
}

function listIn(content: unknown, key: string): readonly unknown[] {
  const list = below(content, key);
  return Array.isArray(list) ? (list as unknown[]) : [];
}
