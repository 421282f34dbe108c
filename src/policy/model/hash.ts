import { createHash } from 'node:crypto';
import { canonicalJson } from '../../util/canonical';
import { Policy } from './policy';
import { ImageSource } from './image-source';

/**
 * Hash of what a policy means, sha256 in hex: the same whatever the order of keys, lists and exceptions,
 * with comments or without, with a default written out or left out, from one file or from several that
 * extend each other.
 */
export function policyHash(policy: Policy): string {
  let hash = known.get(policy);
  if (hash === undefined) {
    hash = computeHash(policy);
    known.set(policy, hash);
  }
  return hash;
}

/** Policies are frozen, and each is hashed for every image. */
const known = new WeakMap<Policy, string>();

function computeHash(policy: Policy): string {
  const { exceptions, declarations, strictDiscovery, stackFiles, imageSources, ...limits } = policy;
  // `version` is hashed, so that a later format can't collide with this one.
  const meaning = {
    ...limits,
    // It changes daily, and the policy means the same.
    feed: undefined,
    version: 1,
    exceptions: asSet(exceptions),
    // Newer settings are left out at their defaults: a policy without them keeps the hash that it had before.
    ...(declarations.length > 0 ? { declarations: asSet(declarations) } : {}),
    ...(imageSources.length < Object.values(ImageSource).length ? { imageSources } : {}),
    ...(strictDiscovery ? { strictDiscovery } : {}),
    ...(stackFiles.length > 0 ? { stackFiles } : {}),
  };
  return createHash('sha256').update(canonicalJson(meaning)).digest('hex');
}

function asSet(items: readonly { readonly origin?: object }[]): string[] {
  const texts = items.map((item) => canonicalJson({ ...item, origin: undefined }));
  return [...new Set(texts)].sort();
}
