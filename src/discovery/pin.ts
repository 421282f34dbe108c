import { HssError } from '../contract/error';
import { ImageReference, parseReference } from '../policy/model/reference';
import { show } from '../util/text';
import { ImagePlace, Slot, Step, slotKey, slotText } from './nodes/place';

/** A place of a reference, and the reference to write there. */
export interface Edit {
  readonly at: ImagePlace;
  readonly reference: string;
}

/**
 * Returns a copy of the document with other references in the places of images. Everything else is
 * unchanged, down to the bytes of JSON and YAML texts.
 * @throws HSS_INVALID_ARGUMENT if a place no longer contains the found text, or can't contain the
 * reference
 */
export function pin<T>(document: T, edits: readonly Edit[]): T {
  const holder = { document };
  const own = new WeakSet<object>([holder]);
  for (const { path, replacements } of byString(edits)) {
    const [parent, key] = ownParent(holder, ['document', ...path], own);
    const text: unknown = Object.hasOwn(parent, key) ? parent[key] : undefined;
    set(parent, key, replaced(text, path, replacements));
  }
  return holder.document;
}

interface Replacement {
  readonly slot: Slot;
  readonly text: string;
}

interface StringEdits {
  readonly path: readonly Step[];
  /** From the last to the first position in the text, so that the others keep their positions. */
  readonly replacements: Replacement[];
}

function byString(edits: readonly Edit[]): StringEdits[] {
  const strings = new Map<string, StringEdits>();
  const known = new Map<string, string>();
  for (const { at, reference } of edits) {
    const parsed = parseReference(reference);
    for (const slot of at) {
      const text = written(slot, parsed);
      const key = slotKey(slot);
      const before = known.get(key);
      if (before === text) continue;
      if (before !== undefined) {
        throw bad(slot, `can't contain both ${show(before)} and ${show(text)}`);
      }
      known.set(key, text);
      const pathKey = JSON.stringify(slot.path);
      const string = strings.get(pathKey) ?? { path: slot.path, replacements: [] };
      strings.set(pathKey, string);
      string.replacements.push({ slot, text });
    }
  }
  for (const { replacements } of strings.values()) {
    replacements.sort((a, b) => (b.slot.span?.[0] ?? 0) - (a.slot.span?.[0] ?? 0));
  }
  return [...strings.values()];
}

function replaced(
  text: unknown,
  path: readonly Step[],
  replacements: readonly Replacement[],
): string {
  if (typeof text !== 'string') throw bad({ path }, `contains ${show(text)}, not a string`);
  const parts: string[] = [];
  let end = text.length;
  for (const { slot, text: by } of replacements) {
    const [from, to] = slot.span ?? [0, text.length];
    if (to > end) throw bad(slot, 'has two edits with overlapping positions');
    if (text.slice(from, to) !== slot.was) {
      throw bad(slot, 'has changed since the image was found');
    }
    parts.push(text.slice(to, end), by);
    end = from;
  }
  parts.push(text.slice(0, end));
  return parts.reverse().join('');
}

/** Returns the part of a reference for a slot, with the quotes that it needs. */
function written(slot: Slot, reference: ImageReference): string {
  const text = part(slot, reference);
  // A reference with a registry or digest is always a text as a plain YAML scalar. Others could be
  // numbers, and `[::1]:5000/web` begins a list. JSON quotes are valid in YAML.
  const plain = /^[A-Za-z0-9][\w.:/@-]*$/.test(text) && /[/@]/.test(text);
  const wasQuoted = slot.was.startsWith('"');
  return slot.bare !== true || (plain && !wasQuoted) ? text : quoted(slot, text);
}

function quoted(slot: Slot, text: string): string {
  // A block scalar includes the line end.
  return JSON.stringify(text) + (/^[|>]/.test(slot.was) && slot.was.endsWith('\n') ? '\n' : '');
}

function part(slot: Slot, reference: ImageReference): string {
  if (slot.holds === undefined) return reference.text;
  const { before = '' } = slot;
  if (slot.holds !== 'tag' && !reference.text.startsWith(before)) {
    throw bad(slot, `has the registry ${show(before)}, but ${show(reference.text)} has not`);
  }
  if (slot.holds === 'below') return reference.text.slice(before.length);
  // If a reader joins `name:tag`, `name@sha256` and the hex digits become a digest.
  const [algorithm, hex] = reference.digest?.split(':') ?? [];
  if (slot.holds === 'tag') return hex ?? reference.tag!;
  const name = reference.name.slice(before.length);
  return algorithm === undefined ? name : `${name}@${algorithm}`;
}

/**
 * Returns the object or list of the last step, copied once from the top down to it, and that step.
 */
function ownParent(
  holder: object,
  path: readonly Step[],
  own: WeakSet<object>,
): [parent: Record<Step, unknown>, key: Step] {
  let parent = holder as Record<Step, unknown>;
  for (const step of path.slice(0, -1)) {
    let child: unknown = Object.hasOwn(parent, step) ? parent[step] : undefined;
    if (typeof child !== 'object' || child === null) {
      throw bad({ path: path.slice(1) }, 'is not in the document');
    }
    if (!own.has(child)) {
      child = Array.isArray(child) ? child.slice() : { ...child };
      own.add(child as object);
      set(parent, step, child);
    }
    parent = child as Record<Step, unknown>;
  }
  return [parent, path[path.length - 1]];
}

/** Sets an own property, even `__proto__`. */
function set(parent: object, key: Step, value: unknown): void {
  const property = { value, writable: true, enumerable: true, configurable: true };
  Object.defineProperty(parent, key, property);
}

function bad(slot: Pick<Slot, 'path' | 'inside'>, what: string): HssError {
  return new HssError('HSS_INVALID_ARGUMENT', `${slotText(slot) || 'the document'} ${what}`, {
    advice: 'pin the document in which the images were found, with one reference per place',
  });
}
