import { embeddedJson } from './embedded';
import { Findings, at } from './findings';
import { likeness } from './likeness';
import { Node, TextNode, UnknownNode, slotOf } from './node';

/** Maps of names that people give: what is called `image` there is a label. */
const LABELS = /^(tags|tags_all|labels|annotations|timeouts|\/\/)$/;
/** A JSON text with a key `image`, perhaps with something in it that makes it unreadable. */
const JSON_IMAGE = /["']image["']\s*:/i;
/** A YAML text with a key `image`. */
const YAML_IMAGE = /^[ \t]*(?:- +)*["']?image["']?[ \t]*:/m;

/**
 * What a resource holds of which the table knows nothing. Attributes that look like container images make
 * it undeterminable: the provider may pull other images, too, or take something else for an image. Those
 * that can be read are told all the same, so that they are judged where the rest is declared. What a gate gave out (`given`)
 * is an image whatever it stands in, and no riddle.
 */
export function lookAtUnknown(body: Node, found: Findings, given: ReadonlySet<string>): void {
  visitTexts(body, (node) => {
    if (node.kind === 'text' && given.has(node.text)) return found.add(node.text, [slotOf(node)]);
    const like = likeness(node);
    if (like !== 'no' && (node.kind === 'unknown' || node.token)) return found.hidden(node);
    if (node.kind === 'unknown') return;
    if (like === 'no') return lookInside(node, found, given);
    if (like === 'image') found.add(node.text, [slotOf(node)]);
    found.undeterminable(
      `${at(node)} looks like an image, and nothing is known of resources of this type`,
    );
  });
}

/** A text that is itself JSON or YAML with images in it. */
function lookInside(node: TextNode, found: Findings, given: ReadonlySet<string>): void {
  if (node.host !== undefined || !/image/i.test(node.raw)) return;
  if (/^\s*[[{]/.test(node.raw)) {
    const content = embeddedJson(node);
    if ('nodes' in content)
      return content.nodes.forEach((inner) => lookAtUnknown(inner, found, given));
  }
  if (JSON_IMAGE.test(node.raw) || YAML_IMAGE.test(node.raw)) {
    found.undeterminable(`${at(node)} is a text that looks as if it named images`);
  }
}

/** Each text below a node, labels left out. Without recursion, and once where an alias leads to it twice. */
export function visitTexts(root: Node, look: (node: TextNode | UnknownNode) => void): void {
  const seen = new Set<Node>();
  const next: Node[] = [root];
  for (let node = next.pop(); node !== undefined; node = next.pop()) {
    if (node.kind === 'text' || node.kind === 'unknown') look(node);
    if (node.kind !== 'map' && node.kind !== 'list') continue;
    if (seen.has(node)) continue;
    seen.add(node);
    for (let index = node.values.length - 1; index >= 0; index--) {
      if (node.kind === 'map' && LABELS.test(node.keys[index])) continue;
      next.push(node.values[index]);
    }
  }
}
