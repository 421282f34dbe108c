import { isSoundDigest } from '../model/digest';
import { literalEnds, splitImageGlob, splitRegistryGlob } from '../model/glob';
import { PolicyException } from '../model/policy';

/** Exceptions whose names have prefixes and suffixes of the same lengths, by prefix and suffix. */
interface Shape {
  readonly prefix: number;
  readonly suffix: number;
  readonly byEnds: Map<string, number[]>;
}

/**
 * An index of exceptions by the prefix and suffix of their names, and by digest, so that exceptions
 * about other images are skipped quickly. It may return too many, but never too few; the caller
 * must match them.
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

  /** Returns the exceptions that may be about an image, in the order of the list. */
  public near(name: string, digests: readonly (string | undefined)[]): PolicyException[] {
    const places = new Set<number>();
    const add = (some: readonly number[] | undefined): void => {
      for (const at of some ?? []) places.add(at);
    };
    for (const digest of digests) if (digest !== undefined) add(this.byDigest.get(digest));
    for (const { prefix, suffix, byEnds } of this.shapes) {
      // For a shorter name, this key is shorter than all keys in the map.
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
