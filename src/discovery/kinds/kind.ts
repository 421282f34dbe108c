/** What is known of a kind of object. */
export interface KindEntry {
  /** Why no one can see which images it deploys. */
  readonly doubt?: string;
  /**
   * Paths below which nothing is run: data, schemas, patterns of policies. Only of a whole document: a part of another object
   * can say that it is anything.
   */
  readonly harmless?: readonly string[];
  /** Such paths wherever the object stands, because no other kind has anything there that runs. */
  readonly keeps?: readonly string[];
  /** Paths at which images stand under keys that do not say so. */
  readonly images?: readonly string[];
}

/** Kinds of one API group, whatever the version. */
export type KindTable = readonly (readonly [group: string, kinds: string, entry: KindEntry])[];
