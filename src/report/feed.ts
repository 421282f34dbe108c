import { isoTime } from '../util/text';
import { SourceWord } from './answered-by';

/**
 * The feed of known exploited CVEs that a run used. The policy's hash does not include the feed,
 * because it changes daily.
 */
export interface ReportedFeed {
  /** The file as named in the policy or on the command line. */
  readonly file: string;
  /** When the feed was released, in ms since 1970. */
  readonly releasedAt: number;
  /** Hash of the file's bytes, in hex. */
  readonly sha256: string;
}

/**
 * Returns the words that describe a feed:
 * `kev.json, released 2026-11-20T08:00:00.000Z, sha256 0123456789ab`.
 */
export function feedWords({ file, releasedAt, sha256 }: ReportedFeed): SourceWord[] {
  return [
    { text: file, isName: true },
    { text: `, released ${isoTime(releasedAt)}, sha256 `, isName: false },
    { text: sha256.slice(0, 12), isName: true },
  ];
}

/**
 * Returns the description of a feed as one line, or no line without a feed.
 * @param show makes names safe for the format
 */
export function feedLines(
  feed: ReportedFeed | undefined,
  show: (name: string) => string,
): string[] {
  if (feed === undefined) return [];
  const words = feedWords(feed).map(({ text, isName }) => (isName ? show(text) : text));
  return [`Known exploited CVEs: ${words.join('')}`];
}

/** Returns a feed as JSON, the same in reports and in `hss-verdicts.json`. */
export function feedJson({ file, releasedAt, sha256 }: ReportedFeed): {
  readonly file: string;
  readonly releasedAt: string;
  readonly sha256: string;
} {
  return { file, releasedAt: isoTime(releasedAt), sha256 };
}

/** Returns a feed as name-value pairs, for formats without nested values. */
export function feedProperties(feed: ReportedFeed | undefined): [string, string][] {
  if (feed === undefined) return [];
  return Object.entries(feedJson(feed)).map(([name, value]) => [`policy.feed.${name}`, value]);
}
