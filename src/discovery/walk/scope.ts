import { KindEntry } from '../kinds/kind';
import { Node } from '../nodes/node';
import { Findings } from '../findings';
import { Language } from '../texts/reading';
import { KeyMeaning } from './key';

/** What the rules know of a node beside the node itself: where it stands. */
export interface Scope {
  /** The key that it stands under; of a list's items the list's key, of a value in a name/value pair the name. */
  readonly key: string;
  readonly meaning: KeyMeaning;
  /** Whether the key is the name of a name/value pair: of a variable, a parameter. */
  readonly isPair?: boolean;
  /** A map of names that people give, or a member of one: labels and tags, or annotations, some of which name images. */
  readonly map?: 'labels' | 'annotations' | 'label' | 'annotation';
  /** Directly in one of a list of containers. */
  readonly inContainer?: boolean;
  /** One of the services of a Compose file. */
  readonly isService?: boolean;
  /** In a block or map whose key says image: directly in a map of images, whose keys are names, or anywhere below. */
  readonly inImages?: 'directly' | 'below';
  /** Somewhere in the description of a disk, where an image is that of a machine. */
  readonly isDisk?: boolean;
  /** The nearest object of Kubernetes around it. */
  readonly object?: ObjectScope;
  /** Whether a version or tag stands beside it or above it, in an object whose controller may read it. */
  readonly hasVersion?: boolean;
  /** The text that it stands in. */
  readonly text?: TextScope;
}

/** An object of Kubernetes. */
export interface ObjectScope {
  readonly kind: string;
  /** Whether a controller decides what is made of it, and not Kubernetes alone. */
  readonly isCustom: boolean;
  readonly entry?: KindEntry;
}

/** A text that is itself JSON or YAML. */
export interface TextScope {
  /** YAML where any of the texts around it is. */
  readonly language: Language;
  /** Whether it could carry an image, so that a token in it could add one. */
  readonly isCarrier: boolean;
}

/** What the rules of the walk share. */
export interface Walk {
  readonly found: Findings;
  /** Texts that are images wherever they stand, because a gate gave them out. */
  readonly given: ReadonlySet<string>;
}

/** A node that is still to be looked at. */
export interface Task {
  readonly node: Node;
  readonly scope: Scope;
}
