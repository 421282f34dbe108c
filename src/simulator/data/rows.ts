import { writeJson } from './exact-json';

/** A row in the API's own spelling; any field may hold anything. */
export type SimulatedRow = { readonly [name: string]: unknown };

/** The hidden field that says which enterprise project a row belongs to. Never sent. */
export const PROJECT_FIELD = 'enterprise_project_id';

/** The hidden field that says of which type a task, or a vulnerability of an image, is. Never sent. */
export const TYPE_FIELD = 'type';

/** The enterprise project of rows that name none, and of requests that name none. */
export const DEFAULT_PROJECT = '0';

/** The enterprise project of a row. */
export function projectOfRow(row: SimulatedRow): string {
  const project = row[PROJECT_FIELD];
  if (project === undefined) return DEFAULT_PROJECT;
  // YAML reads a bare 0 as a number.
  return typeof project === 'string' ? project : writeJson(project);
}

/**
 * A list that changes only through `insert` and `remove`. Rows may be made on demand: 200,000
 * generated ones cost nothing until somebody looks at them.
 */
export class RowList {
  /** Selections over this list, by query; dropped with every change. */
  public readonly cache = new Map<string, Uint32Array>();
  /** Pages of this list as they were sent, by query; dropped with every change. */
  public readonly pages = new Map<string, Buffer>();
  /** Whether every row is of the default enterprise project, so that filtering by it is idle. */
  public isAllDefaultProject: boolean;
  /** How often the list has changed. */
  public revision = 0;
  /** Which made row, or which inserted one, stands where; undefined while nothing has moved. */
  private order: (number | SimulatedRow)[] | undefined;

  constructor(
    private readonly count: number,
    private readonly make: (index: number) => SimulatedRow,
    isAllDefaultProject: boolean,
    private readonly makeJson?: (index: number) => string,
  ) {
    this.isAllDefaultProject = isAllDefaultProject;
  }

  /** A list of rows that are there already. */
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

  /** A row as it is sent, where it is made as that; undefined for others. */
  public jsonAt(index: number): string | undefined {
    const entry = this.order === undefined ? index : this.order[index];
    return typeof entry === 'number' ? this.makeJson?.(entry) : undefined;
  }

  /** Puts a row in front of the one at `index`; beyond the end, at the end. */
  public insert(index: number, row: SimulatedRow): void {
    this.moved().splice(index, 0, row);
    this.isAllDefaultProject &&= projectOfRow(row) === DEFAULT_PROJECT;
  }

  /** Takes the row at `index` out; beyond the end, nothing. */
  public remove(index: number): void {
    this.moved().splice(index, 1);
  }

  /** The first row that passes. */
  public find(test: (row: SimulatedRow) => boolean): SimulatedRow | undefined {
    for (let index = 0; index < this.length; index++) {
      const row = this.at(index);
      if (test(row)) return row;
    }
    return undefined;
  }

  /** Whether all rows pass. */
  public every(test: (row: SimulatedRow) => boolean): boolean {
    return this.find((row) => !test(row)) === undefined;
  }

  /** Puts another row in the place of each that passes; undefined takes it out. */
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
