import { Enforcement } from '../policy';
import { GATE_OUTPUT } from '../util/gate-names';
import { show } from '../util/text';
import { Deployments } from './deployments';
import { below } from './record';

/** Where rows come from that HSS itself gave. */
const LIVE = 'live';

/** Whether the stack was gated by a policy, and by no other. A stack that was not gated is not. */
export function isGatedBy({ evidence }: Deployments, policyHash: string): boolean {
  return below(evidence?.value, 'policy_hash') === policyHash;
}

/** Whether the stack's gates only warn. Anything but a plain WARN does not. */
export function enforcementOf({ evidence }: Deployments): Enforcement {
  return below(evidence?.value, 'enforcement') === Enforcement.WARN
    ? Enforcement.WARN
    : Enforcement.DENY;
}

/** What is missing for a stack that HSS itself was asked about, by this policy, with denials that deny. */
export function evidenceProblems(deployments: Deployments, policyHash: string): string[] {
  const { evidence } = deployments;
  if (evidence === undefined) {
    return [`there is no output ${GATE_OUTPUT}: the stack is without a gate`];
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
      : [`the stack was not judged by what HSS itself answered: its source is ${show(source)}`]),
    ...(enforcement === Enforcement.DENY
      ? []
      : [`the stack's gates do not all deny: their enforcement is ${show(enforcement)}`]),
  ];
}
