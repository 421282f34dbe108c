import { ListNode, MapNode, Node, TextNode, Trail } from '../nodes/node';

/**
 * Reads a literal of lists and maps as a node, each string with its position. Not recursive: texts nest as deep as they like.
 * What is between the brackets, its language says.
 */
export abstract class LiteralReader {
  protected at: number;
  /** What stands between a key and its value. */
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

  /** @throws UnreadableText where the text is anything else, or goes on behind it */
  public read(): Node {
    this.skip();
    /** The containers that are open, outermost first. */
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

  /** What is neither a string nor a container. */
  protected abstract other(trail: Trail | undefined): Node;

  protected abstract fail(): never;

  /** Goes past what a pattern matches here; the pattern is sticky. */
  protected take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const text = pattern.exec(this.source)?.[0];
    if (text === undefined || this.at + text.length > this.end) return undefined;
    this.at += text.length;
    return text;
  }

  /** Reads a value; a container only as far as its opening bracket. */
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
