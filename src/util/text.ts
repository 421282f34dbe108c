import { HOUR_MS } from './time';
import { quotedText } from './safe-text';

/** A value for a message: JSON, cut short, so that hostile input can't flood a log. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a map';
  return cut(typeof value === 'string' ? quotedText(value) : `${value as number | boolean}`);
}

/** A text cut to at most `max` characters. */
export function cut(text: string, max = 80): string {
  return text.length > max ? `${beginningOf(text, max)}… (${text.length} characters)` : text;
}

/** The first `max` characters of a text, or one less where that would leave half a character. */
export function beginningOf(text: string, max: number): string {
  return text.slice(0, max).replace(/[\ud800-\udbff]$/, '');
}

/** A list in words, at most `max` of its items named. */
export function enumerate(items: readonly string[], max = 5): string {
  return enumerationPieces(items, max).join('');
}

/** Returns the pieces of such an enumeration: in turn an item and the words after it. */
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

/** Returns a number with its noun: `1 row`, `2 rows`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Returns the form of a verb that fits a number, such as `is` or `are`. */
export function verbFor(count: number, singular: string, plural: string): string {
  return count === 1 ? singular : plural;
}

/** A time in ms since 1970 as ISO 8601, or the bare number where no calendar reaches. */
export function isoTime(ms: number): string {
  return calendarTime(ms) ?? `${ms} ms`;
}

/** A time in ms since 1970 as ISO 8601; undefined where no calendar reaches. */
export function calendarTime(ms: number): string | undefined {
  if (ms === latest.ms) return latest.text;
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return undefined;
  latest = { ms, text: date.toISOString() };
  return latest.text;
}

/** The images of a stack are judged at the same few moments, and writing one takes a good part of a judgement. */
let latest = { ms: NaN, text: '' };

/** A time span in ms as hours; rounded up, or one just over a limit would read as the limit. */
export function hoursText(ms: number): string {
  return `${Math.ceil((ms / HOUR_MS) * 10) / 10} hours`;
}
