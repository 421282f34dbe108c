import { Embedded, embeddedJson, embeddedYaml } from './embedded';
import { Findings, at } from './findings';
import { flat, follow, textOf } from './follow';
import { MapNode, Node } from './node';

/** What a finder may look at beside its resource. */
export interface Surroundings {
  /** Another resource of the document; none in plan JSON, where references are resolved already. */
  sibling(type: string, name: string): Node | undefined;
}

/** Looks for images in one resource. */
export type Finder = (body: Node, found: Findings, around: Surroundings) => void;

/** One entry a resource type. */
export type Table = readonly (readonly [type: string, ...finders: Finder[]])[];

/** References at the end of a path: `attr('spec.container.image')`. Lists on the way are gone through. */
export function attr(path: string): Finder {
  return (body, found) => {
    each(body, path, found, (node) => found.reference(node, { emptyIsAbsent: true }));
  };
}

/** References in an attribute that is a JSON text: `json('container_definitions', 'image')`. */
export function json(attribute: string, ...paths: string[]): Finder {
  return embedded(attribute, embeddedJson, (nodes, found) => {
    for (const path of paths) {
      const { ends, lost } = follow(nodes, path.split('.'), { anyCase: true });
      ends.forEach((node) => found.reference(node));
      lost.forEach((node) => found.hidden(node));
    }
  });
}

/** An attribute that is a JSON or YAML text, handed on as what it means. */
export function embedded(
  attribute: string,
  language: typeof embeddedJson | typeof embeddedYaml,
  look: (nodes: readonly Node[], found: Findings, around: Surroundings) => void,
): Finder {
  return (body, found, around) => {
    each(body, attribute, found, (node) => {
      if (node.kind !== 'text') return found.hidden(node);
      if (node.text === '' && !node.token) return;
      const content: Embedded = language(node);
      if ('problem' in content) found.undeterminable(`${at(node)}: ${content.problem}`);
      else look(content.nodes, found, around);
    });
  };
}

/** Only blocks at a path of which a text says something. One that isn't known counts. */
export function where(path: string, key: string, allowed: string, ...finders: Finder[]): Finder {
  return (body, found, around) => {
    each(body, path, found, (block) => {
      if (block.kind !== 'map') return found.hidden(block);
      const text = textOf(block, key);
      const known = text !== undefined || follow([block], [key]).ends.length === 0;
      if (known && text?.toLowerCase() !== allowed.toLowerCase()) return;
      for (const finder of finders) finder(block, found, around);
    });
  };
}

/** A type of which nothing can be known here. */
export function never(reason: string): Finder {
  return (_body, found) => found.undeterminable(reason);
}

/** What makes a resource undeterminable if it is set. */
export function unlessAbsent(path: string, reason: string): Finder {
  return (body, found) => {
    const { ends, lost } = follow([body], path.split('.'));
    const set = ends.filter((node) => node.kind !== 'text' || node.text !== '' || node.token);
    if (set.length > 0) found.undeterminable(`${at(set[0])} is set: ${reason}`);
    lost.forEach((node) => found.hidden(node));
  };
}

/** Blocks at a path, each with its own attributes. */
export function blocks(
  path: string,
  look: (block: MapNode, found: Findings, around: Surroundings) => void,
): Finder {
  return (body, found, around) => {
    each(body, path, found, (block) => {
      if (block.kind === 'map') look(block, found, around);
      else found.hidden(block);
    });
  };
}

function each(body: Node, path: string, found: Findings, look: (node: Node) => void): void {
  const { ends, lost } = follow([body], path === '' ? [] : path.split('.'));
  flat(ends).forEach(look);
  lost.forEach((node) => found.hidden(node));
}
