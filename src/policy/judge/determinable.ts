import { Decision, Enforcement } from '../model/decision';
import { addressMatcher } from '../model/address-glob';
import { ResourceSubject, isAboutResource } from './exceptions';
import { decide } from './judge';
import { Policy, PolicyDeclaration, PolicyException } from '../model/policy';
import { ResourceRuleId } from '../rules';
import { PolicyFinding } from '../model/verdict';
import { ExceptionUse, expiringOf, waive } from './waive';

const RULE: ResourceRuleId = 'images-determinable';

/** A resource whose images can't be determined, and the policy to judge it by. */
export interface DeterminableInput {
  readonly policy: Policy;
  /** Terraform address, with the index of its instance if known. */
  readonly address: string;
  /** Path of its construct, if known; without it, no exception with a scope applies. */
  readonly path?: string;
  /** Why its images can't be determined, in one sentence. */
  readonly reason: string;
  readonly enforcement: Enforcement;
  /** ms since 1970. */
  readonly now: number;
}

/** The decision about such a resource, and how the policy's exceptions were used. */
export interface DeterminableJudgement extends ExceptionUse {
  readonly decision: Decision;
  readonly finding: PolicyFinding;
}

/**
 * Judges a resource whose images can't be determined. A live exception from `images-determinable`
 * allows it.
 */
export function judgeDeterminable(input: DeterminableInput): DeterminableJudgement {
  const { policy, address, path, reason, enforcement, now } = input;
  const covering = exceptionsAbout(policy, { address, path });
  const { finding, live, expired } = waive(RULE, { message: reason }, covering, now);
  return {
    decision: decide([finding], enforcement),
    finding,
    matching: live,
    used: live,
    expired,
    expiring: expiringOf(live, now),
  };
}

/**
 * Returns the exceptions from `images-determinable` about a resource, live or expired, in doubt or
 * not. An exception that matches no resource deserves another warning than one that has nothing to
 * waive or has expired.
 */
export function resourceExceptionsAbout(
  policy: Policy,
  address: string,
  path: string | undefined,
): PolicyException[] {
  return exceptionsAbout(policy, { address, path });
}

/** Returns the policy's declarations about a resource, those of a base policy first. */
export function declarationsFor(policy: Policy, address: string): readonly PolicyDeclaration[] {
  return policy.declarations.filter((declaration) => matcherOf(declaration)(address));
}

function exceptionsAbout(policy: Policy, subject: ResourceSubject): PolicyException[] {
  return policy.exceptions.filter(
    (exception) => exception.rules.includes(RULE) && isAboutResource(exception, subject),
  );
}

/** Compiled once, because a plan can have thousands of resources. */
const compiled = new WeakMap<PolicyDeclaration, (address: string) => boolean>();

function matcherOf(declaration: PolicyDeclaration): (address: string) => boolean {
  let matcher = compiled.get(declaration);
  if (matcher === undefined) {
    compiled.set(declaration, (matcher = addressMatcher(declaration.resource)));
  }
  return matcher;
}
