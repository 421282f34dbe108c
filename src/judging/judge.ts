import { HssError } from '../contract/error';
import {
  Enforcement,
  ImageReference,
  Judgement,
  Pinning,
  Policy,
  denyUnreadable,
  judgeInFull,
  parseReference,
  shownReference,
} from '../policy';
import { scanRecords } from '../policy/records';
import { ImageUpstream, askForImages } from './ask';

/** One image that is deployed. */
export interface ImageCase {
  /** As it is written, whether or not it is a reference. */
  readonly reference: string;
  /** Path of the construct that deploys it, where one is known. */
  readonly path?: string;
}

/** A judgement, or the error that kept an image from being judged. */
export type ImageOutcome = { readonly judgement: Judgement } | { readonly error: HssError };

/** By what images are judged. */
export interface ImageJudging {
  readonly source: ImageUpstream;
  readonly policy: Policy;
  readonly enforcement: Enforcement;
  readonly pinning: Pinning;
  readonly enterpriseProjectId?: string;
  /** The time of judgement, ms since 1970; read when the answers are there. */
  readonly now: () => number;
}

/** Judges images by what HSS has of them now; the outcomes are in the order of the cases. */
export async function judgeImages(
  cases: readonly ImageCase[],
  judging: ImageJudging,
): Promise<ImageOutcome[]> {
  const { source, policy, enterpriseProjectId, now } = judging;
  const read = new Map<string, Read>();
  for (const { reference } of cases) {
    if (!read.has(reference)) read.set(reference, readReference(reference));
  }
  const references = [...read.values()].flatMap((one) => ('image' in one ? [one.image] : []));
  const answers = await askForImages(references, source, {
    lists: policy.imageSources,
    ...(enterpriseProjectId === undefined ? {} : { enterpriseProjectId }),
  });
  const time = now();
  return cases.map(({ reference: text, path }): ImageOutcome => {
    const one = read.get(text)!;
    const common = {
      policy,
      now: time,
      source: source.source,
      ...(path === undefined ? {} : { path }),
    };
    if ('problem' in one) return { judgement: denyUnreadable({ ...common, ...one }) };
    const answer = answers.get(one.image)!;
    if ('error' in answer) return answer;
    const judgement = judgeInFull({
      reference: one.image,
      records: scanRecords(answer.listed, policy),
      ...common,
      ...(source.recordedAt === undefined ? {} : { snapshotTime: source.recordedAt }),
      enforcement: judging.enforcement,
      pinning: judging.pinning,
    });
    return { judgement };
  });
}

type Read =
  { readonly image: ImageReference } | { readonly reference: string; readonly problem: string };

function readReference(text: string): Read {
  try {
    return { image: parseReference(text) };
  } catch (error) {
    if (error instanceof HssError) {
      return { reference: shownReference(text), problem: error.summary };
    }
    throw error;
  }
}
