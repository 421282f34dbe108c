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
  /** Path of the construct, where one is known. */
  readonly path?: string;
}

/** Who judges the resources of a plan, and how. */
export interface PlanResourceJudging {
  readonly policy: Policy;
  readonly undeterminable: Enforcement;
  /** What the judge is called in reports. */
  readonly judge: string;
  /** ms since 1970. */
  readonly now: number;
  /** Paths of constructs by address. */
  readonly paths?: ReadonlyMap<string, string>;
}

/** Judges of each resource whether all its images are known: first those that are deployed, then those that start nothing. */
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

/** What is declared of a resource that starts nothing is not deployed, though the declaration is of use. */
function asPassed({ reported, use, declarations }: JudgedResource): JudgedResource {
  const bare = { ...reported, outcome: 'none', found: [], declaredBy: undefined } as const;
  return { reported: bare, declared: [], use, declarations };
}

/** The images that are to be judged. */
export function casesOf(resources: readonly JudgedResource[]): PlanCase[] {
  return resources.flatMap(({ reported: { address, path, found } }) =>
    [...new Set(found.map(({ reference }) => reference))].map((reference) => ({
      address,
      reference,
      ...(path === undefined ? {} : { path }),
    })),
  );
}

export interface PlanReportInput {
  /** What is judged, as it is called in the report. */
  readonly name: string;
  /** Who judges. */
  readonly judge: string;
  readonly planned: Deployments;
  readonly resources: readonly JudgedResource[];
  readonly cases: readonly PlanCase[];
  /** In the order of the cases. */
  readonly outcomes: readonly (
    { readonly judgement: Pick<Judgement, 'verdict' | 'origins'> } | { readonly error: HssError }
  )[];
  /** What else refuses it, each in a sentence. */
  readonly problems?: readonly string[];
}

/** What was decided of a plan, in the form in which a stack's gates tell it. */
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
