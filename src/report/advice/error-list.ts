import { Entry } from '../entries';

/** An error that prevented decisions about images, as reports list it below their tables. */
export interface ListedError {
  /** Number by which rows refer to the error. Starts at 1. */
  readonly number: number;
  readonly code: string;
  /**
   * The error's text for the first image, with the query, HSS's answer and the advice. Several
   * lines.
   */
  readonly message: string;
  /** The images, each once. */
  readonly images: readonly string[];
}

/** The errors of a report, each once: an unreachable HSS is one error for any number of images. */
export class ErrorList {
  public readonly errors: readonly ListedError[];
  private readonly byKey: ReadonlyMap<string, ListedError>;

  constructor(entries: readonly Entry[]) {
    const groups = new Map<string, Entry[]>();
    for (const entry of entries.filter(({ kind }) => kind === 'undecided')) {
      const group = groups.get(keyOf(entry));
      if (group === undefined) groups.set(keyOf(entry), [entry]);
      else group.push(entry);
    }
    this.byKey = new Map(
      [...groups].map(([key, [first, ...others]], at) => [
        key,
        {
          number: at + 1,
          code: first.code ?? '',
          message: first.message ?? '',
          images: [...new Set([first, ...others].map(({ subject }) => subject))],
        },
      ]),
    );
    this.errors = [...this.byKey.values()];
  }

  /** Returns the error of an undecided image. Undefined for all other entries. */
  public of(entry: Entry): ListedError | undefined {
    return entry.kind === 'undecided' ? this.byKey.get(keyOf(entry)) : undefined;
  }
}

function keyOf({ errorKey = '' }: Entry): string {
  return errorKey;
}
