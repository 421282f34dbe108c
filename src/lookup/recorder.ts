import { Origin } from '../client/client';
import { HssError } from '../contract/error';
import { Query } from '../contract/query';
import { Row } from '../contract/row';
import { SnapshotLookup, queryKey } from './snapshot';
import { checkSnapshotTarget, writeSnapshot } from './snapshot-file';

/**
 * Records lookups into one file. Each answer rewrites the whole file: there is no later moment at
 * which the process certainly still runs and could write it.
 */
export class Recorder {
  private readonly lookups = new Map<string, SnapshotLookup>();
  private origin: Origin | undefined;
  private recordedAt = Infinity;

  constructor(private readonly file: string) {}

  /**
   * @param began when the lookup began, ms
   * @throws HSS_INVALID_ARGUMENT if the file is another project's or not a snapshot,
   * HSS_SNAPSHOT_UNWRITABLE
   */
  public add(origin: Origin, query: Query, rows: readonly Row[], began: number): void {
    if (this.origin === undefined) {
      checkSnapshotTarget(this.file);
      this.origin = origin;
    }
    if (origin.endpoint !== this.origin.endpoint || origin.projectId !== this.origin.projectId) {
      throw new HssError(
        'HSS_INVALID_ARGUMENT',
        `${this.file} is a snapshot of project ${this.origin.projectId} already; this lookup is of ${origin.projectId}`,
        { advice: 'give each connection its own file' },
      );
    }
    if (origin.region !== this.origin.region) {
      const named = (region = 'none'): string => `region ${region}`;
      throw new HssError(
        'HSS_INVALID_ARGUMENT',
        `${this.file} is a snapshot of ${named(this.origin.region)} already; this lookup is of ${named(origin.region)}`,
        { advice: 'give each connection its own file' },
      );
    }
    this.recordedAt = Math.min(this.recordedAt, began);
    this.lookups.set(queryKey(query), { query, rows });
    writeSnapshot(this.file, {
      ...this.origin,
      recordedAt: new Date(this.recordedAt).toISOString(),
      lookups: [...this.lookups.values()],
    });
  }
}
