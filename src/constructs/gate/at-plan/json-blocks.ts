/** A mutable block of a stack's JSON. */
export interface Block {
  [key: string]: unknown;
}

/**
 * Returns the bodies of a resource or module call. There may be several, because Terraform accepts
 * a list of maps in place of a map at each level.
 */
export function bodiesOf(document: unknown, address: string): Block[] {
  const labels = address.split('.');
  const path = labels[0] === 'module' ? labels : ['resource', ...labels];
  return path.reduce(
    (blocks, label) => blocks.flatMap((block) => within(block, label)),
    pieces(document),
  );
}

/** Returns all managed resources and module calls with their addresses. */
export function deployingBlocks(
  document: unknown,
): { readonly address: string; readonly body: Block }[] {
  const resources = pieces(document)
    .flatMap((root) => within(root, 'resource'))
    .flatMap((ofKind) => labelled(ofKind))
    .flatMap(([type, ofType]) =>
      labelled(ofType).map(([name, body]) => ({ address: `${type}.${name}`, body })),
    );
  const modules = pieces(document)
    .flatMap((root) => within(root, 'module'))
    .flatMap((calls) => labelled(calls))
    .map(([name, body]) => ({ address: `module.${name}`, body }));
  return [...resources, ...modules];
}

/** Appends items to the list under a key, or creates it. */
export function append(block: Block, key: string, ...items: readonly unknown[]): void {
  const before: unknown[] = block[key] === undefined ? [] : [block[key]].flat();
  block[key] = [...before, ...items];
}

/** Returns the first block under a key, or creates it. */
export function blockUnder(block: Block, key: string): Block {
  const [first] = pieces(block[key]);
  if (first !== undefined) return first;
  const made: Block = {};
  block[key] = made;
  return made;
}

function labelled(block: Block): [string, Block][] {
  return Object.keys(block)
    .filter((label) => label !== '//')
    .flatMap((label) => within(block, label).map((body): [string, Block] => [label, body]));
}

function within(block: Block, key: string): Block[] {
  return Object.hasOwn(block, key) ? pieces(block[key]) : [];
}

function pieces(value: unknown): Block[] {
  return [value]
    .flat()
    .filter(
      (piece): piece is Block =>
        typeof piece === 'object' && piece !== null && !Array.isArray(piece),
    );
}
