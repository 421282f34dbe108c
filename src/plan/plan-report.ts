import { HssError } from '../contract/error';
import { Decision, Enforcement, ImageVerdict } from '../policy';
import { ReportedImage, StackReport, UndecidedImage } from '../report/stack-report';
import { Deployments } from './deployments';
import { pathOf } from './verdicts';

/** One image of one resource. */
export interface PlanCase {
  readonly address: string;
  readonly reference: string;
  /** Path of the construct, where one is known. */
  readonly path?: string;
}

/** The images that are to be judged. */
export function casesOf(
  { deployments }: Deployments,
  paths: ReadonlyMap<string, string> = new Map(),
): PlanCase[] {
  return deployments.flatMap(({ address, images }) => {
    const path = pathOf(paths, address);
    return images.map((reference) => ({
      address,
      reference,
      ...(path === undefined ? {} : { path }),
    }));
  });
}

export interface PlanReportInput {
  /** What is judged, as it is called in the report. */
  readonly name: string;
  /** Who judges. */
  readonly judge: string;
  readonly planned: Deployments;
  readonly cases: readonly PlanCase[];
  /** In the order of the cases. */
  readonly outcomes: readonly (
    { readonly judgement: { readonly verdict: ImageVerdict } } | { readonly error: HssError }
  )[];
  readonly undeterminable: Enforcement;
  /** What else refuses it, each in a sentence. */
  readonly problems?: readonly string[];
}

/** What was decided of a plan, in the form in which a stack's gates tell it. */
export function reportOf(input: PlanReportInput): StackReport {
  const { name, judge, planned, cases, outcomes, undeterminable, problems = [] } = input;
  const images: ReportedImage[] = [];
  const undecided: UndecidedImage[] = [];
  cases.forEach(({ address, reference, path }, at) => {
    const outcome = outcomes[at];
    if ('error' in outcome) {
      undecided.push({ reference, path: path ?? address, error: outcome.error });
    } else images.push({ verdict: outcome.judgement.verdict, address, gate: judge });
  });
  return {
    stack: name,
    images,
    undecided,
    undeterminable: planned.deployments.flatMap(({ address, reason }) =>
      reason === undefined
        ? []
        : [
            {
              address,
              reason,
              gate: judge,
              decision: undeterminable === Enforcement.WARN ? Decision.WARN : Decision.DENY,
            },
          ],
    ),
    ignored: [],
    conflicts: [...planned.gaps, ...problems],
  };
}

/** Whether something is against it that no further answer could change. */
export function isDenied({ images, undeterminable, conflicts }: StackReport): boolean {
  return (
    conflicts.length > 0 ||
    images.some(({ verdict }) => verdict.decision === Decision.DENY) ||
    undeterminable.some(({ decision }) => decision === Decision.DENY)
  );
}
