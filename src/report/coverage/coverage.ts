import { Decision } from '../../policy';
import { counted, cut } from '../../util/text';
import { State } from '../entries';
import { ReportedResource } from './resource-report';
import { StackReport } from '../stack-report';

/** The outcomes of resources, worst first. A resource in doubt is denied, warned or waived. */
export const COVERAGE_KINDS = [
  'denied',
  'warned',
  'waived',
  'declared',
  'images',
  'ignored',
  'harmless',
] as const;

/** Outcome of a resource. */
export type CoverageKind = (typeof COVERAGE_KINDS)[number];

/** Titles of the groups of resources. */
export const COVERAGE_TITLES: { readonly [kind in CoverageKind]: string } = {
  denied: 'In doubt: denied',
  warned: 'In doubt: warned',
  waived: 'In doubt: waived',
  declared: 'Images declared',
  images: 'Images found',
  ignored: 'Ignored',
  harmless: 'Harmless',
};

/**
 * The decisions about the resources in doubt. The images of all other resources are decided one by
 * one.
 */
export const DOUBT_STATES: { readonly [kind in CoverageKind]?: State } = {
  denied: 'denied',
  warned: 'warned',
  waived: 'waived',
};

/**
 * One line about a resource. Paths and references are separate from words, so that a format can
 * mark them up.
 */
export interface CoverageLine {
  readonly kind: 'doubt' | 'by' | 'image' | 'note' | 'rest';
  /** Path in the resource. */
  readonly where?: string;
  readonly reference?: string;
  readonly words?: string;
}

/** One resource, as lists show it. */
export interface ShownResource {
  readonly address: string;
  /** Path of the construct. */
  readonly path?: string;
  readonly lines: readonly CoverageLine[];
}

/** The resources of a part with the same outcome. */
export interface ShownGroup {
  readonly kind: CoverageKind;
  /** Number of resources, shown or not. */
  readonly count: number;
  readonly resources: readonly ShownResource[];
  /**
   * Harmless resources that are only counted, by the reason why they are harmless, most frequent
   * first.
   */
  readonly counted: readonly { readonly words: string; readonly count: number }[];
  /** Number of resources that are neither shown nor counted. */
  readonly left: number;
}

/** Maximum number of lines in all lists of a report. */
const MAX_LINES = 10_000;

/**
 * Maximum number of doubts, images and notes shown for one resource, each. A manifest can have
 * thousands.
 */
const MAX_ITEMS = 20;

/** Maximum number of harmless resources shown one by one. */
const MAX_HARMLESS = 20;

/** Maximum number of characters shown of a text from outside. */
const MAX_LENGTH = 1_000;

/**
 * Counts the lines that may still be shown in a report. After the first item that does not fit, no
 * other item fits.
 */
export class LineBudget {
  private left = MAX_LINES;

  public spend(lines: number): boolean {
    if (lines > this.left) {
      this.left = 0;
      return false;
    }
    this.left -= lines;
    return true;
  }
}

export interface CoverageOptions {
  /** Whether many harmless resources are counted instead of listed. */
  readonly countHarmless: boolean;
  /** The groups to return. All by default. */
  readonly kinds?: readonly CoverageKind[];
}

/**
 * Returns the resources of a part in groups, worst first. If a limit hides a doubt or an image, a
 * line says so.
 */
export function coverageOf(
  part: StackReport,
  budget: LineBudget,
  { countHarmless, kinds: wanted = COVERAGE_KINDS }: CoverageOptions,
): ShownGroup[] {
  const kinds = kindsOf(part);
  return wanted.flatMap((kind) => {
    const all = part.resources.filter((_, at) => kinds[at] === kind);
    if (all.length === 0) return [];
    const isCounted = countHarmless && kind === 'harmless' && all.length > MAX_HARMLESS;
    const listed = isCounted ? all.filter(({ notes }) => notes.length > 0) : all;
    const resources: ShownResource[] = [];
    for (const resource of listed) {
      const shown = shownResource(resource, kind);
      if (!budget.spend(1 + shown.lines.length)) break;
      resources.push(shown);
    }
    const counted: ShownGroup['counted'][number][] = [];
    if (isCounted) {
      for (const one of countsBy(all.filter(({ notes }) => notes.length === 0))) {
        if (!budget.spend(1)) break;
        counted.push(one);
      }
    }
    const included = counted.reduce((total, { count }) => total + count, resources.length);
    return [{ kind, count: all.length, resources, counted, left: all.length - included }];
  });
}

/**
 * Returns the number of resources with each outcome, as a phrase. Undefined if no resource was
 * searched.
 */
export function coverageSentence(parts: readonly StackReport[]): string | undefined {
  const counts = new Map<CoverageKind, number>();
  let total = 0;
  for (const part of parts) {
    // Several gates may search one resource.
    const worst = new Map<string, number>();
    kindsOf(part).forEach((kind, at) => {
      const { address } = part.resources[at];
      const rank = COVERAGE_KINDS.indexOf(kind);
      worst.set(address, Math.min(rank, worst.get(address) ?? rank));
    });
    for (const rank of worst.values()) {
      const kind = COVERAGE_KINDS[rank];
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    total += worst.size;
  }
  if (total === 0) return undefined;
  const of = (kind: CoverageKind): number => counts.get(kind) ?? 0;
  const doubts = (['denied', 'warned', 'waived'] as const).filter((kind) => of(kind) > 0);
  const inDoubt = doubts.reduce((sum, kind) => sum + of(kind), 0);
  const how = doubts.map((kind) => `${of(kind)} ${kind}`).join(', ');
  const outcomes = [
    `${inDoubt} in doubt${inDoubt > 0 ? ` (${how})` : ''}`,
    ...(of('declared') > 0 ? [`${of('declared')} with declared images`] : []),
    `${of('images')} with images`,
    ...(of('ignored') > 0 ? [`${of('ignored')} ignored`] : []),
    `${of('harmless')} harmless`,
  ];
  return `${resourcesText(total)}: ${outcomes.join(', ')}`;
}

/** Formats a number of resources. */
export function resourcesText(count: number): string {
  return counted(count, 'resource');
}

function kindsOf({ resources, undeterminable }: StackReport): CoverageKind[] {
  const warned = new Set(
    undeterminable
      .filter(({ decision }) => decision === Decision.WARN)
      .map(({ address, gate }) => JSON.stringify([address, gate])),
  );
  return resources.map((resource) => {
    const { address, gate, outcome, found, doubts, declaredBy, waivedBy } = resource;
    if (outcome === 'ignored') return 'ignored';
    if (outcome === 'undeterminable') {
      if (waivedBy !== undefined) return 'waived';
      return warned.has(JSON.stringify([address, gate])) ? 'warned' : 'denied';
    }
    if (declaredBy !== undefined || doubts.length > 0) return 'declared';
    return found.length > 0 ? 'images' : 'harmless';
  });
}

function shownResource(resource: ReportedResource, kind: CoverageKind): ShownResource {
  const { address, path, found, doubts, harmless, notes, declaredBy, waivedBy } = resource;
  return {
    address: short(address),
    ...(path === undefined ? {} : { path: short(path) }),
    lines: [
      ...bounded(doubts, 'doubt', ({ where, reason }) => ({
        kind: 'doubt',
        ...(where === '' ? {} : { where: short(where) }),
        words: short(where === '' ? `the resource ${reason}` : reason),
      })),
      ...(waivedBy === undefined ? [] : [byLine(`waived by ${waivedBy}`)]),
      ...(declaredBy === undefined ? [] : [byLine(`declared by ${declaredBy}`)]),
      ...bounded(found, 'image', ({ reference, where }) => ({
        kind: 'image',
        reference: short(reference),
        ...(where === undefined ? { words: sourceOf(declaredBy) } : { where: short(where) }),
      })),
      ...bounded(notes, 'note', (note) => ({ kind: 'note', words: short(`note: ${note}`) })),
      // A resource in doubt as a whole has no rest.
      ...(kind !== 'ignored' && doubts.some(({ where }) => where === '')
        ? []
        : [{ kind: 'rest', words: restOf(kind, short(harmless)) } as const]),
    ],
  };
}

function restOf(kind: CoverageKind, harmless: string): string {
  if (kind === 'ignored') return 'the gate ignores it: nothing in it is judged';
  return kind === 'harmless' ? harmless : `the rest is harmless (${harmless})`;
}

/** Returns the source of an image that no value of its resource contains. */
function sourceOf(declaredBy: string | undefined): string {
  return declaredBy === undefined ? 'named by hss-verdicts.json' : 'declared';
}

function byLine(words: string): CoverageLine {
  return { kind: 'by', words: short(words) };
}

function bounded<T>(
  all: readonly T[],
  kind: 'doubt' | 'image' | 'note',
  line: (one: T) => CoverageLine,
): CoverageLine[] {
  const left = all.length - MAX_ITEMS;
  const more = `and ${counted(left, `more ${kind}`)}: see --output json`;
  return [
    ...all.slice(0, MAX_ITEMS).map(line),
    ...(left > 0 ? [{ kind, words: more } as const] : []),
  ];
}

function countsBy(resources: readonly ReportedResource[]): ShownGroup['counted'] {
  const counts = new Map<string, number>();
  for (const { harmless } of resources) counts.set(harmless, (counts.get(harmless) ?? 0) + 1);
  return [...counts]
    .map(([words, count]) => ({ words: short(words), count }))
    .sort((a, b) => b.count - a.count);
}

function short(text: string): string {
  return cut(text, MAX_LENGTH);
}
