import { HssFixture } from '../lookup/fixture';
import { Source } from '../lookup/lookups';

/** Where a connection's rows come from. */
export class HssSource {
  /** From HSS itself, the default. */
  public static live(): HssSource {
    return new HssSource({ kind: 'live' });
  }

  /**
   * From rows in memory, without a network or a credential: for unit tests of gated stacks, and for examples.
   * The queries' filters apply, names exactly.
   *
   * @param rows what each of the three lookups lists
   */
  public static fixture(rows: HssFixture): HssSource {
    return new HssSource({ kind: 'fixture', fixture: rows });
  }

  private constructor(private readonly source: Source) {}

  /** @internal */
  public _source(): Source {
    return this.source;
  }
}
