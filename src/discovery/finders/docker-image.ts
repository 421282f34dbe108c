import { Findings } from '../findings';
import { flat, follow, get } from '../nodes/follow';
import { Node } from '../nodes/node';
import { Finder, FinderContext } from './finder';

/**
 * The usual value of `docker_container.image`: a reference to a docker_image of the same module.
 */
const EXPRESSION = /^\$\{\s*docker_image\.([A-Za-z_][\w-]*)\.(?:image_id|repo_digest|name)\s*\}$/;
/** The same reference in a plan: the attribute, and then the resource. */
const REFERENCE =
  /^docker_image\.([A-Za-z_][\w-]*)(?:\[(?:\d+|"[^"]*"|each\.key|count\.index)\])?(?:\.(?:image_id|repo_digest|name))?$/;

/** Finds an image, or the name of the docker_image that pulls it. */
export function dockerImage(path: string): Finder {
  return (body, found, around) => {
    const { ends, lost } = follow([body], path.split('.'));
    lost.forEach((node) => found.hidden(node));
    for (const node of ends) {
      const name = nameOf(node, path, around);
      const pulled = name === undefined ? [] : around.sibling('docker_image', name);
      if (pulled.length === 0) found.reference(node, { emptyIsAbsent: true });
      else {
        found.settle(node);
        pulled.forEach((image) => pulledImage(image, found, around));
      }
    }
  };
}

function nameOf(node: Node, path: string, around: FinderContext): string | undefined {
  if (node.kind === 'text' && node.token) return EXPRESSION.exec(node.raw)?.[1];
  if (node.kind !== 'unknown' || around.references === undefined) return undefined;
  const names = around.references(path.split('.')).map((one) => REFERENCE.exec(one)?.[1]);
  return names.length > 0 && names.every((name) => name === names[0]) ? names[0] : undefined;
}

/** Checks the name of a docker_image, unless it builds the image. */
export const pulledImage: Finder = (body, found) => {
  const { ends } = follow([body], ['build']);
  const built = ends.length > 0 || (body.kind === 'map' && flat(get(body, 'dynamic')).length > 0);
  for (const node of follow([body], ['name']).ends) lookAtName(node, built, found);
};

function lookAtName(node: Node, built: boolean, found: Findings): void {
  if (built) found.doubt(node, 'is built by Terraform, and is not scanned: push it first');
  else if (node.kind === 'text' && !node.token) found.text(node);
  else found.hidden(node);
}
