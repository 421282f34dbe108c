import { Findings, at } from './findings';
import { likeness } from './likeness';
import { Node, slotOf } from './node';
import { visitTexts } from './unknown-type';

/** Terraform's own arguments of a module call. */
const OWN_ARGUMENTS = new Set([
  'source',
  'version',
  'providers',
  'depends_on',
  'count',
  'for_each',
  '//',
]);

/**
 * The inputs of a module call whose name says image. What the module makes of them, and which images it
 * deploys unasked, stands in its own files: a synthesized stack doesn't hold them, a plan does.
 */
export function lookAtModule(body: Node, found: Findings): void {
  if (body.kind !== 'map') return;
  body.values.forEach((value, index) => {
    if (OWN_ARGUMENTS.has(body.keys[index])) return;
    visitTexts(value, (node) => {
      const like = likeness(node);
      if (like === 'no') return;
      if (node.kind === 'unknown' || node.token) return found.hidden(node);
      if (like === 'image') found.add(node.text, [slotOf(node)]);
      else found.undeterminable(`${at(node)} may be an image, or a part of its name`);
    });
  });
}
