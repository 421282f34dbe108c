import { Findings } from '../findings';
import { flat, follow, textOf } from '../nodes/follow';
import { MapNode, Node, TextNode, isAbsent } from '../nodes/node';
import { isEncoded } from '../texts/hcl-text';
import { TextReading, readAsJson, readAsYaml } from '../texts/reading';
import { masked } from '../texts/template';

/** The surroundings of a resource, for finders. */
export interface FinderContext {
  /** Returns another resource of the same module, if it is known. */
  sibling(type: string, name: string): readonly Node[];
  /**
   * Returns the reference of an attribute whose value a plan does not know:
   * `docker_image.web.image_id`.
   */
  readonly references?: (path: readonly string[]) => readonly string[];
}

/**
 * Checks the known paths of one type, with and without images, and settles them. The rules for all
 * types check everything else.
 */
export type Finder = (body: Node, found: Findings, around: FinderContext) => void;

/** One entry per resource type. */
export type Table = readonly (readonly [type: string, ...finders: Finder[]])[];

/**
 * One entry per resource type, with the paths of attributes called image that are not container
 * images: the image of a machine or disk, an operating system, a runtime or a picture. Paths
 * include items of lists, as in the finders. The rules check all other attributes (user data,
 * metadata).
 */
export type MachineImages = readonly (readonly [type: string, ...paths: string[]])[];

/** Finds references at a path: `attr('spec.container.image')`. Paths include items of lists. */
export function attr(path: string): Finder {
  return (body, found) => {
    each(body, path, found, (node) => found.reference(node, { emptyIsAbsent: true }));
  };
}

/**
 * Settles attributes called image that are not container images: the operating system of a machine,
 * or a computed value.
 */
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

/**
 * Finds references in an attribute that is a JSON text: `json('container_definitions', 'image')`.
 */
export function jsonReferences(attribute: string, ...paths: string[]): Finder {
  return embedded(attribute, readAsJson, (nodes, found) => {
    for (const path of paths) {
      const { ends, lost } = follow(nodes, path.split('.'), { anyCase: true });
      ends.forEach((node) => found.reference(node));
      lost.forEach((node) => found.hidden(node));
    }
  });
}

/** Checks an attribute that is a YAML or JSON text of manifests by the rules. */
export function manifestText(attribute: string): Finder {
  return embedded(attribute, readAsYaml, (nodes, found) => {
    // Documents are objects, except for null.
    for (const node of nodes)
      if (node.kind !== 'map' && node.kind !== 'list' && !isAbsent(node)) found.hidden(node);
  });
}

/** Checks an attribute that is a Kubernetes object as a map. */
export function manifest(attribute: string): Finder {
  return blocks(attribute, (block, found) => found.manifest(block));
}

/**
 * Checks attributes that contain everything that is deployed, as a text or a map. If only Terraform
 * knows the value, the images can't be determined. The rules check known parts.
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

/** Returns whether a text is only an expression that can't be read. */
function isWholeToken(node: TextNode): boolean {
  return node.token && !isEncoded(node.raw) && /^\s*\uE000+\s*$/.test(masked(node.raw) ?? node.raw);
}

/**
 * Checks an attribute that is a text in a known language. It defines what runs, so a token in it
 * could add an image.
 */
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

/**
 * Applies finders to blocks at a path in which a key has an allowed value. An unknown value is
 * included.
 */
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

/** Marks a type whose images can't be determined. */
export function undeterminableType(reason: string): Finder {
  return (_body, found) => found.never(reason);
}

/** Marks a resource as undeterminable if a path is set. */
export function unlessAbsent(path: string, reason: string): Finder {
  return (body, found) => {
    const { ends, lost } = follow([body], path.split('.'));
    const [set] = ends.filter((node) => node.kind !== 'text' || node.text !== '' || node.token);
    if (set !== undefined) found.doubtBeside(set, `is set: ${reason}`);
    lost.forEach((node) => found.hidden(node));
  };
}

/**
 * Marks a resource as undeterminable if a path is not set, because the provider then chooses an
 * image.
 */
export function unlessSet(path: string, reason: string): Finder {
  return (body, found) => {
    const { ends, lost } = follow([body], path.split('.'));
    const set = ends.some((node) => node.kind !== 'text' || node.text !== '' || node.token);
    if (!set && lost.length === 0) found.doubtBeside(body, reason);
  };
}

/** Applies finders to the blocks at a path. */
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
