import { advanceAll } from './asking/advance-all';
import { Judging } from './asking/evaluation';
import { GatedImage } from './gated-image';

/** Whoever is asked for images. */
export interface RequiringGate {
  readonly judging: Pick<Judging, 'path'>;
  required(): readonly GatedImage[];
}

/** An image that a gate was asked for. */
export interface RequiredImage<G extends RequiringGate> {
  readonly gate: G;
  readonly image: GatedImage;
}

/** The images that the gates were asked for, and which of them stand in resources. */
export class RequiredImages<G extends RequiringGate> {
  private readonly byText = new Map<string, RequiredImage<G>[]>();
  private readonly all: RequiredImage<G>[] = [];
  private readonly held = new Set<GatedImage>();

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

  /** What `require` gave for them. */
  public get texts(): ReadonlySet<string> {
    return new Set(this.byText.keys());
  }

  /** Those that a text in a resource was given for. */
  public heldBy(text: string): readonly RequiredImage<G>[] {
    return this.byText.get(text) ?? [];
  }

  /** The gate that gave it judges it where it stands. */
  public hold(image: GatedImage): void {
    this.held.add(image);
  }

  public unused(): RequiredImage<G>[] {
    return this.all.filter(({ image }) => !this.held.has(image));
  }
}
