import { HssFixture, checkFixture } from '../../lookup/fixture';
import { Source } from '../../lookup/source';

/**
 * Where a connection's rows come from.
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
  /** From HSS itself, the default. */
  public static live(): HssSource {
    return new HssSource({ kind: 'live' });
  }

  /**
   * From HSS itself, recording every lookup that is read into a snapshot file: what was asked, the rows, when and where,
   * and no credential. The file is replaced at the first answer, atomically, and is laid out to be reviewed.
   *
   * @param file path of the snapshot
   */
  public static record(file: string): HssSource {
    return new HssSource({ kind: 'record', file });
  }

  /**
   * From a recorded snapshot, without a network or a credential. A lookup that it does not hold is `HSS_SNAPSHOT_MISS`, a
   * file that is not as it was recorded `HSS_SNAPSHOT_INVALID`; a gate denies by one older than the policy's
   * `maxSnapshotAgeHours`.
   *
   * @param file path of the snapshot
   */
  public static replay(file: string): HssSource {
    return new HssSource({ kind: 'replay', file });
  }

  /**
   * From rows in memory, without a network or a credential: for unit tests of gated stacks, and for examples.
   * The queries' filters apply, names exactly.
   *
   * @param rows what each of the lookups lists
   * @throws HSS_INVALID_ARGUMENT for a list or field that there is not
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
