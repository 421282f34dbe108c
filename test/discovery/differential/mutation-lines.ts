import { Random } from './random';
import { OVERRIDES } from './mutation-texts';

/** Changes of one line or place of a text, of which the mutations are made. */

/** Changes a text in one way; gives the text back where it has no place for that. */
export type Mutation = (text: string, random: Random) => string;

/** A line of a text in block style: `  - image: x`. */
export const LINE = /^([ \t]*(?:- +)*)(["']?)([A-Za-z]+)\2:(?: +(.*))?$/;

export interface Line {
  readonly index: number;
  /** What stands before the key. */
  readonly before: string;
  readonly key: string;
  readonly value: string;
}

export function linesOf(text: string): Line[] {
  return text.split('\n').flatMap((line, index) => {
    const parts = LINE.exec(line);
    if (parts === null) return [];
    return [{ index, before: parts[1], key: parts[3], value: parts[4] ?? '' }];
  });
}

/** Changes one line with a key into one or more lines. Prefers keys that decide what is deployed. */
export function onLine(
  change: (line: Line, random: Random) => string,
  fits: (line: Line) => boolean = () => true,
): Mutation {
  return (text, random) => {
    const lines = linesOf(text).filter(fits);
    if (lines.length === 0) return text;
    const telling = lines.filter(({ key }) => /^(image|kind|apiVersion|\w*ontainers)$/.test(key));
    const line = random.pick(telling.length > 0 && !random.oneIn(4) ? telling : lines);
    const all = text.split('\n');
    all[line.index] = change(line, random);
    return all.join('\n');
  };
}

export const hasValue = ({ value }: Line): boolean => value !== '' && !/^[|>]/.test(value);
export const write = ({ before, key, value }: Line): string =>
  `${before}${key}:${value && ` ${value}`}`;
export const indent = ({ before }: Line): string => before.replace(/-/g, ' ');

/** Puts another member of the same map before or after a line. */
export function beside(line: Line, member: string, random: Random): string {
  if (random.oneIn(2))
    return `${line.before}${member}\n${indent(line)}${write({ ...line, before: '' })}`;
  // What a key without a value holds is on the next lines.
  if (!hasValue(line))
    return `${line.before}${member}\n${indent(line)}${write({ ...line, before: '' })}`;
  return `${write(line)}\n${indent(line)}${member}`;
}

/** A member that says something else than the line, or adds to the map that the line is in. */
export function override({ key }: { readonly key: string }, random: Random): string {
  const known = OVERRIDES[key === 'name' ? 'image' : key.replace(/^\w+C(?=ontainers$)/, 'c')];
  const members = known !== undefined && !random.oneIn(6) ? known : Object.values(OVERRIDES).flat();
  const [name, value] = random.pick(members);
  return `${random.oneIn(6) ? otherCase(name, random) : name}: ${value}`;
}

export function otherCase(key: string, random: Random): string {
  if (random.oneIn(3)) return key.replace('s', '\u017f').replace('k', '\u212a');
  if (random.oneIn(2)) return key.toUpperCase();
  return key.charAt(0).toUpperCase() + key.slice(1);
}

export function merge(line: Line, random: Random): string {
  const map = `{${override(line, random)}}`;
  const key = random.pick(['<<', '<<', '<<', '"<<"', "'<<'", '!!merge <<', '!!str <<', '? <<\n: ']);
  const value = random.pick([
    map,
    map,
    `[${map}, {${override(line, random)}}]`,
    `{<<: ${map}}`,
    `{<<: ${map}, ${override(line, random)}}`,
    `[[${map}]]`,
    `&m ${map}`,
    `!!map ${map}`,
    'null',
    'text',
  ]);
  return key.startsWith('?') ? `<<: ${value}` : `${key}: ${value}`;
}

export function at(
  text: string,
  random: Random,
  change: (before: string, after: string) => string,
): string {
  const place = random.below(text.length + 1);
  return change(text.slice(0, place), text.slice(place));
}

export function replaceOne(
  pattern: RegExp,
  change: (found: string, random: Random) => string,
): Mutation {
  return (text, random) => {
    const matches = [...text.matchAll(pattern)];
    if (matches.length === 0) return text;
    const { 0: found, index } = random.pick(matches);
    return text.slice(0, index) + change(found, random) + text.slice(index + found.length);
  };
}

export const escaped = (char: string, random: Random): string => {
  const code = char.charCodeAt(0).toString(16);
  const forms = [`\\u${code.padStart(4, '0')}`, `\\x${code}`, `\\U${code.padStart(8, '0')}`];
  return random.pick([forms[0], forms[0], ...forms, `\\${char}`]);
};
