import { Decision, FileLine, ImageVerdict, PolicyFinding } from '../policy';
import { errorKey, groupErrors } from './advice/error-key';
import { RunReport } from './run-report';
import {
  ReportedImage,
  StackReport,
  UndecidedImage,
  groupVerdicts,
  imagesByResource,
  isDenied,
} from './stack-report';

/**
 * The words for a decision in every report, worst first. `Decision` has only three values: an image
 * allowed only because live exceptions waive its findings is `waived`, and an image that an error
 * prevented from being decided is `undecided`.
 */
export const STATES = ['denied', 'undecided', 'warned', 'waived', 'allowed', 'ignored'] as const;

/** The word for a decision. */
export type State = (typeof STATES)[number];

/** One item of a report, and a row of its tables. */
export interface Entry {
  readonly kind: 'image' | 'undecided' | 'undeterminable' | 'conflict' | 'ignored';
  readonly state: State;
  /** The subject: an image's reference, a resource's address, or the stack. */
  readonly subject: string;
  /** Where the image is deployed: construct paths or addresses. */
  readonly places: readonly string[];
  /** Address of the resource, if there is one. */
  readonly address?: string;
  /** Path of the construct, if known. */
  readonly path?: string;
  readonly verdict?: ImageVerdict;
  readonly findings: readonly PolicyFinding[];
  /** Where the exceptions named in the findings are written, by the finding's index. */
  readonly origins?: readonly (FileLine | undefined)[];
  /** Text in addition to the findings. May have several lines. */
  readonly message?: string;
  /** Code of the error that prevented a decision. */
  readonly code?: string;
  /** Equal for the same error about other images. */
  readonly errorKey?: string;
}

/** Returns all entries of a part, worst first, and otherwise in the order of the report. */
export function entriesOf(part: StackReport): Entry[] {
  return worstFirst([
    ...imagesByResource(part).map((image) => imageEntry(image)),
    ...part.undecided.map((image) => undecidedEntry(image, [image.path])),
    ...otherEntries(part),
  ]);
}

/** Returns the entries for people: images that differ only in their places are one entry. */
export function groupedEntriesOf(part: StackReport): Entry[] {
  const images = groupVerdicts(imagesByResource(part)).map(({ verdict, places }) => ({
    ...imageEntry({ verdict, gate: '' }),
    places: places.filter((place) => place !== '' && place !== verdict.reference),
  }));
  const undecided = groupErrors(part.undecided, { perImage: true }).map(
    ({ images: [image], places }) => undecidedEntry(image, places),
  );
  return worstFirst([...images, ...undecided, ...otherEntries(part)]);
}

/** Returns the state of an image or a resource. */
export function stateOf({
  decision,
  findings,
}: Pick<ImageVerdict, 'decision' | 'findings'>): 'denied' | 'warned' | 'waived' | 'allowed' {
  if (decision === Decision.ALLOW) return findings.length > 0 ? 'waived' : 'allowed';
  // Any value other than WARN, such as one from untyped code, is denied.
  return decision === Decision.WARN ? 'warned' : 'denied';
}

/** Returns the worst state of a part. A waived image passes like an allowed one. */
export function stateOfPart(part: StackReport): 'denied' | 'undecided' | 'warned' | 'allowed' {
  if (isDenied(part)) return 'denied';
  if (part.undecided.length > 0) return 'undecided';
  const decided = [...part.images.map(({ verdict }) => verdict), ...part.undeterminable];
  return decided.some(({ decision }) => decision === Decision.WARN) ? 'warned' : 'allowed';
}

/**
 * Returns the state of a run. The outcome, and so the exit code, is `allowed` for warned images
 * too.
 */
export function stateOfRun({ outcome, parts }: RunReport): ReturnType<typeof stateOfPart> {
  if (outcome !== 'allowed') return outcome;
  return parts.some((part) => stateOfPart(part) === 'warned') ? 'warned' : 'allowed';
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

function undecidedEntry(
  { reference, path, error }: UndecidedImage,
  places: readonly string[],
): Entry {
  return {
    kind: 'undecided',
    state: 'undecided',
    subject: reference,
    // An image that is given by itself has no other place.
    places: places.filter((place) => place !== '' && place !== reference),
    path,
    findings: [],
    message: error.message,
    code: error.code,
    errorKey: errorKey(error),
  };
}

function otherEntries(part: StackReport): Entry[] {
  return [
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
      message: 'the gate ignores it',
    })),
  ];
}

function worstFirst(entries: readonly Entry[]): Entry[] {
  return STATES.flatMap((state) => entries.filter((entry) => entry.state === state));
}
