/** A key or list position in the path to a value. */
export type Step = string | number;

/**
 * A string of the document, or a part of it, that contains a reference or a part of one. Can be
 * stored as JSON.
 */
export interface Slot {
  /**
   * Keys and positions from the document's root (for plan JSON: from the resource's values) to the
   * string.
   */
  readonly path: readonly Step[];
  /**
   * Range of characters in the string, by default all of it. Set if the string is itself JSON or
   * YAML.
   */
  readonly span?: readonly [start: number, end: number];
  /** Keys and positions inside the JSON or YAML in the string, for messages. */
  readonly inside?: readonly Step[];
  /** The found text. `pin` replaces no other text. */
  readonly was: string;
  /** The part of the reference in the slot, by default the whole reference. */
  readonly holds?: 'below' | 'name' | 'tag';
  /** The text before it that is elsewhere: a registry with its slash. */
  readonly before?: string;
  /**
   * Set if the span is a whole YAML or JSON scalar, so that the new text must include quotes if it
   * needs them.
   */
  readonly bare?: boolean;
}

/** The slots of an image: usually one string, or two if its name and its tag are separate. */
export type ImagePlace = readonly Slot[];

/** Formats a place for messages: `spec.container[0].image`, `container_definitions → [0].image`. */
export function placeText(place: ImagePlace): string {
  return place.map(slotText).join(' and ');
}

export function slotText({ path, inside }: Pick<Slot, 'path' | 'inside'>): string {
  return inside === undefined ? stepsText(path) : `${stepsText(path)} → ${stepsText(inside)}`;
}

/** Maximum number of steps in a message, because hostile JSON may have ten thousand. */
const SHOWN_STEPS = 24;

/** Formats a path for messages. Only the last steps of a long path are included. */
export function stepsText(steps: readonly Step[]): string {
  const shown = steps.length > SHOWN_STEPS ? ['…', ...steps.slice(-SHOWN_STEPS)] : steps;
  const text = shown.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return text.replace(/^\./, '');
}

/** Returns a key that is equal for slots of the same text. */
export function slotKey({ path, span }: Slot): string {
  return JSON.stringify([path, span ?? null]);
}
