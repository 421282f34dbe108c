import {
  Enforcement,
  Pinning,
  Policy,
  PolicyDeclaration,
  PolicyException,
  exceptionTarget,
  originSuffix,
} from '../../policy';
import { PlanReportInput, casesOf, judgeResources, reportOf } from '../../plan';
import type { Upstream } from '../../proxy';
import { plain } from '../../util/safe-text';
import type { JudgedResource } from '../../report/coverage/resource-report';
import { StackReport } from '../../report/stack-report';
import { expiringTexts } from '../shared/expiring';
import { PlanInput } from './input';

export interface PlanJudging {
  readonly policy: Policy;
  /** Opens the upstream; called only if there is something to query. */
  readonly upstream: () => Promise<Upstream>;
  readonly enterpriseProjectId?: string;
  readonly enforcement: Enforcement;
  readonly undeterminable: Enforcement;
  /** The command that judges, for reports. */
  readonly judge: string;
  readonly say: (message: string) => void;
  /** Other reasons to refuse the plan. */
  readonly problems?: PlanReportInput['problems'];
}

/**
 * The report on one plan, and its resources with the exceptions and declarations that match them.
 */
export interface JudgedPlan {
  readonly report: StackReport;
  readonly resources: readonly JudgedResource[];
}

/**
 * Judges each image that a plan deploys by HSS's current answers.
 * @throws HssError if the upstream can't be opened, for example without a credential
 */
export async function judgePlan(
  { name, planned, paths }: PlanInput,
  judging: PlanJudging,
): Promise<JudgedPlan> {
  const { policy, upstream, enforcement, enterpriseProjectId, undeterminable, judge } = judging;
  const now = Date.now();
  const resources = judgeResources(planned, { policy, undeterminable, judge, now, paths });
  const cases = casesOf(resources);
  const { judgeImages } = await import('../../judging');
  const outcomes =
    cases.length === 0
      ? []
      : await judgeImages(cases, {
          source: await upstream(),
          policy,
          enforcement,
          // The plan deploys its references as they are, so nothing can be pinned.
          pinning: Pinning.NONE,
          ...(enterpriseProjectId === undefined ? {} : { enterpriseProjectId }),
          now: Date.now,
        });
  const uses = resources.map(({ use }) => use);
  expiringTexts(outcomes, uses).forEach(judging.say);
  const problems = judging.problems ?? [];
  const report = reportOf({ name, judge, planned, resources, cases, outcomes, problems });
  return { report, resources };
}

/**
 * Returns warnings about a policy's exceptions and declarations for resources that match none of
 * these.
 */
export function unmatchedTexts(policy: Policy, resources: readonly JudgedResource[]): string[] {
  const matched = new Set<PolicyException | PolicyDeclaration>(
    resources.flatMap(({ use, declarations }) => [...use.matching, ...declarations]),
  );
  const hasPaths = resources.some(({ reported }) => reported.path !== undefined);
  const place = (written: PolicyException | PolicyDeclaration): string =>
    `(owner ${written.owner}${originSuffix(written)})`;
  return [
    ...policy.exceptions
      .filter((exception) => exception.image === undefined && !matched.has(exception))
      .map((exception) => {
        const isBlind = exception.scope !== undefined && !hasPaths;
        const why = isBlind
          ? 'does not apply, because construct paths are known only with --verdicts'
          : 'matches no resource';
        return `warning: the exception for ${exceptionTarget(exception)} ${why} ${place(exception)}`;
      }),
    ...policy.declarations
      .filter((declaration) => !matched.has(declaration))
      .map(
        (declaration) =>
          `warning: the declaration for ${declaration.resource} matches no resource ${place(declaration)}`,
      ),
  ].map(plain);
}
