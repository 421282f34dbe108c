import { cut } from '../policy/text';
import { Node, TextNode, slotOf, whereabouts } from './node';
import { Place, slotKey, slotText } from './place';

/** An image that a resource deploys. */
export interface FoundImage {
  /** As it stands there, whether or not it can be read as a reference. */
  readonly reference: string;
  /** Where it stands. None for a declared one, which stands nowhere. */
  readonly at?: Place;
}

/** So many reasons are told; a manifest can have thousands. */
const MAX_REASONS = 5;

/** Collects what is found in one resource. */
export class Findings {
  public readonly images: FoundImage[] = [];
  private readonly reasons = new Set<string>();
  private readonly places = new Set<string>();

  /** An image whose reference stands at these slots. One place counts once. */
  public add(reference: string, at: Place): void {
    const key = at.map(slotKey).join();
    if (this.places.has(key)) return;
    this.places.add(key);
    this.images.push({ reference, at });
  }

  /** A value that is a reference, if it is a text that is known. What can't be parsed as one counts, too. */
  public reference(node: Node, options: { readonly emptyIsAbsent?: boolean } = {}): void {
    if (node.kind !== 'text') this.hidden(node);
    else if (node.token) this.token(node);
    else if (node.text !== '' || options.emptyIsAbsent !== true) {
      this.add(node.text, [slotOf(node)]);
    }
  }

  /** A value behind which an image could hide. */
  public hidden(node: Node): void {
    if (node.kind === 'text' && node.token) return this.token(node);
    const what =
      node.kind === 'unknown'
        ? 'is known only to Terraform'
        : `has a form that is not expected here (${node.kind})`;
    this.undeterminable(`${at(node)} ${what}`);
  }

  public undeterminable(reason: string): void {
    this.reasons.add(reason);
  }

  /** Why it can't be said which images the resource deploys; nothing where it can. */
  public get reason(): string | undefined {
    const all = [...this.reasons];
    const more = all.length > MAX_REASONS ? [`${all.length - MAX_REASONS} more like these`] : [];
    return all.length === 0 ? undefined : [...all.slice(0, MAX_REASONS), ...more].join('; ');
  }

  private token(node: TextNode): void {
    this.undeterminable(
      `${at(node)} holds ${JSON.stringify(cut(shown(node)))}, which only Terraform can resolve`,
    );
  }
}

/** Where a node stands, in words. */
export function at(node: Node): string {
  return slotText(whereabouts(node)) || 'the whole of it';
}

/** A text in which an expression is masked, as it was written. */
function shown(node: TextNode): string {
  if (node.host === undefined || node.span === undefined) return node.raw;
  return node.host.raw.slice(...node.span);
}
