/** The entry of a kind of object. */
export interface KindEntry {
  /** Reason why its images can't be determined. */
  readonly doubt?: string;
  /**
   * Paths below which nothing runs: data, schemas, patterns of policies. They apply only to a whole
   * document, because a part of another object can claim any kind.
   */
  readonly harmless?: readonly string[];
  /** Such paths that apply anywhere, because no other kind runs anything there. */
  readonly keeps?: readonly string[];
  /** Paths of images under keys that do not suggest an image. */
  readonly images?: readonly string[];
}

/** Kinds of one API group, in any version. */
export type KindTable = readonly (readonly [group: string, kinds: string, entry: KindEntry])[];
