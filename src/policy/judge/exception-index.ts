import { isSoundDigest } from '../model/digest';
import { literalEnds, splitImageGlob, splitRegistryGlob } from '../model/glob';
import { PolicyException } from '../model/policy';

/** Exceptions whose names begin and end with so many literal characters, by these. */
interface Shape {
  readonly prefix: number;
  readonly suffix: number;
  readonly byEnds: Map<string, number[]>;
}

/**
 * A list of exceptions by what the names that they are about begin and end with, and by digest. Nearly all are about other
 * images, and are then not even looked at. It finds too many rather than too few: what they say themselves decides.
 */
export class ExceptionIndex {
  private readonly shapes: Shape[] = [];
  private readonly byDigest = new Map<string, number[]>();

  constructor(private readonly exceptions: readonly PolicyException[]) {
    exceptions.forEach(({ image }, at) => {
      if (image === undefined) return;
      if (isSoundDigest(image)) {
        put(this.byDigest, image, at);
        return;
      }
      const { name } = splitImageGlob(image);
      for (const glob of [name, splitRegistryGlob(name)?.path]) {
        if (glob === undefined) continue;
        const { prefix, suffix } = literalEnds(glob);
        put(this.shapeOf(prefix.length, suffix.length).byEnds, prefix + suffix, at);
      }
    });
  }

  /** Those that may be about an image, in the order of the list. */
  public near(name: string, digests: readonly (string | undefined)[]): PolicyException[] {
    const places = new Set<number>();
    const add = (some: readonly number[] | undefined): void => {
      for (const at of some ?? []) places.add(at);
    };
    for (const digest of digests) if (digest !== undefined) add(this.byDigest.get(digest));
    for (const { prefix, suffix, byEnds } of this.shapes) {
      // Of a name that is shorter this makes a key that is shorter than any.
      const ends = name.slice(0, prefix) + name.slice(Math.max(0, name.length - suffix));
      add(byEnds.get(ends));
    }
    return [...places].sort((a, b) => a - b).map((at) => this.exceptions[at]);
  }

  private shapeOf(prefix: number, suffix: number): Shape {
    let shape = this.shapes.find((one) => one.prefix === prefix && one.suffix === suffix);
    if (shape === undefined) {
      this.shapes.push((shape = { prefix, suffix, byEnds: new Map() }));
    }
    return shape;
  }
}

function put(places: Map<string, number[]>, key: string, at: number): void {
  const known = places.get(key);
  if (known === undefined) places.set(key, [at]);
  else known.push(at);
}
