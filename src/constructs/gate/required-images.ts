import { advanceAll } from './asking/advance-all';
import { JudgingSettings } from './asking/evaluation';
import { GatedImage } from './gated-image';

/** A gate with required images. */
export interface RequiringGate {
  readonly judging: Pick<JudgingSettings, 'path'>;
  required(): readonly GatedImage[];
}

/** A required image and its gate. */
export interface RequiredImage<G extends RequiringGate> {
  readonly gate: G;
  readonly image: GatedImage;
}

/** The required images of the gates, and which of them are in resources. */
export class RequiredImages<G extends RequiringGate> {
  private readonly byText = new Map<string, RequiredImage<G>[]>();
  private readonly all: RequiredImage<G>[] = [];
  private readonly used = new Set<GatedImage>();

  constructor(private readonly gates: readonly G[]) {
    for (const gate of gates) {
      for (const image of gate.required()) this.all.push({ gate, image });
    }
    advanceAll(this.all.map(({ gate, image }) => ({ image, path: gate.judging.path })));
    for (const one of this.all) {
      const text = one.image.deployed;
      this.byText.set(text, [...(this.byText.get(text) ?? []), one]);
    }
  }

  public get isOutdated(): boolean {
    return this.gates.flatMap((gate) => gate.required()).length > this.all.length;
  }

  /** The strings that `require` returned. */
  public get texts(): ReadonlySet<string> {
    return new Set(this.byText.keys());
  }

  /** Returns the images for which `require` returned a string in a resource. */
  public imagesOf(text: string): readonly RequiredImage<G>[] {
    return this.byText.get(text) ?? [];
  }

  /** Marks an image as judged in the resource that contains it. */
  public markUsed(image: GatedImage): void {
    this.used.add(image);
  }

  public unused(): RequiredImage<G>[] {
    return this.all.filter(({ image }) => !this.used.has(image));
  }
}
