import { cut } from '../util/text';
import { Node, TextNode, isAbsent, nodePathText, rootPath, slotOf } from './nodes/node';
import { ImagePlace, Step, slotKey } from './nodes/place';
import { TextReading } from './texts/reading';

/** An image that a resource deploys. */
export interface FoundImage {
  /** As it stands there, whether or not it can be read as a reference. */
  readonly reference: string;
  /** Where it can be replaced. None for one that stands in parts, in a text in a text, or nowhere, because it is declared. */
  readonly at?: ImagePlace;
  /** Where it stands, in words; none for a declared one. */
  readonly where?: string;
  /** Keys and positions from the document's root to the string that it stands in; none for a declared one. */
  readonly path?: readonly Step[];
  /** Whether the entry of its type says that an image stands there; elsewhere a rule says so. */
  readonly isCertain?: boolean;
}

/** What may deploy an image that nobody can name. */
export interface Doubt {
  /** Path in the resource; empty for the resource as a whole. */
  readonly where: string;
  /** What is wrong there and what to do, as a phrase that goes on from the path. */
  readonly reason: string;
  /** Keys and positions from the document's root to the value; none where the resource as a whole is in doubt. */
  readonly path?: readonly Step[];
  /** Set where an image is named that can't be shown, so that no exception can be for it. */
  readonly isNamed?: boolean;
}

/** An expression inside a text that could end its string and add an image, if Terraform gave it certain characters. */
export interface GuardedToken {
  /** The expression, without `${` and `}`. */
  readonly expression: string;
  readonly where: string;
}

/** How many steps the paths of a resource's images may have together: a hostile one nests thousands deep. */
const MAX_STEPS = 500_000;
const TOO_MANY = 'names more images, and deeper, than can be listed: declare them';

/** Collects what is found in one resource. A node that a finder has settled is not looked at again. */
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
  /** Whether what is found now is found by the entry of a type. */
  public isCertain = true;

  /** Marks a node, and what is below it, as looked at. */
  public settle(...nodes: readonly Node[]): void {
    for (const node of nodes) this.settled.add(node);
  }

  public isSettled(node: Node): boolean {
    return this.settled.has(node);
  }

  /** What a text means as JSON or YAML, read once however many look at it. */
  public reading(node: TextNode, read: (node: TextNode) => TextReading): TextReading {
    let reading = this.readings.get(node);
    if (reading === undefined) this.readings.set(node, (reading = read(node)));
    return reading;
  }

  /** Marks a text that is known to say what runs, so that a token anywhere in it could add an image. */
  public carrier(node: TextNode): void {
    this.carriers.add(node);
  }

  public isCarrier(node: TextNode): boolean {
    return this.carriers.has(node);
  }

  /** Marks a map as an object of Kubernetes, whether or not it says so itself. */
  public manifest(node: Node): void {
    this.manifests.add(node);
  }

  public isManifest(node: Node): boolean {
    return this.manifests.has(node);
  }

  /** An image that stands at a node; `at` names the slots in which it can be replaced. One place counts once. */
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

  /** A text that is an image as a whole, whether or not it can be parsed. */
  public text(node: TextNode): void {
    const slot = slotOf(node);
    this.add(node.text, node, slot === undefined ? undefined : [slot]);
  }

  /** A value that is a reference, if it is a text that is known. What can't be parsed as one counts, too. */
  public reference(node: Node, options: { readonly emptyIsAbsent?: boolean } = {}): void {
    if (isAbsent(node)) return;
    if (node.kind !== 'text' || node.token) this.hidden(node);
    else if (node.text !== '' || options.emptyIsAbsent !== true) this.text(node);
  }

  /** A value behind which an image could hide. */
  public hidden(node: Node): void {
    if (node.kind === 'text' && node.token) {
      this.doubt(
        node,
        `holds ${JSON.stringify(cut(shown(node)))}, which only Terraform can resolve: write the image as plain text`,
      );
    } else if (node.kind === 'unknown') {
      this.doubt(node, 'is known only when Terraform applies: write the image as plain text');
    } else this.doubt(node, `has an unexpected form (${node.kind})`);
  }

  /** @param reason goes on from the path: `spec.image` + `holds …` */
  public doubt(node: Node, reason: string): void {
    this.settle(node);
    this.doubtBeside(node, reason);
  }

  /** A doubt about a node that does not take the look away from what is below it. */
  public doubtBeside(node: Node, reason: string): void {
    const path = this.pathOf(node);
    if (path !== undefined) this.addDoubt(nodePathText(node), reason, path);
  }

  /** A type or kind that the tables do not know: in doubt for who wants to know all. */
  public unknown(node: Node, reason: string): void {
    this.unknowns.push({ where: nodePathText(node), reason });
  }

  /**
   * A type of which nothing can be known: it deploys more than its values name, so what can't be read in them is no
   * further reason.
   */
  public never(reason: string): void {
    this.verdict = reason;
  }

  /** What is in doubt, with the one reason that makes all others idle. */
  public get allDoubts(): readonly Doubt[] {
    return this.verdict === undefined ? this.doubts : [{ where: '', reason: this.verdict }];
  }

  /** An expression that must not hold what is special in a string. */
  public guard(node: Node, expression: string): void {
    const key = `guard ${expression}`;
    if (this.known.has(key)) return;
    this.known.add(key);
    this.guards.push({ expression, where: nodePathText(node) });
  }

  /** The path of a node, as long as there are not too many steps of too many. */
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

/** How many doubts are told in a sentence; a manifest can have thousands. */
const MAX_REASONS = 5;

/** Doubts in a sentence; nothing where there is none. */
export function reasonText(doubts: readonly Doubt[]): string | undefined {
  if (doubts.length === 0) return undefined;
  const told = doubts
    .slice(0, MAX_REASONS)
    .map(({ where, reason }) => `${where === '' ? 'it' : where} ${reason}`);
  const more = doubts.length - told.length;
  return [...told, ...(more > 0 ? [`${more} more like these`] : [])].join('; ');
}

/** A text in which an expression is masked, as it was written. */
function shown(node: TextNode): string {
  if (node.host === undefined || node.span === undefined) return node.raw;
  return node.host.raw.slice(...node.span);
}
