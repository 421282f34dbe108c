import { cut } from '../util/text';
import { Node, TextNode, isAbsent, nodePathText, rootPath, slotOf } from './nodes/node';
import { ImagePlace, Step, slotKey } from './nodes/place';
import { TextReading } from './texts/reading';

/** An image of a resource. */
export interface FoundImage {
  /** The text in the resource, which may not be a valid reference. */
  readonly reference: string;
  /**
   * Where it can be replaced. Undefined for an image in parts or in a nested text, and for a
   * declared image.
   */
  readonly at?: ImagePlace;
  /** Path for messages. Undefined for a declared image. */
  readonly where?: string;
  /** Keys and positions from the document's root to its string. Undefined for a declared image. */
  readonly path?: readonly Step[];
  /** Whether the entry of the resource's type found the image, and not a rule. */
  readonly isCertain?: boolean;
}

/** A part of a resource that may deploy an unknown image. */
export interface Doubt {
  /** Path in the resource; empty for the resource as a whole. */
  readonly where: string;
  /** Reason and advice, as a phrase that continues the path. */
  readonly reason: string;
  /**
   * Keys and positions from the document's root to the value. Undefined if the doubt is about the
   * whole resource.
   */
  readonly path?: readonly Step[];
  /** Set if the image has a name that can't be shown, so that no exception can match it. */
  readonly isNamed?: boolean;
}

/** An expression inside a text whose value could end its string and add an image. */
export interface GuardedToken {
  /** The expression, without `${` and `}`. */
  readonly expression: string;
  readonly where: string;
}

/**
 * Maximum total number of steps in the paths of a resource's images, because a hostile resource may
 * be nested thousands of levels deep.
 */
const MAX_STEPS = 500_000;
const TOO_MANY = 'names too many images, or too deeply nested ones, to be listed: declare them';

/** Collects the images and doubts of one resource. A settled node is not checked again. */
export class Findings {
  public readonly images: FoundImage[] = [];
  private readonly doubts: Doubt[] = [];
  public readonly guards: GuardedToken[] = [];
  public readonly unknowns: Doubt[] = [];
  private readonly settled = new Set<Node>();
  private readonly readings = new Map<TextNode, TextReading>();
  private readonly carriers = new Set<TextNode>();
  private readonly manifests = new Set<Node>();
  private readonly known = new Set<string>();
  private verdict: string | undefined;
  private steps = MAX_STEPS;
  /** Whether the entry of a type is running, and not a rule. */
  public isCertain = true;

  /** Marks a node, and all nodes below it, as settled. */
  public settle(...nodes: readonly Node[]): void {
    for (const node of nodes) this.settled.add(node);
  }

  public isSettled(node: Node): boolean {
    return this.settled.has(node);
  }

  /** Returns the JSON or YAML in a text, which is parsed once. */
  public reading(node: TextNode, read: (node: TextNode) => TextReading): TextReading {
    let reading = this.readings.get(node);
    if (reading === undefined) this.readings.set(node, (reading = read(node)));
    return reading;
  }

  /** Marks a text that defines what runs, so that a token anywhere in it could add an image. */
  public carrier(node: TextNode): void {
    this.carriers.add(node);
  }

  public isCarrier(node: TextNode): boolean {
    return this.carriers.has(node);
  }

  /** Marks a map as a Kubernetes object, even if it has no kind. */
  public manifest(node: Node): void {
    this.manifests.add(node);
  }

  public isManifest(node: Node): boolean {
    return this.manifests.has(node);
  }

  /** Adds the image of a node, once per place. `at` has the slots in which it can be replaced. */
  public add(reference: string, node: Node, at?: ImagePlace): void {
    this.settle(node);
    const path = this.pathOf(node);
    if (path === undefined) return;
    const where = nodePathText(node);
    const key = `${at === undefined ? where : at.map(slotKey).join()} ${reference}`;
    if (this.known.has(key)) return;
    this.known.add(key);
    this.images.push({
      reference,
      where,
      path,
      isCertain: this.isCertain,
      ...(at === undefined ? {} : { at }),
    });
  }

  /** Adds a text that is an image as a whole, even if it can't be parsed. */
  public text(node: TextNode): void {
    const slot = slotOf(node);
    this.add(node.text, node, slot === undefined ? undefined : [slot]);
  }

  /** Adds a value that is a reference if it is a known text, even if it can't be parsed. */
  public reference(node: Node, options: { readonly emptyIsAbsent?: boolean } = {}): void {
    if (isAbsent(node)) return;
    if (node.kind !== 'text' || node.token) this.hidden(node);
    else if (node.text !== '' || options.emptyIsAbsent !== true) this.text(node);
  }

  /** Adds a doubt for a value that could hide an image. */
  public hidden(node: Node): void {
    if (node.kind === 'text' && node.token) {
      this.doubt(
        node,
        `contains ${JSON.stringify(cut(shown(node)))}, which only Terraform can resolve: write the image as plain text`,
      );
    } else if (node.kind === 'unknown') {
      this.doubt(node, 'is known only when Terraform applies: write the image as plain text');
    } else this.doubt(node, `has an unexpected form (${node.kind})`);
  }

  /** @param reason continues the path: `spec.image` + `contains …` */
  public doubt(node: Node, reason: string): void {
    this.settle(node);
    this.doubtBeside(node, reason);
  }

  /** Adds a doubt about a node without settling the nodes below it. */
  public doubtBeside(node: Node, reason: string): void {
    const path = this.pathOf(node);
    if (path !== undefined) this.addDoubt(nodePathText(node), reason, path);
  }

  /** Adds a type or kind that is not in the tables. It is a doubt with `strictDiscovery`. */
  public unknown(node: Node, reason: string): void {
    this.unknowns.push({ where: nodePathText(node), reason });
  }

  /**
   * Adds a type whose images can't be determined. It deploys more than its values name, so other
   * doubts are not reported.
   */
  public never(reason: string): void {
    this.verdict = reason;
  }

  /** Returns the doubts, or only the one that makes all others irrelevant. */
  public get allDoubts(): readonly Doubt[] {
    return this.verdict === undefined ? this.doubts : [{ where: '', reason: this.verdict }];
  }

  /** Adds an expression whose value must not contain characters that are special in a string. */
  public guard(node: Node, expression: string): void {
    const key = `guard ${expression}`;
    if (this.known.has(key)) return;
    this.known.add(key);
    this.guards.push({ expression, where: nodePathText(node) });
  }

  /** Returns the path of a node, within the limit of total steps. */
  private pathOf(node: Node): readonly Step[] | undefined {
    if (this.steps < 0) {
      this.addDoubt('', TOO_MANY);
      return undefined;
    }
    const path = rootPath(node);
    this.steps -= path.length;
    return path;
  }

  private addDoubt(where: string, reason: string, path?: readonly Step[]): void {
    const key = `doubt ${where} ${reason}`;
    if (this.known.has(key)) return;
    this.known.add(key);
    this.doubts.push({ where, reason, ...(path === undefined ? {} : { path }) });
  }
}

/** Maximum number of doubts in a sentence, because a manifest can have thousands. */
const MAX_REASONS = 5;

/** Formats doubts as a sentence. Undefined without doubts. */
export function reasonText(doubts: readonly Doubt[]): string | undefined {
  if (doubts.length === 0) return undefined;
  const told = doubts
    .slice(0, MAX_REASONS)
    .map(({ where, reason }) => `${where === '' ? 'it' : where} ${reason}`);
  const more = doubts.length - told.length;
  return [...told, ...(more > 0 ? [`${more} more like these`] : [])].join('; ');
}

/** Returns a text as written, without masks. */
function shown(node: TextNode): string {
  if (node.host === undefined || node.span === undefined) return node.raw;
  return node.host.raw.slice(...node.span);
}
