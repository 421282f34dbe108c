import { discover, discoverValues } from '../../src/discovery';

/** A resource of a plan, or of a configuration in JSON. */
export type Question =
  | { readonly type: string; readonly values: unknown; readonly unknown?: unknown }
  | { readonly document: unknown; readonly address: string };

/** Discovery's result for a resource. */
export interface Judgement {
  readonly outcome: 'images' | 'none' | 'undeterminable';
  readonly images: readonly string[];
  readonly reasons: readonly string[];
  /** The reasons without their locations. */
  readonly causes: readonly string[];
}

export type Judge = (question: Question) => Judgement;

interface Answer {
  readonly outcome: Judgement['outcome'];
  readonly images: readonly { readonly reference: string }[];
  readonly reason?: string;
  readonly doubts?: readonly { readonly where: string; readonly reason: string }[];
}

/** Makes a judge that calls discovery, and caches the result for the last configuration. */
export function createJudge(): Judge {
  let last: { readonly document: unknown; readonly answers: ReadonlyMap<string, Answer> } = {
    document: undefined,
    answers: new Map(),
  };
  return (question) => {
    if ('type' in question) {
      const { type, values, unknown } = question;
      return judgementOf(discoverValues(type, values, { unknown }));
    }
    const { document, address } = question;
    if (last.document !== document) {
      last = { document, answers: new Map(discover(document).map((one) => [one.address, one])) };
    }
    const answer = last.answers.get(address);
    if (answer === undefined) throw new Error(`discovery does not list ${address}`);
    return judgementOf(answer);
  };
}

function judgementOf({ outcome, images, reason, doubts }: Answer): Judgement {
  const found = { outcome, images: [...new Set(images.map(({ reference }) => reference))] };
  if (outcome !== 'undeterminable') return { ...found, reasons: [], causes: [] };
  if (doubts === undefined || doubts.length === 0) {
    const reasons = (reason ?? '').split('; ');
    return { ...found, reasons, causes: reasons };
  }
  return {
    ...found,
    reasons: doubts.map((one) => (one.where === '' ? one.reason : `${one.where}: ${one.reason}`)),
    causes: doubts.map((one) => one.reason),
  };
}
