import { KindEntry } from '../kinds/kind';
import { Node } from '../nodes/node';
import { Findings } from '../findings';
import { Language } from '../texts/reading';
import { KeyMeaning } from './key';

/** The context of a node, for the rules. */
export interface Scope {
  /**
   * The key of the node. For an item of a list it is the key of the list, and for a value in a
   * name/value pair the name.
   */
  readonly key: string;
  readonly meaning: KeyMeaning;
  /** Whether the key is the name in a name/value pair, such as a variable or a parameter. */
  readonly isPair?: boolean;
  /**
   * A map of user-defined names (labels, tags or annotations, some of which name images), or a
   * member of one.
   */
  readonly map?: 'labels' | 'annotations' | 'label' | 'annotation';
  /** Whether the node is directly in a container of a list. */
  readonly inContainer?: boolean;
  /** Whether the node is a service of a Compose file. */
  readonly isService?: boolean;
  /**
   * Whether the node is in a block or map with an image key: directly in a map of images, whose
   * keys are names, or anywhere below.
   */
  readonly inImages?: 'directly' | 'below';
  /** Whether the node is in the description of a disk, where an image is a machine image. */
  readonly isDisk?: boolean;
  /** The nearest Kubernetes object above the node. */
  readonly object?: ObjectScope;
  /**
   * Whether a version or tag is beside or above the node, in an object whose controller may read
   * it.
   */
  readonly hasVersion?: boolean;
  /** The text that contains the node. */
  readonly text?: TextScope;
}

/** A Kubernetes object. */
export interface ObjectScope {
  readonly kind: string;
  /** Whether an installed controller processes the object, and not Kubernetes itself. */
  readonly isCustom: boolean;
  readonly entry?: KindEntry;
}

/** A text that is itself JSON or YAML. */
export interface TextScope {
  /** YAML if any of the texts around it is YAML. */
  readonly language: Language;
  /** Whether the text could contain an image, so that a token in it could add one. */
  readonly isCarrier: boolean;
}

/** The shared state of the rules. */
export interface Walk {
  readonly found: Findings;
  /** Strings that a gate returned, which are images anywhere. */
  readonly given: ReadonlySet<string>;
}

/** A node that has not been checked yet. */
export interface Task {
  readonly node: Node;
  readonly scope: Scope;
}
