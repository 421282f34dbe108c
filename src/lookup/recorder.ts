import { Origin } from '../client/client';
import { HssError } from '../contract/error';
import { Query } from '../contract/query';
import { Row } from '../contract/row';
import { writeFileAtomically } from '../util/atomic-file';
import { Snapshot, SnapshotLookup, queryKey, renderSnapshot } from './snapshot';

/**
 * Records lookups into one file. It is written anew, whole, with every answer: there is no moment after which a
 * process could be relied on to come back and write it.
 */
export class Recorder {
  private readonly lookups = new Map<string, SnapshotLookup>();
  private origin: Origin | undefined;
  private recordedAt = Infinity;

  constructor(private readonly file: string) {}

  /**
   * @param began when the lookup began, ms
   * @throws HSS_INVALID_ARGUMENT when the file is another project's, HSS_SNAPSHOT_UNWRITABLE
   */
  public add(origin: Origin, query: Query, rows: readonly Row[], began: number): void {
    this.origin ??= origin;
    if (origin.endpoint !== this.origin.endpoint || origin.projectId !== this.origin.projectId) {
      throw new HssError(
        'HSS_INVALID_ARGUMENT',
        `${this.file} is a snapshot of project ${this.origin.projectId} already; this lookup is of ${origin.projectId}`,
        { advice: 'give each connection a file of its own' },
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

/**
 * Writes a snapshot whole, or not at all.
 * @throws HSS_SNAPSHOT_UNWRITABLE
 */
export function writeSnapshot(file: string, snapshot: Snapshot): void {
  const text = renderSnapshot(snapshot);
  try {
    writeFileAtomically(file, text);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new HssError('HSS_SNAPSHOT_UNWRITABLE', `${file} can't be written (${reason})`, {
      advice: 'check the path and its permissions',
    });
  }
}
