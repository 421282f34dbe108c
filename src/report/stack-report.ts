import { isDeepStrictEqual } from 'node:util';
import { HssError } from '../contract/error';
import { Decision, FileLine, IMAGE_RULE_IDS, ImageVerdict } from '../policy';
import { AnswerSource } from './answered-by';
import { ReportedResource, UndeterminableResource } from './coverage/resource-report';

/** One image of a stack with its verdict. */
export interface ReportedImage {
  readonly verdict: ImageVerdict;
  /** Where the exceptions named in the findings are written, by the finding's index. */
  readonly origins?: readonly (FileLine | undefined)[];
  /**
   * Address of the resource that deploys the image. Undefined if the image was required but no
   * resource contains it.
   */
  readonly address?: string;
  /** Path of the gate that decided. */
  readonly gate: string;
  /** Whether the image was declared for a resource that does not contain it. */
  readonly declared?: boolean;
}

/** An image that could not be decided. */
export interface UndecidedImage {
  readonly reference: string;
  readonly path: string;
  readonly error: HssError;
}

/** A resource that a gate was configured to ignore. */
export interface IgnoredResource {
  readonly address: string;
  readonly path?: string;
  readonly gate: string;
}

/** The findings and decisions of the gates of one stack. */
export interface StackReport {
  readonly stack: string;
  readonly images: readonly ReportedImage[];
  readonly undecided: readonly UndecidedImage[];
  readonly undeterminable: readonly UndeterminableResource[];
  readonly ignored: readonly IgnoredResource[];
  /** The outcome of each resource, for each gate that searched it. */
  readonly resources: readonly ReportedResource[];
  /** Other reasons to refuse the stack, each a sentence, such as contradictory gates. */
  readonly conflicts: readonly string[];
  /**
   * The sources of the gates' answers at synth. Undefined in the reports of commands, where
   * `RunReport` has them.
   */
  readonly answeredBy?: readonly AnswerSource[];
}

/** Returns whether a stack is refused. */
export function isRefused(report: StackReport): boolean {
  return report.undecided.length > 0 || isDenied(report);
}

/** Returns whether a stack is refused for a reason that no further answer can change. */
export function isDenied({ images, undeterminable, conflicts }: StackReport): boolean {
  return (
    conflicts.length > 0 ||
    images.some(({ verdict }) => verdict.decision === Decision.DENY) ||
    undeterminable.some(({ decision }) => decision === Decision.DENY)
  );
}

/** Equal verdicts of several deployments, with all places. */
export interface GroupedVerdict {
  readonly verdict: ImageVerdict;
  readonly places: readonly string[];
}

const BEST_FIRST: readonly Decision[] = [Decision.ALLOW, Decision.WARN, Decision.DENY];

/**
 * Returns each image of a resource once, with the findings of all its occurrences there. A resource
 * may contain an image several times, and a declaration may name it too. Its tag may then violate a
 * rule that the pinned reference passes.
 */
export function imagesByResource({
  images,
}: Pick<StackReport, 'images'>): readonly ReportedImage[] {
  const merged: ReportedImage[] = [];
  const places = new Map<string, number[]>();
  for (const image of images) {
    const { address, gate, verdict } = image;
    const key = JSON.stringify([gate, address, verdict.path, verdict.reference]);
    const known = places.get(key) ?? [];
    const same = known.find((at) => address !== undefined && isSameImage(merged[at], image));
    if (same === undefined) places.set(key, [...known, merged.push(image) - 1]);
    else merged[same] = withFindingsOf(merged[same], image);
  }
  return merged;
}

function isSameImage({ verdict: a }: ReportedImage, { verdict: b }: ReportedImage): boolean {
  return isDeepStrictEqual(
    [a.image, a.platforms, a.vulnerabilities],
    [b.image, b.platforms, b.vulnerabilities],
  );
}

function withFindingsOf(image: ReportedImage, other: ReportedImage): ReportedImage {
  const known = new Set(image.verdict.findings.map((finding) => JSON.stringify(finding)));
  const found = [image, other].flatMap(({ verdict, origins = [] }, at) =>
    verdict.findings
      .map((finding, index) => ({ finding, origin: origins[index] }))
      .filter(({ finding }) => at === 0 || !known.has(JSON.stringify(finding))),
  );
  const rank = ({ finding }: (typeof found)[number]): number => ruleOrder(finding.ruleId);
  const findings = found.sort((a, b) => rank(a) - rank(b));
  const [better, worse] = [image, other].sort(
    (a, b) => BEST_FIRST.indexOf(a.verdict.decision) - BEST_FIRST.indexOf(b.verdict.decision),
  );
  return {
    ...worse,
    verdict: {
      ...better.verdict,
      ...worse.verdict,
      findings: findings.map(({ finding }) => finding),
    },
    ...(findings.every(({ origin }) => origin === undefined)
      ? {}
      : { origins: findings.map(({ origin }) => origin) }),
  };
}

function ruleOrder(ruleId: string): number {
  const at = (IMAGE_RULE_IDS as readonly string[]).indexOf(ruleId);
  return at < 0 ? Infinity : at;
}

/** Groups verdicts that differ only in the place of the image. */
export function groupVerdicts(images: readonly ReportedImage[]): GroupedVerdict[] {
  const groups = new Map<string, { verdict: ImageVerdict; places: Set<string> }>();
  for (const { verdict, address } of images) {
    const { reference, decision, findings, image } = verdict;
    const key = JSON.stringify([reference, decision, findings, image]);
    const group = groups.get(key) ?? { verdict, places: new Set<string>() };
    groups.set(key, group);
    group.places.add(verdict.path ?? address ?? '');
  }
  return [...groups.values()].map(({ verdict, places }) => ({ verdict, places: [...places] }));
}
