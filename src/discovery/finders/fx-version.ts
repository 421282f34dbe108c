import { follow } from '../nodes/follow';
import { slotOf } from '../nodes/node';
import { Finder } from './finder';

/**
 * Checks Azure's `linux_fx_version`: `DOCKER|image` runs an image, `COMPOSE|…` and `KUBE|…` run the
 * content of a Base64 file, and any other value (`NODE|20-lts`) is a runtime of Azure.
 */
export function fxVersion(path: string): Finder {
  return (body, found) => {
    const { ends, lost } = follow([body], path.split('.'));
    lost.forEach((node) => found.hidden(node));
    for (const node of ends) {
      if (node.kind !== 'text' || node.token) {
        found.hidden(node);
      } else if (/^docker\|/i.test(node.raw)) {
        const start = node.raw.indexOf('|') + 1;
        const span = [start, node.raw.length] as const;
        const slot = slotOf(node)!;
        found.add(node.text.slice(start), node, [{ ...slot, span, was: node.raw.slice(start) }]);
      } else if (/^(compose|kube)\|/i.test(node.raw)) {
        found.doubt(node, 'runs the images in a Base64 file: declare them');
      } else found.settle(node);
    }
  };
}
