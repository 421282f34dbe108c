import { HssError } from '../../contract/error';
import type { FeedSource } from '../../policy';
import { FEED_ADVICE, KnownExploitedFeed } from '../../policy/vulnerabilities/feed';
import { enumerate } from '../../util/text';

/** The options of `exec` for feeds. */
export interface FeedOptions {
  /** The feed that `--feed` names. */
  readonly feed?: FeedSource;
  readonly policy?: readonly string[];
}

/**
 * Finds the feed of known exploited vulnerabilities for the proxy: the named feed, or else that of
 * the policies.
 */
export class ExecFeed {
  private ofPolicies: Promise<KnownExploitedFeed> | undefined;

  constructor(
    private readonly options: FeedOptions,
    private readonly say: (message: string) => void,
  ) {}

  /**
   * Returns the feed and reads it only once. Searches for policies only on the first use, because
   * loading them takes time.
   * @throws HssError
   */
  public async read(): Promise<KnownExploitedFeed> {
    const named = this.options.feed?.();
    if (named !== undefined) return named;
    return (this.ofPolicies ??= this.readOfPolicies());
  }

  private async readOfPolicies(): Promise<KnownExploitedFeed> {
    const { policyFilesOr, readPolicyAt } = await import('../shared/policy/policy-file');
    const files = policyFilesOr(this.options.policy, this.say);
    const found = files.flatMap((file) => {
      const { feed } = readPolicyAt(file);
      return feed === undefined ? [] : { file, feed };
    });
    const [first] = found;
    if (first === undefined) {
      const where = files.length === 0 ? 'no policy was found' : `${enumerate(files)} names none`;
      throw noFeed(`there is no feed of known exploited vulnerabilities: ${where}`);
    }
    if (found.some(({ feed }) => feed.sha256 !== first.feed.sha256)) {
      const names = found.map(({ file, feed }) => `${feed.file} (${file})`);
      throw noFeed(`the policies name different feeds: ${enumerate(names)}`);
    }
    return first.feed;
  }
}

function noFeed(summary: string): HssError {
  return new HssError('HSS_INVALID_ARGUMENT', summary, {
    advice: FEED_ADVICE,
  });
}
