import { dayStart } from '../../util/time';

const MOMENT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/;

/** A day's beginning, or a moment in ISO 8601, in ms since 1970; without an offset it is UTC. Undefined for what is neither. */
export function parseMoment(text: string): number | undefined {
  const parts = MOMENT.exec(text);
  if (parts === null) return dayStart(text);
  if (dayStart(parts[1]) === undefined) return undefined;
  const time = Date.parse(parts[2] === undefined ? `${text}Z` : text);
  return Number.isNaN(time) ? undefined : time;
}
