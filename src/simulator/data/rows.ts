import { writeJson } from './exact-json';

/** A row with the API's field names. Any field may have any value. */
export type SimulatedRow = { readonly [name: string]: unknown };

/** The hidden field with the enterprise project of a row. Never sent. */
export const PROJECT_FIELD = 'enterprise_project_id';

/** The hidden field with the type of a task, or of a vulnerability of an image. Never sent. */
export const TYPE_FIELD = 'type';

/** The enterprise project of rows and requests that name none. */
export const DEFAULT_PROJECT = '0';

/** Returns the enterprise project of a row. */
export function projectOfRow(row: SimulatedRow): string {
  const project = row[PROJECT_FIELD];
  if (project === undefined) return DEFAULT_PROJECT;
  // YAML reads a bare 0 as a number.
  return typeof project === 'string' ? project : writeJson(project);
}

/**
 * A list of rows, which may be made on demand: 200,000 generated rows cost nothing until they are
 * read.
 */
export class RowList {
  /** Cached selections of this list, by query; cleared by every change. */
  public readonly cache = new Map<string, Uint32Array>();
  /** Cached pages of this list as sent, by query; cleared by every change. */
  public readonly pages = new Map<string, Buffer>();
  /**
   * Whether every row is of the default enterprise project, so that a filter by it is not needed.
   */
  public isAllDefaultProject: boolean;
  /** The number of changes of the list. */
  public revision = 0;
  /**
   * The row at each position: the index of a made row, or an inserted row. Undefined until the
   * first change.
   */
  private order: (number | SimulatedRow)[] | undefined;

  constructor(
    private readonly count: number,
    private readonly make: (index: number) => SimulatedRow,
    isAllDefaultProject: boolean,
    private readonly makeJson?: (index: number) => string,
  ) {
    this.isAllDefaultProject = isAllDefaultProject;
  }

  /** Makes a list of existing rows. */
  public static of(rows: readonly SimulatedRow[]): RowList {
    const isAllDefault = rows.every((row) => projectOfRow(row) === DEFAULT_PROJECT);
    return new RowList(rows.length, (index) => rows[index], isAllDefault);
  }

  public get length(): number {
    return this.order?.length ?? this.count;
  }

  public at(index: number): SimulatedRow {
    const entry = this.order === undefined ? index : this.order[index];
    return typeof entry === 'number' ? this.make(entry) : entry;
  }

  /** Returns a row as JSON if it is made as JSON; otherwise undefined. */
  public jsonAt(index: number): string | undefined {
    const entry = this.order === undefined ? index : this.order[index];
    return typeof entry === 'number' ? this.makeJson?.(entry) : undefined;
  }

  /** Inserts a row before the one at `index`, or at the end if there is none. */
  public insert(index: number, row: SimulatedRow): void {
    this.moved().splice(index, 0, row);
    this.isAllDefaultProject &&= projectOfRow(row) === DEFAULT_PROJECT;
  }

  /** Removes the row at `index`, if there is one. */
  public remove(index: number): void {
    this.moved().splice(index, 1);
  }

  /** Returns the first row that passes. */
  public find(test: (row: SimulatedRow) => boolean): SimulatedRow | undefined {
    for (let index = 0; index < this.length; index++) {
      const row = this.at(index);
      if (test(row)) return row;
    }
    return undefined;
  }

  /** Returns whether all rows pass. */
  public every(test: (row: SimulatedRow) => boolean): boolean {
    return this.find((row) => !test(row)) === undefined;
  }

  /** Replaces each row that passes, or removes it if the replacement is undefined. */
  public update(
    test: (row: SimulatedRow) => boolean,
    change: (row: SimulatedRow) => SimulatedRow | undefined,
  ): void {
    for (let index = this.length - 1; index >= 0; index--) {
      const row = this.at(index);
      if (!test(row)) continue;
      const changed = change(row);
      this.moved().splice(index, 1, ...(changed === undefined ? [] : [changed]));
    }
  }

  private moved(): (number | SimulatedRow)[] {
    this.cache.clear();
    this.pages.clear();
    this.revision++;
    return (this.order ??= Array.from({ length: this.count }, (_, index) => index));
  }
}
