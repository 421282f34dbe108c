import { deploysElsewhere, deploysNothing } from './kinds';
import { Judge, Judgement } from './judge';
import { Mention, findMentions, isAmong } from './mentions';
import { CorpusObject, Origin } from './objects';
import { normalizeReason } from './reasons';

/** An object of interest, for the lists that are written to files. */
export interface Case {
  readonly file: string;
  readonly kind: string;
  readonly name: string;
  readonly details: readonly string[];
}

export interface KindCounts {
  objects: number;
  withImages: number;
  inDoubt: number;
  harmless: number;
}

/** Judges objects one by one and counts the results. */
export class Tally {
  public readonly origins = new Map<Origin, number>();
  public readonly kinds = new Map<string, KindCounts>();
  /** Objects in doubt by reason. An object with several reasons is counted for each. */
  public readonly reasons = new Map<string, number>();
  /** The same for objects without images. */
  public readonly needlessReasons = new Map<string, number>();
  public objects = 0;
  public images = 0;
  public withImages = 0;
  public inDoubt = 0;
  public harmless = 0;
  /**
   * Objects of kinds that deploy content from elsewhere, and those of them that are not in doubt.
   */
  public elsewhere = 0;
  public elsewhereUnseen = 0;
  /** Objects without images, as far as the text search can determine. */
  public imageless = 0;
  public mentions = 0;
  public mentionsInDoubt = 0;

  /** Mentions that discovery neither found nor put in doubt. */
  public readonly misses: Case[] = [];
  public missesOfHarmlessKinds = 0;
  public readonly doubts: Case[] = [];
  /** Objects without images that are in doubt. */
  public readonly needless: Case[] = [];
  /** Objects whose two forms give different results. */
  public readonly disagreements: Case[] = [];
  public readonly crashes: Case[] = [];

  public constructor(private readonly judge: Judge) {}

  public add(file: string, object: CorpusObject): void {
    const { kind, name, origin } = object;
    this.objects += 1;
    this.origins.set(origin, (this.origins.get(origin) ?? 0) + 1);
    const of = (...details: string[]): Case => ({ file, kind, name, details });
    let judgements: Judgement[];
    try {
      judgements = object.questions.map((question) => this.judge(question));
    } catch (error) {
      this.crashes.push(of(String(error)));
      return;
    }
    const [judgement, ...others] = judgements;
    for (const other of others) {
      if (formOf(other) !== formOf(judgement)) {
        this.disagreements.push(of(formOf(judgement), formOf(other)));
      }
    }
    this.count(kind, judgement);
    const { references, imageKeys } = findMentions(object.value, object.text);
    this.compare(judgement, references, deploysNothing(kind), of);
    const elsewhere = deploysElsewhere(kind);
    const inDoubt = judgement.outcome === 'undeterminable';
    const imageless =
      !elsewhere &&
      origin !== 'compose' &&
      (deploysNothing(kind) || (references.length === 0 && imageKeys.length === 0));
    if (elsewhere) this.elsewhere += 1;
    if (elsewhere && !inDoubt) this.elsewhereUnseen += 1;
    if (imageless) this.imageless += 1;
    if (!inDoubt) return;
    const reasons = new Set(judgement.causes.map(normalizeReason));
    increment(this.reasons, reasons);
    const sort = elsewhere ? 'elsewhere' : imageless ? 'deploys no image' : 'may deploy images';
    this.doubts.push(of(sort, ...judgement.reasons));
    if (imageless) {
      increment(this.needlessReasons, reasons);
      this.needless.push(of(...judgement.reasons));
    }
  }

  private count(kind: string, { outcome, images }: Judgement): void {
    const counts = this.kinds.get(kind) ?? { objects: 0, withImages: 0, inDoubt: 0, harmless: 0 };
    this.kinds.set(kind, counts);
    const [withImages, inDoubt] = [images.length > 0, outcome === 'undeterminable'].map(Number);
    const harmless = Number(outcome === 'none');
    this.images += images.length;
    this.withImages += withImages;
    this.inDoubt += inDoubt;
    this.harmless += harmless;
    counts.objects += 1;
    counts.withImages += withImages;
    counts.inDoubt += inDoubt;
    counts.harmless += harmless;
  }

  private compare(
    { outcome, images }: Judgement,
    references: readonly Mention[],
    startsNothing: boolean,
    of: (...details: string[]) => Case,
  ): void {
    this.mentions += references.length;
    for (const { text, at } of references) {
      if (isAmong(text, images)) continue;
      if (outcome === 'undeterminable') this.mentionsInDoubt += 1;
      else {
        if (startsNothing) this.missesOfHarmlessKinds += 1;
        this.misses.push(of(startsNothing ? 'kind starts nothing' : '', at, text));
      }
    }
  }
}

function formOf({ outcome, images }: Judgement): string {
  return [outcome, ...[...images].sort()].join(' ');
}

function increment(counts: Map<string, number>, keys: Iterable<string>): void {
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
}
