import { CLOCK_TOLERANCE_MS, DAY_MS } from '../../../util/time';
import { counted, isoTime } from '../../../util/text';
import { Policy } from '../../model/policy';
import { FEED_URL } from '../../vulnerabilities/read-feed';

/** Describes a policy's feed in one line; undefined without a feed. `now` is ms since 1970. */
export function feedText({ feed }: Policy, now: number): string | undefined {
  if (feed === undefined) return undefined;
  const { file, cves, releasedAt, sha256 } = feed;
  const age = Math.floor((now - releasedAt) / DAY_MS);
  const when = age < 0 ? 'in the future' : `${counted(age, 'day')} ago`;
  return `${file}: feed of ${counted(cves.size, 'CVE')}, released at ${isoTime(releasedAt)}, ${when} (sha256 ${sha256})`;
}

/**
 * Returns why a policy's feed denies every image; undefined if it does not. `now` is ms since 1970.
 */
export function feedFault({ feed, vulnerabilities }: Policy, now: number): string | undefined {
  if (feed === undefined || vulnerabilities === undefined) return undefined;
  const { maxFeedAgeDays } = vulnerabilities;
  const age = now - feed.releasedAt;
  if (age < -CLOCK_TOLERANCE_MS) {
    return 'the feed was released in the future, so every image is denied: check the clock, and the file';
  }
  // Negated, so that NaN is too old.
  if (!(age <= maxFeedAgeDays * DAY_MS)) {
    return `the feed is older than ${counted(maxFeedAgeDays, 'day')}, so every image is denied: download it again from ${FEED_URL}`;
  }
  return undefined;
}
