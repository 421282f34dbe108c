import { Enforcement, Pinning, Policy } from '../policy';
import { PlanReportInput, casesOf, reportOf } from '../plan';
import type { Upstream } from '../proxy';
import { StackReport } from '../report/stack-report';
import { expiringTexts } from './expiring';
import { PlanInput } from './plan-input';

export interface PlanJudging {
  readonly policy: Policy;
  /** Opens what is asked; called only when there is something to ask. */
  readonly upstream: () => Promise<Upstream>;
  readonly enterpriseProjectId?: string;
  readonly enforcement: Enforcement;
  readonly undeterminable: Enforcement;
  /** Who judges. */
  readonly judge: string;
  readonly say: (message: string) => void;
  /** What else refuses the plan. */
  readonly problems?: PlanReportInput['problems'];
}

/**
 * Judges each image that a plan deploys by what HSS says now.
 * @throws HssError when HSS can't even be begun to be asked: without a credential, say
 */
export async function judgePlan(
  { name, planned, paths }: PlanInput,
  judging: PlanJudging,
): Promise<StackReport> {
  const { policy, upstream, enforcement, enterpriseProjectId, undeterminable, judge } = judging;
  const cases = casesOf(planned, paths);
  const { judgeImages } = await import('../judging');
  const outcomes =
    cases.length === 0
      ? []
      : await judgeImages(cases, {
          source: await upstream(),
          policy,
          enforcement,
          // What stands in the plan is what is deployed: nothing is left to be pinned.
          pinning: Pinning.NONE,
          ...(enterpriseProjectId === undefined ? {} : { enterpriseProjectId }),
          now: Date.now,
        });
  expiringTexts(outcomes).forEach(judging.say);
  const problems = judging.problems ?? [];
  return reportOf({ name, judge, planned, cases, outcomes, undeterminable, problems });
}
