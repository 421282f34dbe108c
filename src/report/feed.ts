import { isoTime } from '../util/text';
import { SourceWord } from './answered-by';

/** The feed of known exploited CVEs by which a run was judged. A policy's hash does not cover it: it changes daily. */
export interface ReportedFeed {
  /** As it was named: in the policy, or on the command line. */
  readonly file: string;
  /** When it was released, ms since 1970. */
  readonly releasedAt: number;
  /** Of the file's bytes, in hex. */
  readonly sha256: string;
}

/** Words that describe a feed: `kev.json, released 2026-11-20T08:00:00.000Z, sha256 0123456789ab`. */
export function feedWords({ file, releasedAt, sha256 }: ReportedFeed): SourceWord[] {
  return [
    { text: file, isName: true },
    { text: `, released ${isoTime(releasedAt)}, sha256 `, isName: false },
    { text: sha256.slice(0, 12), isName: true },
  ];
}

/** The same on one line, or no line where there is no feed; `show` makes names safe for the format. */
export function feedLines(
  feed: ReportedFeed | undefined,
  show: (name: string) => string,
): string[] {
  if (feed === undefined) return [];
  const words = feedWords(feed).map(({ text, isName }) => (isName ? show(text) : text));
  return [`Known exploited CVEs: ${words.join('')}`];
}

/** A feed as JSON, alike in reports and `hss-verdicts.json`. */
export function feedJson({ file, releasedAt, sha256 }: ReportedFeed): {
  readonly file: string;
  readonly releasedAt: string;
  readonly sha256: string;
} {
  return { file, releasedAt: isoTime(releasedAt), sha256 };
}

/** A feed as pairs of a name and a value, for formats that have nothing else. */
export function feedProperties(feed: ReportedFeed | undefined): [string, string][] {
  if (feed === undefined) return [];
  return Object.entries(feedJson(feed)).map(([name, value]) => [`policy.feed.${name}`, value]);
}
