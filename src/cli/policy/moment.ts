import { dayStart } from '../../util/time';

const MOMENT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/;

/**
 * Parses a day (its start) or a moment in ISO 8601, in UTC unless an offset is given. Returns ms
 * since 1970; undefined for any other text.
 */
export function parseMoment(text: string): number | undefined {
  const parts = MOMENT.exec(text);
  if (parts === null) return dayStart(text);
  if (dayStart(parts[1]) === undefined) return undefined;
  const time = Date.parse(parts[2] === undefined ? `${text}Z` : text);
  return Number.isNaN(time) ? undefined : time;
}
