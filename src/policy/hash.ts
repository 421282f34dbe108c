import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical';
import { Policy, PolicyException } from './policy';

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
  // `version` is hashed, so that a later format can't collide with this one.
  const meaning = {
    ...policy,
    version: 1,
    exceptions: [...new Set(policy.exceptions.map(withoutOrigin).map(canonicalJson))].sort(),
  };
  return createHash('sha256').update(canonicalJson(meaning)).digest('hex');
}

function withoutOrigin(exception: PolicyException): PolicyException {
  return { ...exception, origin: undefined };
}
