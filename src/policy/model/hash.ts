import { createHash } from 'node:crypto';
import { canonicalJson } from '../../util/canonical';
import { Policy } from './policy';
import { ImageSource } from './image-source';

/**
 * Returns the hash of what a policy means, sha256 in hex. It does not depend on comments, on the
 * order of keys, lists and exceptions, on whether defaults are written out, or on how the policy is
 * divided into files that extend each other.
 */
export function policyHash(policy: Policy): string {
  let hash = known.get(policy);
  if (hash === undefined) {
    hash = computeHash(policy);
    known.set(policy, hash);
  }
  return hash;
}

/** Cached, because policies are frozen and each is hashed for every image. */
const known = new WeakMap<Policy, string>();

function computeHash(policy: Policy): string {
  const { exceptions, declarations, strictDiscovery, stackFiles, imageSources, ...limits } = policy;
  // `version` is hashed, so that a later format can't collide with this one.
  const meaning = {
    ...limits,
    // It changes daily without changing what the policy means.
    feed: undefined,
    version: 1,
    exceptions: asSet(exceptions),
    // Newer settings are left out at their defaults, so that policies without them keep their hash.
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
