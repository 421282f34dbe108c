import { Policy } from '../../model/policy';
import { VULNERABILITY_LEVELS } from './loosening';

/** A setting of `vulnerabilities` that has no effect because another one is missing. */
export interface IdleLimit {
  /** Path of the setting. */
  readonly setting: string;
  /** The setting's name in messages. */
  readonly what: string;
  /** Path of the map with the missing setting. */
  readonly because: string;
  /** What is missing; follows the map's name in a message. */
  readonly how: string;
  readonly advice: string;
}

/** The default of `maxFeedAgeDays`. */
const DEFAULT_FEED_AGE_DAYS = 7;

/** Returns the settings of `vulnerabilities` that have no effect. */
export function idleLimits({ vulnerabilities }: Policy): IdleLimit[] {
  if (vulnerabilities === undefined) return [];
  const { max, graceDays, knownExploited, maxFeedAgeDays } = vulnerabilities;
  const idle: IdleLimit[] = VULNERABILITY_LEVELS.filter(
    (level) => graceDays?.[level] !== undefined && max?.[level] === undefined,
  ).map((level) => ({
    setting: `vulnerabilities.graceDays.${level}`,
    what: `vulnerabilities.graceDays.${level}`,
    ...(max === undefined
      ? { because: 'vulnerabilities', how: 'has no max' }
      : { because: 'vulnerabilities.max', how: `has no ${level}` }),
    advice: `set vulnerabilities.max.${level}, or remove ${level} from graceDays`,
  }));
  if (knownExploited === undefined && maxFeedAgeDays !== DEFAULT_FEED_AGE_DAYS) {
    idle.push({
      setting: 'vulnerabilities.maxFeedAgeDays',
      what: 'vulnerabilities.maxFeedAgeDays',
      because: 'vulnerabilities',
      how: 'has no knownExploited',
      advice: 'set knownExploited and feed, or remove maxFeedAgeDays',
    });
  }
  return idle;
}
