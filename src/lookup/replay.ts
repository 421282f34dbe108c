import { Origin } from '../client/client';
import { checkRecordedRegion } from '../client/settings/region';
import { HssError } from '../contract/error';
import { Query } from '../contract/query';
import { Row } from '../contract/row';
import { Snapshot, queryKey, queryText } from './snapshot';
import { snapshotAt } from './snapshot-file';
import { counted } from '../util/text';

/** The project and the region that a snapshot has to come from. */
export type ExpectedOrigin = Partial<Pick<Origin, 'projectId' | 'region'>>;

/** Answers lookups from a snapshot's file, without network or credentials. */
export class Replay {
  private snapshot: Snapshot | undefined;
  private readonly rows = new Map<string, readonly Row[]>();

  constructor(private readonly file: string) {}

  /**
   * When the snapshot was recorded, ms since 1970.
   * @throws HSS_SNAPSHOT_INVALID
   */
  public get recordedAt(): number {
    return Date.parse(this.load().recordedAt);
  }

  /**
   * Where the snapshot was recorded.
   * @throws HSS_SNAPSHOT_INVALID
   */
  public get origin(): Origin {
    const { endpoint, region, projectId } = this.load();
    return { endpoint, ...(region === undefined ? {} : { region }), projectId };
  }

  /**
   * Rejects a snapshot with a different origin.
   * @throws HSS_SNAPSHOT_INVALID
   */
  public checkOrigin({ projectId, region }: ExpectedOrigin): void {
    checkRecordedProject(this.file, this.origin, projectId);
    checkRecordedRegion(this.file, this.origin.region, region);
  }

  /**
   * Returns the rows that were recorded for a query.
   * @throws HSS_SNAPSHOT_INVALID, HSS_SNAPSHOT_MISS
   */
  public rowsOf(query: Query, expected: ExpectedOrigin = {}): readonly Row[] {
    const snapshot = this.load();
    this.checkOrigin(expected);
    const rows = this.rows.get(queryKey(query));
    if (rows !== undefined) return rows;
    throw this.miss(snapshot, query);
  }

  /**
   * Returns the recorded rows that may answer a query, for a caller that picks an image's rows
   * itself: those of the same query, or of a wider one with fewer names; otherwise all rows of
   * queries with more names. A synthesis asks for a tag, but what it deploys is asked for by
   * digest.
   * @throws HSS_SNAPSHOT_INVALID, HSS_SNAPSHOT_MISS
   */
  public rowsAbout(query: Query): readonly Row[] {
    const snapshot = this.load();
    const exact = this.rows.get(queryKey(query));
    if (exact !== undefined) return exact;
    const related = snapshot.lookups.filter((one) => differsInNamesOnly(one.query, query));
    const wider = related.find((one) => isWithin(one.query, query));
    if (wider !== undefined) return wider.rows;
    const narrower = related.filter((one) => isWithin(query, one.query));
    if (narrower.length > 0) return narrower.flatMap(({ rows }) => rows);
    throw this.miss(snapshot, query);
  }

  private miss(snapshot: Snapshot, query: Query): HssError {
    return new HssError('HSS_SNAPSHOT_MISS', `${this.file} does not hold this lookup`, {
      query: queryText(query),
      advice: `record it again; it holds ${counted(snapshot.lookups.length, 'lookup')}, of ${snapshot.recordedAt}`,
    });
  }

  private load(): Snapshot {
    if (this.snapshot === undefined) {
      this.snapshot = snapshotAt(this.file);
      for (const { query, rows } of this.snapshot.lookups) this.rows.set(queryKey(query), rows);
    }
    return this.snapshot;
  }
}

/**
 * Rejects a snapshot of another project.
 * @param projectId the expected project, where known
 * @throws HSS_SNAPSHOT_INVALID
 */
export function checkRecordedProject(
  file: string,
  { projectId: recorded }: Origin,
  projectId: string | undefined,
): void {
  if (projectId === undefined || projectId === recorded) return;
  throw new HssError(
    'HSS_SNAPSHOT_INVALID',
    `${file} was recorded from project ${recorded}, and this connection is for ${projectId}`,
    { advice: 'replay a snapshot of this project' },
  );
}

/**
 * The parameters that identify an image. Any other parameter filters in a way that can't be
 * repeated here.
 */
const NAMES = ['namespace', 'imageName', 'imageVersion'];

function differsInNamesOnly(a: Query, b: Query): boolean {
  const rest = ({ endpoint, values }: Query): string => {
    const others = Object.entries(values).filter(([name]) => !NAMES.includes(name));
    return queryKey({ endpoint, values: Object.fromEntries(others) });
  };
  return rest(a) === rest(b);
}

/** Returns whether every parameter of a query has the same value in another. */
function isWithin(less: Query, more: Query): boolean {
  return Object.entries(less.values).every(
    ([name, value]) => JSON.stringify(more.values[name]) === JSON.stringify(value),
  );
}
