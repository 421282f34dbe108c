import { Node } from '../nodes/node';
import { isContainerList } from '../texts/reading';
import { foldKey, meaningOf } from './key';

/**
 * Returns whether a text could contain an image: it has an image key or a list of containers, or is
 * a Kubernetes object. A token in any other text, such as an ARN in an IAM policy, can't add an
 * image.
 */
export function carries(nodes: readonly Node[]): boolean {
  const seen = new Set<Node>();
  const next = [...nodes];
  for (let node = next.pop(); node !== undefined; node = next.pop()) {
    if ((node.kind !== 'map' && node.kind !== 'list') || seen.has(node)) continue;
    seen.add(node);
    next.push(...node.values);
    if (node.kind !== 'map') continue;
    if (node.keys.some((key) => IMAGE_MEANINGS.has(meaningOf(key)) || isContainerList(key)))
      return true;
    const keys = new Set(node.keys.map(foldKey));
    if (keys.has('kind') && keys.has('apiversion')) return true;
  }
  return false;
}

const IMAGE_MEANINGS: ReadonlySet<string> = new Set([
  'image',
  'name',
  'machine',
  'tag',
  'digest',
  'registry',
]);
