import { HssError } from '../../contract/error';
import { readFeedFile } from '../../files/feed-file';
import { KnownExploitedFeed } from '../../policy/vulnerabilities/feed';
import { enumerate } from '../../util/text';

/** What `exec` was told about feeds. */
export interface FeedOptions {
  readonly feed?: string;
  readonly policy?: readonly string[];
}

/** The feed of CVEs that are known to be exploited by which the proxy judges: the one that was named, or that of the policy. */
export class ExecFeed {
  private readonly named: KnownExploitedFeed | HssError | undefined;
  private ofPolicies: Promise<KnownExploitedFeed> | undefined;

  constructor(
    private readonly options: FeedOptions,
    private readonly say: (message: string) => void,
  ) {
    this.named = options.feed === undefined ? undefined : readNamed(options.feed);
  }

  /** Why the feed that was named can't be used; none where it can, and where none was named. */
  public get problem(): string | undefined {
    return this.named instanceof HssError ? this.named.message : undefined;
  }

  /**
   * The feed, read once. Policies are only looked for when a question needs it: loading them takes time.
   * @throws HssError
   */
  public async read(): Promise<KnownExploitedFeed> {
    if (this.named instanceof HssError) throw this.named;
    if (this.named !== undefined) return this.named;
    return (this.ofPolicies ??= this.readOfPolicies());
  }

  private async readOfPolicies(): Promise<KnownExploitedFeed> {
    const { policyFilesOr, readPolicyAt } = await import('../shared/policy-file');
    const files = policyFilesOr(this.options.policy, this.say);
    const found = files.flatMap((file) => {
      const { feed } = readPolicyAt(file);
      return feed === undefined ? [] : { file, feed };
    });
    const [first] = found;
    if (first === undefined) {
      const where = files.length === 0 ? 'no policy is found' : `${enumerate(files)} names none`;
      throw noFeed(`there is no feed of known exploited vulnerabilities: ${where}`);
    }
    if (found.some(({ feed }) => feed.sha256 !== first.feed.sha256)) {
      const names = found.map(({ file, feed }) => `${feed.file} (${file})`);
      throw noFeed(`the policies name different feeds: ${enumerate(names)}`);
    }
    return first.feed;
  }
}

function readNamed(file: string): KnownExploitedFeed | HssError {
  const reading = readFeedFile(file);
  if ('feed' in reading) return reading.feed;
  return new HssError('HSS_INVALID_ARGUMENT', `--feed ${file}: ${reading.fault}`);
}

function noFeed(summary: string): HssError {
  return new HssError('HSS_INVALID_ARGUMENT', summary, {
    advice:
      'give one to hss-gate exec by --feed FILE, or the policy that names it by --policy FILE',
  });
}
