import * as path from 'node:path';
import { isInside } from '../../../util/paths';
import { readFailure } from '../../../util/read-failure';
import { show } from '../../../util/text';
import {
  FeedReading,
  MAX_FEED_BYTES,
  readFeed,
  unreadableFeedFault,
} from '../../vulnerabilities/read-feed';
import { PolicyFileBytes, PolicyFiles } from '../file-access';

/** A feed as a policy file names it. */
export interface NamedFeed {
  /** The path as written. */
  readonly named: string;
  /** Absolute. */
  readonly path: string;
}

/** Returns the feed that a policy file names. `realPath` is the real path of that file. */
export function namedFeed(named: string, realPath: string): NamedFeed {
  return { named, path: path.resolve(path.dirname(realPath), named) };
}

/**
 * Reads the feed that a policy file names. A relative path must stay inside the root, like that of
 * an extended policy: it names a file that is reviewed with the policy. An absolute path may be
 * anywhere, because pipelines download the feed to a temporary directory or mount it. Restricting
 * it would not help, because anyone who can change the policy could name another feed as well.
 */
export function readNamedFeed({ named, path: wanted }: NamedFeed, files: PolicyFiles): FeedReading {
  const isFree = path.isAbsolute(named);
  // Checked before it is read: an error must not reveal which files exist elsewhere.
  if (!isFree && !isInside(files.root, wanted)) return { fault: outside('leads out of') };
  let found: PolicyFileBytes;
  try {
    found = files.readBytes(wanted, MAX_FEED_BYTES);
  } catch (error) {
    return { fault: unreadableFeedFault(named, wanted, readFailure(error)) };
  }
  if (!isFree && !isInside(files.root, found.realPath)) {
    return { fault: outside('is a link that leads out of') };
  }
  return readFeed(found.bytes, named);

  function outside(how: string): string {
    return `${show(named)} ${how} ${files.root}: write an absolute path, or keep the feed in there`;
  }
}
