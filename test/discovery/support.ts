import { ResourceImages, discover, placeText } from '../../src/discovery';

export const DIGEST = `sha256:${'a'.repeat(64)}`;

/** JSON of any form, into which tests look without saying what it is. */
export type Json = ReturnType<typeof JSON.parse>;

/** A document with one resource, called `it`. */
export function documentOf(type: string, body: unknown): unknown {
  return { resource: { [type]: { it: body } } };
}

export function only(document: unknown, declared?: ReadonlyMap<string, string[]>): ResourceImages {
  const found = discover(document, { declared });
  expect(found).toHaveLength(1);
  return found[0];
}

export function references({ images }: Pick<ResourceImages, 'images'>): string[] {
  return images.map(({ reference }) => reference);
}

export function places({ images }: Pick<ResourceImages, 'images'>): string[] {
  return images.map(({ at }) => (at === undefined ? 'nowhere' : placeText(at)));
}

/** The same with every map in a list, as blocks stand in plan JSON. */
export function listedBlocks(value: unknown, top = true): unknown {
  if (Array.isArray(value)) return value.map((item) => listedBlocks(item, true));
  if (typeof value !== 'object' || value === null) return value;
  const map = Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, listedBlocks(inner, false)]),
  );
  return top ? map : [map];
}
