import { Finder } from './finder';
import { at } from './findings';
import { flat, follow, get } from './follow';
import { Node, slotOf } from './node';

/** What `docker_container.image` usually is: the image that a docker_image of the same stack pulls. */
const REFERENCE = /^\$\{\s*docker_image\.([A-Za-z_][\w-]*)\.(image_id|repo_digest|name)\s*\}$/;

/** An image of Docker's, or a reference to the docker_image that pulls it: then its name is what counts. */
export function dockerImage(path: string): Finder {
  return (body, found, around) => {
    const { ends, lost } = follow([body], path.split('.'));
    lost.forEach((node) => found.hidden(node));
    for (const node of ends) {
      const name = node.kind === 'text' && node.token ? REFERENCE.exec(node.raw)?.[1] : undefined;
      const pulled = name === undefined ? undefined : around.sibling('docker_image', name);
      if (pulled === undefined) found.reference(node, { emptyIsAbsent: true });
      else pulledImage(pulled, found, around);
    }
  };
}

/** The name of a docker_image, unless that is what it is going to build. */
export const pulledImage: Finder = (body, found) => {
  const { ends } = follow([body], ['build']);
  const built = ends.length > 0 || (body.kind === 'map' && flat(get(body, 'dynamic')).length > 0);
  for (const node of follow([body], ['name']).ends) {
    if (built) found.undeterminable(builtReason(node));
    else if (node.kind === 'text' && !node.token) found.add(node.text, [slotOf(node)]);
    else found.hidden(node);
  }
};

function builtReason(name: Node): string {
  return `${at(name)} is built by Terraform, and nothing has scanned it`;
}
