import { HOUR_MS } from './time';
import { quotedText } from './safe-text';

/** Formats a value for a message: truncated JSON, so that hostile input can't flood a log. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a map';
  return cut(typeof value === 'string' ? quotedText(value) : `${value as number | boolean}`);
}

/** Truncates a text to `max` characters, and adds its length. */
export function cut(text: string, max = 80): string {
  return text.length > max ? `${beginningOf(text, max)}… (${text.length} characters)` : text;
}

/** Returns the first `max` characters of a text, or one less to avoid half a surrogate pair. */
export function beginningOf(text: string, max: number): string {
  return text.slice(0, max).replace(/[\ud800-\udbff]$/, '');
}

/** Formats a list in words, with at most `max` of its items. */
export function enumerate(items: readonly string[], max = 5): string {
  return enumerationPieces(items, max).join('');
}

/** Returns the pieces of an enumeration: an item and the words after it, in turn. */
export function enumerationPieces(items: readonly string[], max: number): string[] {
  const named = items.slice(0, max);
  const more = items.length - named.length;
  const ending = more > 0 ? [` and ${more} more`] : [];
  const isBeforeLast = (at: number): boolean => more === 0 && at === named.length - 2;
  return named
    .flatMap((item, at) =>
      at === named.length - 1 ? [item] : [item, isBeforeLast(at) ? ' and ' : ', '],
    )
    .concat(ending);
}

/**
 * Joins pieces of advice. The first one follows a colon, so only the others start with a capital
 * letter.
 */
export function sentences(parts: readonly string[]): string {
  return parts
    .map((part, at) =>
      at === 0 ? part : part.replace(/^[a-z](?=[a-z]* )/, (one) => one.toUpperCase()),
    )
    .join('. ');
}

/** Formats a number with its noun: `1 row`, `2 rows`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Returns the form of a verb that fits a number, such as `is` or `are`. */
export function verbFor(count: number, singular: string, plural: string): string {
  return count === 1 ? singular : plural;
}

/** Formats a time in ms since 1970 as ISO 8601, or as the bare number outside the calendar. */
export function isoTime(ms: number): string {
  return calendarTime(ms) ?? `${ms} ms`;
}

/** Formats a time in ms since 1970 as ISO 8601. Undefined outside the calendar. */
export function calendarTime(ms: number): string | undefined {
  if (ms === latest.ms) return latest.text;
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return undefined;
  latest = { ms, text: date.toISOString() };
  return latest.text;
}

/**
 * Cached, because the images of a stack are judged at the same few times, and formatting takes a
 * large part of a judgement.
 */
let latest = { ms: NaN, text: '' };

/**
 * Formats a time span in ms as hours, rounded up, so that a span just over a limit does not read as
 * the limit.
 */
export function hoursText(ms: number): string {
  return `${Math.ceil((ms / HOUR_MS) * 10) / 10} hours`;
}
