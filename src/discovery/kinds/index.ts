import { BUILT_IN_KINDS } from './built-in';
import { CUSTOM_KINDS } from './custom';
import { ELSEWHERE_KINDS } from './elsewhere';
import { KindEntry } from './kind';

const KINDS = new Map<string, KindEntry>(
  [BUILT_IN_KINDS, CUSTOM_KINDS, ELSEWHERE_KINDS].flatMap((table) =>
    table.flatMap(([group, kinds, entry]) =>
      kinds.split(' ').map((kind): [string, KindEntry] => [`${group}/${kind}`, entry]),
    ),
  ),
);

/** Returns the table's entry for a kind, if it has one. `*` matches every kind of a group. */
export function kindEntry(apiVersion: string, kind: string): KindEntry | undefined {
  const group = groupOf(apiVersion);
  return KINDS.get(`${group}/${kind}`) ?? KINDS.get(`${group}/*`);
}

/** Returns whether Kubernetes itself processes an object, without an installed controller. */
export function isBuiltIn(apiVersion: string): boolean {
  const group = groupOf(apiVersion);
  return BUILT_IN_GROUPS.has(group) || group.endsWith('.k8s.io');
}

const BUILT_IN_GROUPS = new Set(BUILT_IN_KINDS.map(([group]) => group));

/** `apps` of `apps/v1`; empty for the core group's `v1`. */
function groupOf(apiVersion: string): string {
  const slash = apiVersion.lastIndexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}
