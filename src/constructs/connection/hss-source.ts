import { HssFixture, checkFixture } from '../../lookup/fixture';
import { Source } from '../../lookup/source';

/**
 * Source of the rows that the lookups of a connection return.
 *
 * @example
 * import { HssConnection, HssSource, ScanStatus } from 'cdktf-hss';
 *
 * new HssConnection(stack, 'hss', {
 *   source: HssSource.fixture({
 *     cicdImages: [{ namespace: 'shop', imageName: 'web', imageVersion: '1.4', scanStatus: ScanStatus.SUCCESS }],
 *   }),
 * });
 */
export class HssSource {
  /** Reads rows from HSS. This is the default. */
  public static live(): HssSource {
    return new HssSource({ kind: 'live' });
  }

  /**
   * Reads rows from HSS and records every lookup in a snapshot file. It contains the queries, the
   * rows, the time, the endpoint and the project, but no credentials. The first answer atomically
   * replaces an existing file. The file is formatted for review.
   *
   * @param file path of the snapshot
   */
  public static record(file: string): HssSource {
    return new HssSource({ kind: 'record', file });
  }

  /**
   * Reads rows from a recorded snapshot, without network access or credentials. A lookup that the
   * snapshot does not contain fails with `HSS_SNAPSHOT_MISS`, and a truncated or edited file with
   * `HSS_SNAPSHOT_INVALID`. A gate denies images if the snapshot is older than the policy's
   * `maxSnapshotAgeHours`.
   *
   * @param file path of the snapshot
   */
  public static replay(file: string): HssSource {
    return new HssSource({ kind: 'replay', file });
  }

  /**
   * Reads rows from memory, without network access or credentials. Use it in unit tests of gated
   * stacks and in examples. The filters of a query apply; names match exactly.
   *
   * @param rows the rows of each lookup
   * @throws HSS_INVALID_ARGUMENT for an unknown list or field
   */
  public static fixture(rows: HssFixture): HssSource {
    checkFixture(rows);
    return new HssSource({ kind: 'fixture', fixture: rows });
  }

  private constructor(private readonly source: Source) {}

  /** @internal */
  public _source(): Source {
    return this.source;
  }
}
