import { Findings } from '../findings';
import { flat, get } from '../nodes/follow';
import { MapNode, TextNode, slotOf } from '../nodes/node';
import { Finder, blocks } from './finder';

/**
 * Finds an image whose registry (and tag) are in separate attributes, in blocks at a path.
 * @param path path of the blocks, '' for the resource itself
 */
export function apart(
  path: string,
  names: { readonly registry: string; readonly image: string; readonly tag?: string },
): Finder {
  return blocks(path, (block, found) => {
    const registry = one(block, names.registry, found);
    const image = one(block, names.image, found);
    const tag = names.tag === undefined ? undefined : one(block, names.tag, found);
    if (registry === 'hidden' || image === 'hidden' || tag === 'hidden') {
      // The name of an image with an unknown registry is not sufficient.
      found.settle(
        ...[names.registry, names.image, names.tag ?? ''].flatMap((key) => get(block, key)),
      );
      return;
    }
    if (image === undefined) return;
    const before = registry === undefined ? '' : registryPrefix(registry.text);
    const base = { ...slotOf(image)!, ...(before === '' ? {} : { before }) };
    if (registry !== undefined) found.settle(registry);
    if (tag === undefined) {
      return found.add(before + image.text, image, [{ ...base, holds: 'below' }]);
    }
    found.settle(tag);
    found.add(`${before}${image.text}:${tag.text}`, image, [
      { ...base, holds: 'name' },
      { ...slotOf(tag)!, holds: 'tag' },
    ]);
  });
}

/** Returns the only text of an attribute, if it is set. */
function one(block: MapNode, key: string, found: Findings): TextNode | 'hidden' | undefined {
  const values = flat(get(block, key));
  if (values.length > 1) found.doubt(values[0], 'has more than one value');
  const [value] = values;
  if (value === undefined || values.length > 1) return value === undefined ? undefined : 'hidden';
  if (value.kind === 'text' && !value.token) return value.text === '' ? undefined : value;
  found.hidden(value);
  return 'hidden';
}

/** `https://ghcr.io/` is written `ghcr.io/` in a reference. */
function registryPrefix(url: string): string {
  return `${url.replace(/^https?:\/\//, '').replace(/\/+$/, '')}/`;
}
