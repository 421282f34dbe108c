import { HssError } from '../contract/error';
import { Enforcement, Judgement, Policy } from '../policy';
import { JudgedResource, judgeResource } from '../report/coverage/resource-report';
import { ReportedImage, StackReport, UndecidedImage } from '../report/stack-report';
import { Deployment, Deployments } from './deployments';
import { constructPathOf } from './verdicts';

/** One image of one resource. */
export interface PlanCase {
  readonly address: string;
  readonly reference: string;
  /** Path of the construct, if known. */
  readonly path?: string;
}

/** How the resources of a plan are judged. */
export interface PlanResourceJudging {
  readonly policy: Policy;
  readonly undeterminable: Enforcement;
  /** The judge's name in reports. */
  readonly judge: string;
  /** ms since 1970. */
  readonly now: number;
  /** Paths of constructs by address. */
  readonly paths?: ReadonlyMap<string, string>;
}

/**
 * Judges whether all images of each resource are known: first of those that are deployed, then of
 * those that start nothing.
 */
export function judgeResources(
  { deployments, passed }: Deployments,
  { policy, undeterminable, judge: gate, now, paths = new Map() }: PlanResourceJudging,
): JudgedResource[] {
  const judged = (facts: Deployment): JudgedResource => {
    const path = constructPathOf(paths, facts.address);
    const known = path === undefined ? facts : { ...facts, path };
    return judgeResource(known, { policy, undeterminable, gate, now });
  };
  return [...deployments.map(judged), ...passed.map((facts) => asPassed(judged(facts)))];
}

/**
 * Declared images of a resource that starts nothing are not deployed, but the declaration is in
 * use.
 */
function asPassed({ reported, use, declarations }: JudgedResource): JudgedResource {
  const bare = { ...reported, outcome: 'none', found: [], declaredBy: undefined } as const;
  return { reported: bare, declared: [], use, declarations };
}

/** Returns the images to judge. */
export function casesOf(resources: readonly JudgedResource[]): PlanCase[] {
  return resources.flatMap(({ reported: { address, path, found } }) =>
    [...new Set(found.map(({ reference }) => reference))].map((reference) => ({
      address,
      reference,
      ...(path === undefined ? {} : { path }),
    })),
  );
}

/** The input of `reportOf`. */
export interface PlanReportInput {
  /** The name of the plan in the report. */
  readonly name: string;
  /** The judge's name in the report. */
  readonly judge: string;
  readonly planned: Deployments;
  readonly resources: readonly JudgedResource[];
  readonly cases: readonly PlanCase[];
  /** In the order of the cases. */
  readonly outcomes: readonly (
    { readonly judgement: Pick<Judgement, 'verdict' | 'origins'> } | { readonly error: HssError }
  )[];
  /** Further reasons to refuse the plan, each a sentence. */
  readonly problems?: readonly string[];
}

/** Returns the report of a plan, in the same form as a stack's. */
export function reportOf(input: PlanReportInput): StackReport {
  const { name, judge, planned, resources, cases, outcomes, problems = [] } = input;
  const images: ReportedImage[] = [];
  const undecided: UndecidedImage[] = [];
  cases.forEach(({ address, reference, path }, at) => {
    const outcome = outcomes[at];
    if ('error' in outcome) {
      undecided.push({ reference, path: path ?? address, error: outcome.error });
    } else {
      const { verdict, origins } = outcome.judgement;
      images.push({ verdict, origins, address, gate: judge });
    }
  });
  return {
    stack: name,
    images,
    undecided,
    undeterminable: resources.flatMap(({ undeterminable }) => undeterminable ?? []),
    ignored: [],
    resources: resources.map(({ reported }) => reported),
    conflicts: [...planned.gaps, ...problems],
  };
}
