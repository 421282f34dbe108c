import { Option } from 'commander';
import { HssError } from '../../../contract/error';
import { readFeedFile } from '../../../files/feed-file';
import { once } from '../judging-options';
import type { FeedSource } from '../../../policy';

/**
 * Makes the option for the feed of known exploited vulnerabilities, for pipelines that download it
 * to another place.
 */
export function feedOption(): Option {
  return new Option(
    '--feed <file>',
    "feed of known exploited vulnerabilities in CISA's format; replaces the policy's feed",
  ).argParser(once);
}

/**
 * Reads the feed that the command line names, if any, once. The returned source throws if the feed
 * can't be used.
 */
export function namedFeedSource(file: string | undefined): FeedSource | undefined {
  if (file === undefined) return undefined;
  const reading = readFeedFile(file);
  return () => {
    if ('feed' in reading) return reading.feed;
    throw new HssError('HSS_INVALID_ARGUMENT', `--feed ${file}: ${reading.fault}`);
  };
}
