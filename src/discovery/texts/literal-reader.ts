import { ListNode, MapNode, Node, TextNode, Trail } from '../nodes/node';

/**
 * Reads a literal of lists and maps to a node, with the position of each string. It is not
 * recursive, because texts may be nested to any depth. Subclasses read the other values of a
 * language.
 */
export abstract class LiteralReader {
  protected at: number;
  /** The separator between a key and its value. */
  protected abstract readonly assignment: string;
  protected abstract readonly space: RegExp;

  constructor(
    protected readonly host: TextNode,
    protected readonly source: string,
    start: number,
    private readonly end: number,
  ) {
    this.at = start;
  }

  /** @throws UnreadableText if the text is not a literal, or has more text after it */
  public read(): Node {
    this.skip();
    /** The open containers, outermost first. */
    const open: (MapNode | ListNode)[] = [];
    const root = this.value(undefined, open);
    for (let inner = open[open.length - 1]; inner !== undefined; inner = open[open.length - 1]) {
      this.skip();
      if (this.source[this.at] === (inner.kind === 'map' ? '}' : ']')) {
        this.at += 1;
        open.pop();
        continue;
      }
      if (inner.values.length > 0) this.expect(',');
      let step: string | number = inner.values.length;
      if (inner.kind === 'map') {
        if (this.source[this.at] !== '"') this.fail();
        step = this.string(undefined).raw;
        this.skip();
        this.expect(this.assignment);
        inner.keys.push(step);
      }
      inner.values.push(this.value({ up: inner.trail, step }, open));
      if (this.at > this.end) this.fail();
    }
    this.skip();
    if (this.at !== this.end) this.fail();
    return root;
  }

  protected abstract string(trail: Trail | undefined): TextNode;

  /** Reads a value that is neither a string nor a container. */
  protected abstract other(trail: Trail | undefined): Node;

  protected abstract fail(): never;

  /** Skips what a sticky pattern matches here. */
  protected take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const text = pattern.exec(this.source)?.[0];
    if (text === undefined || this.at + text.length > this.end) return undefined;
    this.at += text.length;
    return text;
  }

  /** Reads a value. For a container, reads only its opening bracket. */
  private value(trail: Trail | undefined, open: (MapNode | ListNode)[]): Node {
    const char = this.source[this.at];
    if (char === '"') return this.string(trail);
    if (char !== '{' && char !== '[') return this.other(trail);
    this.at += 1;
    const base = { values: [] as Node[], trail, host: this.host };
    const node: MapNode | ListNode =
      char === '{' ? { kind: 'map', keys: [], ...base } : { kind: 'list', ...base };
    open.push(node);
    return node;
  }

  private expect(sign: string): void {
    if (this.source[this.at] !== sign) this.fail();
    this.at += 1;
    this.skip();
  }

  private skip(): void {
    this.take(this.space);
  }
}
