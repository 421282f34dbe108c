/** A key or a list position on the way to a value. */
export type Step = string | number;

/** A string of the document, or a part of one, that holds a reference or a part of one. Plain data: it can be kept as JSON. */
export interface Slot {
  /** Keys and positions from the document's root (for plan JSON: from the resource's values) to the string. */
  readonly path: readonly Step[];
  /** Which characters of that string; all of it where left out. Set where the string is itself JSON or YAML. */
  readonly span?: readonly [start: number, end: number];
  /** Keys and positions inside the string's own JSON or YAML, for people. */
  readonly inside?: readonly Step[];
  /** What stands there: `pin` replaces nothing else. */
  readonly was: string;
  /** What part of a reference stands there; the whole of it where left out. */
  readonly holds?: 'below' | 'name' | 'tag';
  /** What comes before it and stands elsewhere: a registry with its slash. */
  readonly before?: string;
  /** Set where the span takes in all of a YAML or JSON scalar, so that a text which needs quotes must bring them. */
  readonly bare?: boolean;
}

/** Where an image stands: nearly always in one string; in two where its name and its tag stand apart. */
export type ImagePlace = readonly Slot[];

/** A place in words: `spec.container[0].image`, `container_definitions → [0].image`. */
export function placeText(place: ImagePlace): string {
  return place.map(slotText).join(' and ');
}

export function slotText({ path, inside }: Pick<Slot, 'path' | 'inside'>): string {
  return inside === undefined ? stepsText(path) : `${stepsText(path)} → ${stepsText(inside)}`;
}

/** No one reads more steps than these, and hostile JSON has ten thousand. */
const SHOWN_STEPS = 24;

/** A path in words; its last steps, where it is long. */
export function stepsText(steps: readonly Step[]): string {
  const shown = steps.length > SHOWN_STEPS ? ['…', ...steps.slice(-SHOWN_STEPS)] : steps;
  const text = shown.map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('');
  return text.replace(/^\./, '');
}

/** Two slots of one text are one slot. */
export function slotKey({ path, span }: Slot): string {
  return JSON.stringify([path, span ?? null]);
}
