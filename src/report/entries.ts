import { Decision, FileLine, ImageVerdict, PolicyFinding } from '../policy';
import { ReportedImage, StackReport, groupVerdicts } from './stack-report';

/**
 * What became of something, in one word, worst first. `waived`: allowed only because live exceptions waive what was
 * found.
 */
export const STATES = ['denied', 'undecided', 'warned', 'waived', 'allowed', 'ignored'] as const;

/** What became of something. */
export type State = (typeof STATES)[number];

/** One thing that a report tells of: the rows of its tables. */
export interface Entry {
  readonly kind: 'image' | 'undecided' | 'undeterminable' | 'conflict' | 'ignored';
  readonly state: State;
  /** What it is about: an image's reference, a resource's address, or the stack. */
  readonly subject: string;
  /** Where the image is deployed: construct paths, or addresses. */
  readonly places: readonly string[];
  /** Address of the resource, where there is one. */
  readonly address?: string;
  /** Path of the construct, where one is known. */
  readonly path?: string;
  readonly verdict?: ImageVerdict;
  readonly findings: readonly PolicyFinding[];
  /** Where the exception is written that a finding names, by the finding's index. */
  readonly origins?: readonly (FileLine | undefined)[];
  /** What there is to say beside the findings; may have several lines. */
  readonly message?: string;
  /** Code of the error that kept it from being decided. */
  readonly code?: string;
}

/** All that a part of a report tells of, worst first, and otherwise in the order of the report. */
export function entriesOf(part: StackReport): Entry[] {
  return worstFirst([...part.images.map((image) => imageEntry(image)), ...otherEntries(part)]);
}

/** The same for people: images that differ in nothing but their places are one. */
export function groupedEntriesOf(part: StackReport): Entry[] {
  const images = groupVerdicts(part.images).map(({ verdict, places }) => ({
    ...imageEntry({ verdict, gate: '' }),
    places: places.filter((place) => place !== '' && place !== verdict.reference),
  }));
  return worstFirst([...images, ...otherEntries(part)]);
}

/** What became of an image, or of a resource. */
export function stateOf({
  decision,
  findings,
}: Pick<ImageVerdict, 'decision' | 'findings'>): 'denied' | 'warned' | 'waived' | 'allowed' {
  if (decision === Decision.ALLOW) return findings.length > 0 ? 'waived' : 'allowed';
  // Whatever is not plainly WARN, such as a value from untyped code, is denied.
  return decision === Decision.WARN ? 'warned' : 'denied';
}

function imageEntry({ verdict, address, origins }: ReportedImage): Entry {
  const path = verdict.path;
  const place = path ?? address;
  return {
    kind: 'image',
    state: stateOf(verdict),
    subject: verdict.reference,
    places: place === undefined ? [] : [place],
    ...(address === undefined ? {} : { address }),
    ...(path === undefined ? {} : { path }),
    verdict,
    findings: verdict.findings,
    ...(origins === undefined ? {} : { origins }),
  };
}

function otherEntries(part: StackReport): Entry[] {
  return [
    ...part.undecided.map(({ reference, path, error }): Entry => ({
      kind: 'undecided',
      state: 'undecided',
      subject: reference,
      // Of an image that was named by itself there is no other place.
      places: path === '' || path === reference ? [] : [path],
      path,
      findings: [],
      message: error.message,
      code: error.code,
    })),
    ...part.undeterminable.map(({ address, path, decision, finding, origin }): Entry => ({
      kind: 'undeterminable',
      state: stateOf({ decision, findings: [finding] }),
      subject: address,
      places: path === undefined ? [] : [path],
      address,
      ...(path === undefined ? {} : { path }),
      findings: [finding],
      origins: [origin],
    })),
    ...part.conflicts.map((conflict): Entry => ({
      kind: 'conflict',
      state: 'denied',
      subject: part.stack,
      places: [],
      findings: [],
      message: conflict,
    })),
    ...part.ignored.map(({ address, path }): Entry => ({
      kind: 'ignored',
      state: 'ignored',
      subject: address,
      places: path === undefined ? [] : [path],
      address,
      ...(path === undefined ? {} : { path }),
      findings: [],
      message: 'the gate was told to pass over it',
    })),
  ];
}

function worstFirst(entries: readonly Entry[]): Entry[] {
  return STATES.flatMap((state) => entries.filter((entry) => entry.state === state));
}
