import type { Upstream } from '../../proxy';
import { AnswerSource, sourceLines } from '../../report/answered-by';
import { plain } from '../../util/safe-text';
import { adviseInCommandWords } from './command-words';
import { ConnectionFlags, commandDeadline, openUpstream, sourceOf } from './connection-options';
import { RunFlags } from './run-options';
import { say } from './output/say';

/** An upstream that is opened when it is first needed, and records whether it was queried. */
export class AskedUpstream {
  private opened: Promise<Upstream> | undefined;
  private source: AnswerSource | undefined;

  /** @param waitSeconds how long the command may wait for scans, in addition to its deadline */
  constructor(
    private readonly flags: ConnectionFlags & RunFlags,
    private readonly waitSeconds = 0,
  ) {}

  /**
   * Opens the upstream. With `--verbose`, prints where the answers come from.
   * @throws HssError
   */
  public readonly open = (): Promise<Upstream> => (this.opened ??= this.begin());

  /** The source that answered; empty if nothing was queried. */
  public get answeredBy(): readonly AnswerSource[] {
    return this.source === undefined ? [] : [this.source];
  }

  public async close(): Promise<void> {
    await this.opened?.then((upstream) => upstream.close()).catch(() => undefined);
  }

  private async begin(): Promise<Upstream> {
    const upstream = await openUpstream(this.flags, commandDeadline(this.flags, this.waitSeconds));
    const source = sourceOf(upstream, this.flags);
    if (this.flags.verbose) saySource(source);
    const advised = adviseInCommandWords(upstream);
    return {
      ...advised,
      list: (query, maxRows) => {
        this.source = source;
        return advised.list(query, maxRows);
      },
    };
  }
}

/** Prints on stderr where the answers come from. */
export function saySource(source: AnswerSource): void {
  const [line] = sourceLines([source], Date.now(), plain);
  say(`source: ${line}`);
}
