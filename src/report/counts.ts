import { Decision, PolicyFinding } from '../policy';
import { groupErrors } from './advice/error-key';
import { stateOf } from './entries';
import { POLICY_RULES } from './reported-rules';
import { RunReport } from './run-report';
import { StackReport, groupVerdicts, imagesByResource } from './stack-report';
import { counted } from '../util/text';

/**
 * The numbers of a run's results. `images` is the sum of `allowed`, `waived`, `warned`, `denied`
 * and `undecided`. An image counts once, wherever it is deployed. An image with several verdicts or
 * errors counts once for each, because each has its own row.
 */
export interface Counts {
  readonly images: number;
  /**
   * Places where the images are deployed: constructs or resources. An image that is given by itself
   * has one.
   */
  readonly uses: number;
  readonly allowed: number;
  /** Images allowed only because live exceptions waive their findings. */
  readonly waived: number;
  readonly warned: number;
  readonly denied: number;
  readonly undecided: number;
  /** Resources whose images can't be determined. */
  readonly undeterminable: {
    readonly denied: number;
    readonly warned: number;
    /** Resources allowed only because a live exception waives the finding. */
    readonly waived: number;
  };
  readonly ignored: number;
  readonly conflicts: number;
}

/**
 * The numbers of images and resources that violate a rule, by outcome. Each is counted as in
 * `Counts`.
 */
export interface RuleCount {
  readonly ruleId: string;
  /** A few words. Undefined for a rule that this version does not know. */
  readonly title?: string;
  readonly denied: number;
  readonly warned: number;
  readonly waived: number;
}

/** Counts the images and resources of all parts of a run by outcome. */
export function countsOf({ parts }: Pick<RunReport, 'parts'>): Counts {
  const states = groupVerdicts(parts.flatMap(imagesByResource)).map(({ verdict }) =>
    stateOf(verdict),
  );
  const ofState = (state: string): number => states.filter((one) => one === state).length;
  const unclear = parts
    .flatMap(({ undeterminable }) => undeterminable)
    .map(({ decision, finding }) => stateOf({ decision, findings: [finding] }));
  const unclearOf = (state: string): number => unclear.filter((one) => one === state).length;
  const errors = parts.flatMap((part) => part.undecided);
  const undecided = groupErrors(errors, { perImage: true }).length;
  return {
    images: states.length + undecided,
    uses: sum(parts.map(usesIn)),
    allowed: ofState('allowed'),
    waived: ofState('waived'),
    warned: ofState('warned'),
    denied: ofState('denied'),
    undecided,
    undeterminable: {
      denied: unclearOf('denied'),
      warned: unclearOf('warned'),
      waived: unclearOf('waived'),
    },
    ignored: sum(parts.map((part) => part.ignored.length)),
    conflicts: sum(parts.map((part) => part.conflicts.length)),
  };
}

/** Counts the places of images in one part. An address in two stacks is two places. */
function usesIn(part: StackReport): number {
  const groups = [
    ...groupVerdicts(imagesByResource(part)),
    ...groupErrors(part.undecided, { perImage: true }),
  ];
  return sum(groups.map(({ places }) => places.length));
}

/** Returns the violated and waived rules with their counts, in the order of the checks. */
export function ruleCountsOf({ parts }: RunReport): RuleCount[] {
  const counts = new Map<string, { denied: number; warned: number; waived: number }>();
  const add = (decision: Decision, { ruleId, waivedBy }: PolicyFinding): void => {
    const count = counts.get(ruleId) ?? { denied: 0, warned: 0, waived: 0 };
    counts.set(ruleId, count);
    if (waivedBy !== undefined) count.waived += 1;
    else count[decision === Decision.WARN ? 'warned' : 'denied'] += 1;
  };
  for (const { verdict } of groupVerdicts(parts.flatMap(imagesByResource))) {
    for (const finding of verdict.findings) add(verdict.decision, finding);
  }
  for (const { undeterminable } of parts) {
    for (const { decision, finding } of undeterminable) add(decision, finding);
  }
  const titles = new Map<string, string>(POLICY_RULES.map(({ id, title }) => [id, title]));
  const ids = [...titles.keys(), ...[...counts.keys()].filter((id) => !titles.has(id)).sort()];
  return ids.flatMap((ruleId) => {
    const count = counts.get(ruleId);
    const title = titles.get(ruleId);
    return count === undefined
      ? []
      : [{ ruleId, ...(title === undefined ? {} : { title }), ...count }];
  });
}

/**
 * Formats the counts as a part of a sentence, worst first:
 * `3 images: 1 denied, 2 allowed; 1 resource undeterminable`.
 */
export function countsSentence(counts: Counts): string {
  const parts = [
    counts.images === 0 ? '' : statesText(counts),
    undeterminableText(counts),
    counts.conflicts > 0 ? counted(counts.conflicts, 'conflict') : '',
    counts.ignored > 0 ? `${counted(counts.ignored, 'resource')} ignored` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'no images' : parts.join('; ');
}

/** Formats the counts by state: `1 image denied` if all images have one state and one place each. */
function statesText(counts: Counts): string {
  const states = (['denied', 'undecided', 'warned', 'waived', 'allowed'] as const).filter(
    (state) => counts[state] > 0,
  );
  if (states.length === 1 && counts.uses === counts.images) {
    return `${imagesText(counts)} ${states[0]}`;
  }
  return `${imagesText(counts)}: ${states.map((state) => `${counts[state]} ${state}`).join(', ')}`;
}

/** Formats the number of undeterminable resources, by outcome unless all are denied. */
function undeterminableText({ undeterminable }: Counts): string {
  const { denied, warned, waived } = undeterminable;
  const all = denied + warned + waived;
  if (all === 0) return '';
  const states = (['denied', 'warned', 'waived'] as const)
    .filter((state) => undeterminable[state] > 0)
    .map((state) => `${undeterminable[state]} ${state}`);
  const details = denied === all ? '' : ` (${states.join(', ')})`;
  return `${counted(all, 'resource')} undeterminable${details}`;
}

/** Formats the counts of stacks or plans as a part of a sentence, as in reports. */
export function countsText(parts: readonly StackReport[]): string {
  return countsSentence(countsOf({ parts }));
}

/** Formats the number of images, with their places if there are more: `3 images in 5 places`. */
export function imagesText({ images, uses }: Counts): string {
  const places = uses > images ? ` in ${counted(uses, 'place')}` : '';
  return `${counted(images, 'image')}${places}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
