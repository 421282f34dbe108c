import { FEED_URL } from '../../vulnerabilities/read-feed';
import { PolicyProblem } from '../../model/problem';
import { show } from '../../../util/text';

/** The `vulnerabilities` that a policy inherits. */
export interface InheritedVulnerabilities {
  readonly max?: unknown;
  readonly knownExploited?: unknown;
  readonly feed?: unknown;
}

/**
 * Finds what the schema can't express about `vulnerabilities`, with paths from the policy. A policy
 * that extends another is checked together with it.
 * @param given the setting as it was written
 */
export function vulnerabilityProblems(
  given: unknown,
  inherited: InheritedVulnerabilities = {},
): PolicyProblem[] {
  // The schema refuses anything but a map.
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return [];
  const own = given as InheritedVulnerabilities;
  const has = (key: keyof InheritedVulnerabilities): boolean =>
    Object.hasOwn(own, key) || inherited[key] !== undefined;
  const say = (path: string[], message: string): PolicyProblem[] => [
    { path: ['vulnerabilities', ...path], message },
  ];
  // The schema also refuses an empty map.
  if (Object.keys(own).length === 0) return [];
  if (has('feed') && !has('knownExploited')) {
    return say(['feed'], 'nothing uses the feed: add knownExploited: deny, or remove feed');
  }
  if (has('knownExploited') && !has('feed')) {
    const message = `feed is missing: download the catalog from ${FEED_URL}, and name the file as feed`;
    return say(['knownExploited'], message);
  }
  if (!has('max') && !has('knownExploited')) {
    return say([], 'max is missing: set max, or knownExploited and feed');
  }
  return [];
}

/** Returns the problem of a feed that can't be a file's path, with its path from the policy. */
export function feedPathProblems(given: unknown): PolicyProblem[] {
  const feed = (given as InheritedVulnerabilities | null | undefined)?.feed;
  if (typeof feed !== 'string') return [];
  const message = pathFault(feed);
  return message === undefined ? [] : [{ path: ['vulnerabilities', 'feed'], message }];
}

function pathFault(feed: string): string | undefined {
  // One letter before the colon is a Windows drive.
  if (/^[A-Za-z][A-Za-z0-9+.-]+:/.test(feed)) {
    return `${show(feed)} is a URL: download the file first, and write its path`;
  }
  // eslint-disable-next-line no-control-regex -- control characters are refused
  return /[\u0000-\u001f\u007f]/.test(feed)
    ? `${show(feed)} has control characters: write the path of a file`
    : undefined;
}
