import { isRecord } from '../contract/row';
import { PlannedValues } from '../discovery';
import { JsonRecord, below } from './record';

/** The place of a resource in a plan. */
export interface ResourcePlace {
  /**
   * Address of its module with the keys of its instances, such as `module.shop["eu"]`; empty for
   * the root.
   */
  readonly module: string;
  readonly type: string;
  readonly name: string;
}

/**
 * Finds what other parts of a plan say about a resource: its siblings' values, and what its
 * expressions refer to.
 */
export class PlanIndex {
  private readonly changes = new Map<string, PlannedValues[]>();
  private readonly configured = new Map<string, unknown>();

  constructor(plan: JsonRecord, changes: readonly unknown[]) {
    for (const change of changes) {
      const place = placeOf(change);
      if (place === undefined) continue;
      const values = below(change, 'change', 'after');
      const unknown = below(change, 'change', 'after_unknown');
      const key = keyOf(place);
      this.changes.set(key, [...(this.changes.get(key) ?? []), { values, unknown }]);
    }
    this.readModule(below(plan, 'configuration', 'root_module'), '');
  }

  /** Returns the planned values of a resource in the same module; several if it has a count. */
  public sibling(beside: ResourcePlace, type: string, name: string): readonly PlannedValues[] {
    return this.changes.get(keyOf({ module: beside.module, type, name })) ?? [];
  }

  /** Returns what the expression of an attribute refers to. */
  public references(place: ResourcePlace, path: readonly string[]): readonly string[] {
    const module = withoutKeys(place.module);
    let here: readonly unknown[] = [this.configured.get(keyOf({ ...place, module }))];
    for (const step of path) {
      here = here.flat().flatMap((one) => below(one, step) ?? []);
    }
    return here.flat().flatMap((one) => {
      const references = below(one, 'references');
      return Array.isArray(references) ? references.filter((text) => typeof text === 'string') : [];
    });
  }

  private readModule(root: unknown, at: string): void {
    const next: (readonly [module: unknown, at: string])[] = [[root, at]];
    for (let one = next.pop(); one !== undefined; one = next.pop()) {
      const [module, address] = one;
      const resources = below(module, 'resources');
      for (const resource of Array.isArray(resources) ? (resources as unknown[]) : []) {
        const place = placeOf(resource);
        if (place === undefined) continue;
        this.configured.set(keyOf({ ...place, module: address }), below(resource, 'expressions'));
      }
      const calls = below(module, 'module_calls');
      if (!isRecord(calls)) continue;
      for (const [name, call] of Object.entries(calls)) {
        next.push([below(call, 'module'), [address, `module.${name}`].filter(Boolean).join('.')]);
      }
    }
  }
}

/** Returns the place of a managed resource in a plan; undefined for anything else. */
export function placeOf(entry: unknown): ResourcePlace | undefined {
  const [type, name, mode] = ['type', 'name', 'mode'].map((key) => below(entry, key));
  if (typeof type !== 'string' || typeof name !== 'string' || mode === 'data') return undefined;
  const module = below(entry, 'module_address');
  return { module: typeof module === 'string' ? module : '', type, name };
}

function keyOf({ module, type, name }: ResourcePlace): string {
  return JSON.stringify([module, type, name]);
}

/**
 * Returns an address without the keys of count and for_each, which a configuration does not have.
 */
export function withoutKeys(address: string): string {
  return address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, '');
}
