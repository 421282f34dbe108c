import { WaitBudget } from '../../src/lookup/blocking/wait-budget';
import { Evaluation } from '../../src/constructs/gate/asking/evaluation';
import { advanceAll } from '../../src/constructs/gate/asking/advance-all';
import { HssError } from '../../src/contract/error';
import { judgeImages } from '../../src/judging';
import { Enforcement, Pinning, Policy, parseReference } from '../../src/policy';
import { MemoryHss } from '../support/memory-hss';

/** The two ways in which images are judged, by one HSS: each judgement, or the code of the error. */

/** What a gate judges. */
export function byGate(hss: MemoryHss, references: readonly string[], policy: Policy): unknown[] {
  const judging = {
    connection: hss.connection,
    policy,
    enforcement: Enforcement.DENY,
    pinning: Pinning.DIGEST,
    waitSeconds: 0,
    budget: new WaitBudget(),
    isDestroying: false,
    path: 'gate',
  };
  const all = references.map((text) => new Evaluation(judging, parseReference(text)));
  advanceAll(all.map((image) => ({ image, path: 'here' })));
  return all.map((one) => {
    try {
      return one.judgementAt('here');
    } catch (error) {
      return (error as HssError).code;
    }
  });
}

/** What the command line judges. */
export async function byCommand(
  hss: MemoryHss,
  references: readonly string[],
  policy: Policy,
): Promise<unknown[]> {
  const outcomes = await judgeImages(
    references.map((reference) => ({ reference, path: 'here' })),
    {
      source: hss.upstream,
      policy,
      enforcement: Enforcement.DENY,
      pinning: Pinning.DIGEST,
      now: Date.now,
    },
  );
  return outcomes.map((one) => ('error' in one ? one.error.code : one.judgement));
}
