import { Enforcement } from '../policy';
import { GATE_OUTPUT } from '../util/gate-names';
import { show } from '../util/text';
import { Deployments } from './deployments';
import { below } from './record';

/** The source of rows from HSS itself. */
const LIVE = 'live';

/** Whether all gates of the stack had a policy. False for a stack without gates. */
export function isGatedBy({ evidence }: Deployments, policyHash: string): boolean {
  return below(evidence?.value, 'policy_hash') === policyHash;
}

/** Returns the enforcement of the stack's gates. Any value other than WARN counts as DENY. */
export function enforcementOf({ evidence }: Deployments): Enforcement {
  return below(evidence?.value, 'enforcement') === Enforcement.WARN
    ? Enforcement.WARN
    : Enforcement.DENY;
}

/**
 * Returns why a plan does not prove that the stack was judged by live answers of HSS and this
 * policy, with DENY.
 */
export function evidenceProblems(deployments: Deployments, policyHash: string): string[] {
  const { evidence } = deployments;
  if (evidence === undefined) {
    return [`the output ${GATE_OUTPUT} is missing: the stack has no gate`];
  }
  const [hash, source, enforcement] = ['policy_hash', 'source', 'enforcement'].map((key) =>
    below(evidence.value, key),
  );
  return [
    ...(hash === policyHash
      ? []
      : [`the stack was judged by another policy: ${show(hash)}, expected "${policyHash}"`]),
    ...(source === LIVE
      ? []
      : [`the stack was not judged by live answers of HSS: its source is ${show(source)}`]),
    ...(enforcement === Enforcement.DENY
      ? []
      : [`not all gates of the stack deny: their enforcement is ${show(enforcement)}`]),
  ];
}
