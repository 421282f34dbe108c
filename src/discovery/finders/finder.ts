import { Findings } from '../findings';
import { flat, follow, textOf } from '../nodes/follow';
import { MapNode, Node, TextNode, isAbsent } from '../nodes/node';
import { isEncoded } from '../texts/hcl-text';
import { TextReading, readAsJson, readAsYaml } from '../texts/reading';
import { masked } from '../texts/template';

/** What a finder may look at beside its resource. */
export interface FinderContext {
  /** Another resource of the same module; none where it is not known. */
  sibling(type: string, name: string): readonly Node[];
  /** What an attribute of a resource refers to, where a plan says so and does not know the value: `docker_image.web.image_id`. */
  readonly references?: (path: readonly string[]) => readonly string[];
}

/**
 * Looks at what is certain of one type: paths at which images stand, and paths at which they don't. What it settles nobody
 * else looks at; everything else is looked at by the rules for all types.
 */
export type Finder = (body: Node, found: Findings, around: FinderContext) => void;

/** One entry a resource type. */
export type Table = readonly (readonly [type: string, ...finders: Finder[]])[];

/**
 * One entry a resource type, with the paths of the attributes that say image and hold no container
 * image: the image of a machine or disk, an operating system, a runtime or a picture. Paths go
 * through lists, as in the finders. The rules look at all other attributes (user data, metadata);
 * in a type without paths, at every attribute.
 */
export type MachineImages = readonly (readonly [type: string, ...paths: string[]])[];

/** References at the end of a path: `attr('spec.container.image')`. Lists on the way are gone through. */
export function attr(path: string): Finder {
  return (body, found) => {
    each(body, path, found, (node) => found.reference(node, { emptyIsAbsent: true }));
  };
}

/** What is no container image for all its name: the operating system of a machine, what a provider computes. */
export function notImage(...paths: readonly string[]): Finder {
  return (body, found) => {
    for (const path of paths) {
      const steps = path.split('.');
      const parents = follow([body], steps.slice(0, -1)).ends;
      for (const parent of parents) {
        if (parent.kind !== 'map') continue;
        parent.keys.forEach((key, at) => {
          if (key === steps[steps.length - 1]) found.settle(parent.values[at]);
        });
      }
    }
  };
}

/** References in an attribute that is a JSON text: `json('container_definitions', 'image')`. */
export function jsonReferences(attribute: string, ...paths: string[]): Finder {
  return embedded(attribute, readAsJson, (nodes, found) => {
    for (const path of paths) {
      const { ends, lost } = follow(nodes, path.split('.'), { anyCase: true });
      ends.forEach((node) => found.reference(node));
      lost.forEach((node) => found.hidden(node));
    }
  });
}

/** An attribute that is a YAML (or JSON) text of manifests, in which the rules find what is deployed. */
export function manifestText(attribute: string): Finder {
  return embedded(attribute, readAsYaml, (nodes, found) => {
    // Documents are objects, and a null is none.
    for (const node of nodes)
      if (node.kind !== 'map' && node.kind !== 'list' && !isAbsent(node)) found.hidden(node);
  });
}

/** An attribute that is an object of Kubernetes, as a map. */
export function manifest(attribute: string): Finder {
  return blocks(attribute, (block, found) => found.manifest(block));
}

/**
 * Attributes whose value says all that is deployed, as a text or as a map: where only Terraform knows it, nobody can tell. What
 * is known of it the rules look at.
 */
export function content(...paths: readonly string[]): Finder {
  return (body, found) => {
    for (const path of paths) {
      each(body, path, found, (node) => {
        if (node.kind === 'map') found.manifest(node);
        const isHidden = node.kind === 'unknown' || (node.kind === 'text' && isWholeToken(node));
        if (isHidden) found.hidden(node);
      });
    }
  };
}

/** Whether a text is an expression and nothing else, other than one that can be read. */
function isWholeToken(node: TextNode): boolean {
  return node.token && !isEncoded(node.raw) && /^\s*\uE000+\s*$/.test(masked(node.raw) ?? node.raw);
}

/** An attribute that is a text in a known language. It says what runs, so a token in it could add an image. */
export function embedded(
  attribute: string,
  read: typeof readAsJson | typeof readAsYaml,
  look: (nodes: readonly Node[], found: Findings, around: FinderContext) => void,
): Finder {
  return (body, found, around) => {
    each(body, attribute, found, (node) => {
      if (node.kind !== 'text') return found.hidden(node);
      if (node.text === '' && !node.token) return;
      found.carrier(node);
      const reading: TextReading = found.reading(node, read);
      if (reading === undefined) return;
      if ('problem' in reading) found.doubt(node, reading.problem);
      else look(reading.nodes, found, around);
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
export function undeterminableType(reason: string): Finder {
  return (_body, found) => found.never(reason);
}

/** What makes a resource undeterminable if it is set. */
export function unlessAbsent(path: string, reason: string): Finder {
  return (body, found) => {
    const { ends, lost } = follow([body], path.split('.'));
    const [set] = ends.filter((node) => node.kind !== 'text' || node.text !== '' || node.token);
    if (set !== undefined) found.doubtBeside(set, `is set: ${reason}`);
    lost.forEach((node) => found.hidden(node));
  };
}

/** What makes a resource undeterminable if it is not set: the provider then chooses an image itself. */
export function unlessSet(path: string, reason: string): Finder {
  return (body, found) => {
    const { ends, lost } = follow([body], path.split('.'));
    const set = ends.some((node) => node.kind !== 'text' || node.text !== '' || node.token);
    if (!set && lost.length === 0) found.doubtBeside(body, reason);
  };
}

/** Blocks at a path, each with its own attributes. */
export function blocks(
  path: string,
  look: (block: MapNode, found: Findings, around: FinderContext) => void,
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
