import { isAwaitedAnyway } from '../asking/vulnerabilities/awaited-anyway';
import { HssError } from '../contract/error';
import {
  Enforcement,
  ImageReference,
  JudgeInput,
  Judgement,
  Pinning,
  Policy,
  denyUnreadable,
  judgeInFull,
  parseReference,
  shownReference,
} from '../policy';
import { ListedRows, scanRecords } from '../policy/records';
import { PublishTimes } from '../policy/vulnerabilities/grace';
import { VulnerabilityAnswers } from '../policy/vulnerabilities/judgement';
import { ImageUpstream, askForImages } from './ask';
import { askForTimes, timesFor } from './ask-for-times';

/** One deployed image. */
export interface ImageCase {
  /** The text as written, whether or not it is a valid reference. */
  readonly reference: string;
  /** Path of the construct that deploys it, if known. */
  readonly path?: string;
}

/** A judgement, or the error that prevented it. */
export type ImageOutcome =
  | {
      readonly judgement: Judgement;
      /** Whether its vulnerabilities were asked for. */
      readonly hasVulnerabilities?: true;
    }
  | { readonly error: HssError };

/** How images are judged. */
export interface ImageJudging {
  readonly source: ImageUpstream;
  readonly policy: Policy;
  readonly enforcement: Enforcement;
  readonly pinning: Pinning;
  readonly enterpriseProjectId?: string;
  /** Returns the time of judgement, ms since 1970. Called when the answers have arrived. */
  readonly now: () => number;
  /** Whether images are queried only by name: see `AskOptions`. */
  readonly onlyByName?: true;
}

/**
 * Judges images by what HSS currently lists. The outcomes are in the order of the cases.
 * @param isAskedAgain whether images whose scan is awaited will be asked for again; until then,
 *   their vulnerabilities are left out
 */
export async function judgeImages(
  cases: readonly ImageCase[],
  judging: ImageJudging,
  { isAskedAgain = false }: { readonly isAskedAgain?: boolean } = {},
): Promise<ImageOutcome[]> {
  const { source, policy, enterpriseProjectId, onlyByName } = judging;
  const project = enterpriseProjectId === undefined ? {} : { enterpriseProjectId };
  const read = new Map<string, ReferenceReading>();
  for (const { reference } of cases) {
    if (!read.has(reference)) read.set(reference, readReference(reference));
  }
  const references = [...read.values()].flatMap((one) => ('image' in one ? [one.image] : []));
  const answers = await askForImages(references, source, {
    lists: policy.imageSources,
    ...project,
    onlyByName: onlyByName ?? false,
    policy,
    ...(isAskedAgain ? { leavesOut: awaitedIn(cases, judging) } : {}),
  });
  const now = judging.now();
  const toJudge = cases.map(({ reference, path }): ToJudge => {
    const one = read.get(reference)!;
    const common = {
      policy,
      now,
      source: source.source,
      ...(path === undefined ? {} : { path }),
    };
    if ('problem' in one) return { judgement: denyUnreadable({ ...common, ...one }) };
    const answer = answers.get(one.image)!;
    if ('error' in answer) return answer;
    const { listed, vulnerabilities: lists } = answer;
    const input = { ...inputOf(one.image, listed, judging), ...common };
    return { input, ...(lists === undefined ? {} : { lists }) };
  });
  return judgeWithTimes(toJudge, source, project);
}

/** An image with its lists, or with an outcome that needs none. */
type ToJudge =
  | ImageOutcome
  | {
      readonly input: Omit<JudgeInput, 'vulnerabilities'>;
      readonly lists?: VulnerabilityAnswers['lists'];
    };

/**
 * Judges images, asks for the publication times that the judgements need, for all images at once,
 * and judges again.
 */
async function judgeWithTimes(
  all: readonly ToJudge[],
  source: ImageUpstream,
  project: { readonly enterpriseProjectId?: string },
): Promise<ImageOutcome[]> {
  const first = all.map((one) => ('input' in one ? judgedBy(one, new Map()) : one));
  const wanted = first.flatMap((one) => ('judgement' in one ? one.judgement.wantedTimes : []));
  if (wanted.length === 0) return first;
  const answers = await askForTimes(wanted, source, project);
  return first.map((outcome, at): ImageOutcome => {
    const one = all[at];
    if ('error' in outcome || !('input' in one)) return outcome;
    if (outcome.judgement.wantedTimes.length === 0) return outcome;
    const times = timesFor(outcome.judgement, answers);
    return 'error' in times ? times : judgedBy(one, times.times);
  });
}

function judgedBy(
  { input, lists }: Extract<ToJudge, { readonly input: unknown }>,
  publishTimes: PublishTimes,
): Extract<ImageOutcome, { readonly judgement: unknown }> {
  if (lists === undefined) return { judgement: judgeInFull(input) };
  const judgement = judgeInFull({ ...input, vulnerabilities: { lists, publishTimes } });
  return { judgement, hasVulnerabilities: true };
}

/**
 * Returns whether the scan of an image is awaited, whatever its vulnerabilities are, at every
 * construct that deploys it.
 */
function awaitedIn(
  cases: readonly ImageCase[],
  judging: ImageJudging,
): (image: ImageReference, listed: ListedRows) => boolean {
  return (image, listed) => {
    const input = { ...inputOf(image, listed, judging), now: judging.now() };
    return cases
      .filter(({ reference }) => reference === image.text)
      .every(({ path }) => isAwaitedAnyway({ ...input, ...(path === undefined ? {} : { path }) }));
  };
}

function inputOf(
  reference: ImageReference,
  listed: ListedRows,
  { policy, source, enforcement, pinning }: ImageJudging,
): Omit<JudgeInput, 'vulnerabilities' | 'now'> {
  return {
    reference,
    records: scanRecords(listed, policy),
    policy,
    source: source.source,
    ...(source.recordedAt === undefined ? {} : { snapshotTime: source.recordedAt }),
    enforcement,
    pinning,
  };
}

type ReferenceReading =
  { readonly image: ImageReference } | { readonly reference: string; readonly problem: string };

function readReference(text: string): ReferenceReading {
  try {
    return { image: parseReference(text) };
  } catch (error) {
    if (error instanceof HssError) {
      return { reference: shownReference(text), problem: error.summary };
    }
    throw error;
  }
}
