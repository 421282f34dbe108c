import { Decision, PolicyFinding } from '../policy';
import { stateOf } from './entries';
import { POLICY_RULES } from './own-rules';
import { RunReport } from './run-report';
import { counted } from '../util/text';

/** How many of what a run came to. Each image is counted once: in `allowed`, `waived`, `warned`, `denied` or `undecided`. */
export interface Counts {
  readonly images: number;
  readonly allowed: number;
  /** Allowed only because live exceptions waive what was found. */
  readonly waived: number;
  readonly warned: number;
  readonly denied: number;
  readonly undecided: number;
  /** Resources of which it can't be said which images they deploy. */
  readonly undeterminable: {
    readonly denied: number;
    readonly warned: number;
    /** Let through only because a live exception waives it. */
    readonly waived: number;
  };
  readonly ignored: number;
  readonly conflicts: number;
}

/** How often a rule was not met, by what became of that. */
export interface RuleCount {
  readonly ruleId: string;
  /** A few words; none for a rule that this version does not know. */
  readonly title?: string;
  readonly denied: number;
  readonly warned: number;
  readonly waived: number;
}

/** How many of what all parts of a run came to. */
export function countsOf({ parts }: RunReport): Counts {
  const states = parts.flatMap(({ images }) => images.map(({ verdict }) => stateOf(verdict)));
  const ofState = (state: string): number => states.filter((one) => one === state).length;
  const unclear = parts
    .flatMap(({ undeterminable }) => undeterminable)
    .map(({ decision, finding }) => stateOf({ decision, findings: [finding] }));
  const unclearOf = (state: string): number => unclear.filter((one) => one === state).length;
  const undecided = sum(parts.map((part) => part.undecided.length));
  return {
    images: states.length + undecided,
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

/** The rules that were not met somewhere, in the order in which they are checked. */
export function ruleCountsOf({ parts }: RunReport): RuleCount[] {
  const counts = new Map<string, { denied: number; warned: number; waived: number }>();
  const add = (decision: Decision, { ruleId, waivedBy }: PolicyFinding): void => {
    const count = counts.get(ruleId) ?? { denied: 0, warned: 0, waived: 0 };
    counts.set(ruleId, count);
    if (waivedBy !== undefined) count.waived += 1;
    else count[decision === Decision.WARN ? 'warned' : 'denied'] += 1;
  };
  for (const { images, undeterminable } of parts) {
    for (const { verdict } of images) {
      for (const finding of verdict.findings) add(verdict.decision, finding);
    }
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

/** The counts in a sentence's part, worst first: `3 images: 1 denied, 2 allowed; 1 resource undeterminable`. */
export function countsSentence(counts: Counts): string {
  const states = (['denied', 'undecided', 'warned', 'waived', 'allowed'] as const)
    .filter((state) => counts[state] > 0)
    .map((state) => `${counts[state]} ${state}`);
  const { denied, warned, waived } = counts.undeterminable;
  const undeterminable = denied + warned + waived;
  const images =
    counts.images === 0 ? 'no images' : `${counted(counts.images, 'image')}: ${states.join(', ')}`;
  return [
    images,
    undeterminable > 0
      ? `${counted(undeterminable, 'resource')} undeterminable${waived > 0 ? ` (${waived} waived)` : ''}`
      : '',
    counts.conflicts > 0 ? counted(counts.conflicts, 'conflict') : '',
    counts.ignored > 0 ? `${counted(counts.ignored, 'resource')} ignored` : '',
  ]
    .filter((part) => part !== '')
    .join('; ');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
