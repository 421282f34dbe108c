import { Finder } from '../../finders/finder';
import { follow } from '../../nodes/follow';

/** Why an image in parts is in doubt where no digest can be written into them. */
export const APART =
  'its repository and its tag or digest stand apart, and no digest can be written there';
/** Why a source is in doubt that a platform builds. */
export const BUILT = 'runs an image that is built from source, which nothing has scanned';
/** Why a path or URL is in doubt. */
export const ELSEWHERE = 'deploys what stands in a file or repository, which is not in this stack';
/** Why add-ons are in doubt that a cluster brings along. */
export const ADDONS = 'installs add-ons, whose images no attribute names';

/** In doubt where none of the paths is set: the provider then chooses an image itself. */
export function unlessSet(path: string, reason: string): Finder {
  return (body, found) => {
    const { ends, lost } = follow([body], path.split('.'));
    const set = ends.some((node) => node.kind !== 'text' || node.text !== '' || node.token);
    if (!set && lost.length === 0) found.doubtBeside(body, reason);
  };
}
