/** What to do about a missing feed, for `hss-gate exec` and for its proxy. */
export const FEED_ADVICE =
  'run hss-gate exec with --feed FILE, or with --policy FILE for a policy that names a feed';

/**
 * A feed of CVEs that are known to be exploited. Its content is not part of the policy, because it
 * changes daily; reports name it by date and hash.
 */
export interface KnownExploitedFeed {
  /** As it was named: in the policy, or on the command line. */
  readonly file: string;
  /** When it was released, ms since 1970. */
  readonly releasedAt: number;
  /** Of the file's bytes, in hex. */
  readonly sha256: string;
  /** IDs as `normalisedCveId` writes them. */
  readonly cves: ReadonlySet<string>;
}
