import { Option } from 'commander';
import { HssError } from '../../../contract/error';
import { readFeedFile } from '../../../files/feed-file';
import { once } from '../judging-options';
import type { FeedSource } from '../../../policy';

/** The feed of known exploited vulnerabilities, for pipelines that download it elsewhere than the policy says. */
export function feedOption(): Option {
  return new Option(
    '--feed <file>',
    'known exploited vulnerabilities, as CISA publishes them, instead of the feed that the policy names',
  ).argParser(once);
}

/** Reads the feed that was named on the command line, once; none where none was named. What it gives throws what is wrong. */
export function namedFeedSource(file: string | undefined): FeedSource | undefined {
  if (file === undefined) return undefined;
  const reading = readFeedFile(file);
  return () => {
    if ('feed' in reading) return reading.feed;
    throw new HssError('HSS_INVALID_ARGUMENT', `--feed ${file}: ${reading.fault}`);
  };
}
