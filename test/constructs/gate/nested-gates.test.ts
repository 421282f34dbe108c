import { TerraformElement, TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { Enforcement, HssConnection, HssImageGateProps, Pinning } from '../../../src';
import {
  BAD,
  Deployment,
  GOOD,
  Gated,
  PINNED,
  ROWS,
  codeOf,
  deployedBy,
  fixture,
  gate,
  gated,
  image,
  policy,
  sha,
} from '../support';
import { denial } from './stack-support';

/** Which resources a gate covers, and what counts where two gates cover one. */

describe('a gate in a construct', () => {
  function parts(): Gated & { readonly inside: Construct; readonly outside: Construct } {
    const app = Testing.app();
    const stack = new TerraformStack(app, 'shop');
    new HssConnection(stack, 'hss', { source: fixture() });
    const [inside, outside] = ['a', 'ab'].map((id) => new Construct(stack, id));
    return { app, stack, inside, outside, gate: gate(inside) };
  }

  test('covers what is under it, and nothing else', () => {
    const { app, stack, inside, outside, gate } = parts();
    const web = new Deployment(inside, 'web', GOOD);
    const other = new Deployment(outside, 'web', BAD);
    new Deployment(stack, 'top', BAD);
    stack.addOverride('resource.docker_container.extra.image', 'busybox');
    expect(deployedBy(app)).toEqual({
      [web.friendlyUniqueId]: PINNED,
      [other.friendlyUniqueId]: BAD,
      top: BAD,
      extra: 'busybox',
    });
    expect(gate.coverage.map(({ path }) => path)).toEqual(['shop/a/web']);
    new Deployment(inside, 'bad', BAD);
    expect(codeOf(() => app.synth())).toBe('HSS_IMAGE_DENIED');
  });

  test.each<[string, (bad: Deployment) => unknown]>([
    ['is taken away', (bad) => bad.addOverride('//', undefined)],
    ['is null', (bad) => bad.addOverride('//', null)],
    ['is another', (bad) => bad.addOverride('//.metadata.path', 'shop/ab/web')],
  ])('covers a resource whose note by cdktf %s', (_, tamper) => {
    const given = parts();
    tamper(new Deployment(given.inside, 'bad', BAD));
    expect(denial(given)).toContain(`${BAD} (shop/a/bad)`);
  });

  test('covers what an element of another class writes, without a note', () => {
    const write = (scope: Construct, name: string): TerraformElement =>
      new (class extends TerraformElement {
        public override toTerraform(): unknown {
          return { resource: [{ docker_container: { [name]: { image: BAD } } }] };
        }
      })(scope, 'own');
    const outside = parts();
    write(outside.outside, 'x');
    expect(codeOf(() => outside.app.synth())).toBe('passed');
    const inside = parts();
    write(inside.inside, 'x');
    expect(denial(inside)).toContain(`${BAD} (shop/a/own)`);
  });

  test('refuses what two constructs make together', () => {
    const given = parts();
    new Deployment(given.inside, 'one', GOOD).overrideLogicalId('web');
    new Deployment(given.outside, 'two', BAD).overrideLogicalId('web');
    expect(denial(given)).toContain(
      "docker_container.web is created by several constructs, so the gate can't determine which one deploys it: shop/a/one, shop/ab/two",
    );
  });

  test('can cover a single resource', () => {
    const { app, stack } = parts();
    const web = new Deployment(stack, 'web', GOOD);
    gate(web, { connection: stack.node.findChild('hss') as HssConnection });
    expect(deployedBy(app)).toEqual({ web: PINNED });
  });

  test('judges what it required where it stands, also outside of it', () => {
    const given = parts();
    new Deployment(given.outside, 'bad', given.gate.require(BAD));
    expect(denial(given)).toContain(`${BAD} (shop/ab/bad)`);
  });
});

describe('two gates over one resource', () => {
  /** A stack with a gate, and a construct in it with another gate, which may ask elsewhere. */
  function nested(
    props: Partial<HssImageGateProps> = {},
    rows = ROWS,
    outer: Partial<HssImageGateProps> = {},
  ): Gated & { readonly part: Construct; readonly inner: ReturnType<typeof gate> } {
    const all = gated({ props: outer });
    const part = new Construct(all.stack, 'part');
    new HssConnection(part, 'hss', { source: fixture(rows) });
    return { ...all, part, inner: gate(part, props) };
  }
  const lax = { policy: policy({ maxSeverity: 'High' as never, maxMaliciousFiles: 9 }) };
  const idOf = ({ part }: { readonly part: Construct }): string =>
    (part.node.findChild('web') as Deployment).friendlyUniqueId;

  test('allow it, and it is pinned once', () => {
    const given = nested();
    new Deployment(given.part, 'web', GOOD);
    expect(deployedBy(given.app)).toEqual({ [idOf(given)]: PINNED });
    expect(given.gate.coverage).toEqual(given.inner.coverage);
  });

  test.each<[string, Partial<HssImageGateProps>, Partial<HssImageGateProps>]>([
    ['inner', {}, lax],
    ['outer', lax, {}],
  ])('refuse it where the %s one denies', (refusing, inner, outer) => {
    const given = nested(inner, ROWS, outer);
    new Deployment(given.part, 'web', BAD);
    const message = denial(given);
    expect(message).toContain('2 images: 1 denied');
    expect(message).toContain(`${BAD} (shop/part/web)`);
    const { coverage } = refusing === 'inner' ? given.inner : given.gate;
    expect(coverage.map(({ path }) => path)).toEqual(['shop/part/web']);
  });

  test.each<[string, Partial<HssImageGateProps>, Partial<HssImageGateProps>]>([
    ['both pin', {}, {}],
    [
      'one pins, the other deploys tags',
      { pinning: Pinning.NONE, policy: policy({ requireDigest: false }) },
      {},
    ],
    ['one warns', { enforcement: Enforcement.WARN }, {}],
  ])('refuse different digests (%s)', (_, inner, outer) => {
    const given = nested(inner, [image({ imageDigest: sha('c') })], outer);
    new Deployment(given.part, 'web', GOOD);
    const message = denial(given);
    expect(message).toMatch(
      /^HSS_IMAGE_DENIED: stack shop is refused: 2 images allowed; 1 conflict\n/,
    );
    expect(message).toContain(sha('a'));
    expect(message).toContain(sha('c'));
  });

  test('pin what one required, where only the other one pins', () => {
    const given = nested({ pinning: Pinning.NONE, policy: policy({ requireDigest: false }) });
    new Deployment(given.part, 'web', given.inner.require(GOOD));
    // The same text, which the pinning gate has not given.
    new Deployment(given.stack, 'other', GOOD);
    expect(deployedBy(given.app)).toEqual({ [idOf(given)]: PINNED, other: PINNED });
  });

  test('both have to allow what one required', () => {
    const given = nested(lax);
    new Deployment(given.part, 'web', given.inner.require(BAD));
    const message = denial(given);
    expect(message).toContain('2 images: 1 denied');
    expect(message).toContain(`${BAD} (shop/part/web)`);
  });

  test('refuse what the inner one required and denies, though the outer one allows it', () => {
    const given = nested({}, ROWS, lax);
    new Deployment(given.stack, 'web', given.inner.require(BAD));
    const message = denial(given);
    expect(message).toContain('2 images: 1 denied');
    expect(message).not.toContain('denied.invalid');
  });
});

test.each([
  ['with a gate', true],
  ['without one', false],
])('another stack of the same ID, %s, would be written over a gated one', (_, isGated) => {
  const { app, stack } = gated();
  new Deployment(stack, 'web', GOOD);
  const twin = new TerraformStack(new TerraformStack(app, 'other'), stack.node.id);
  if (isGated) gate(twin, { connection: new HssConnection(twin, 'hss', { source: fixture() }) });
  expect(() => app.synth()).toThrow(
    /^HSS_INVALID_ARGUMENT: this gated stack and other\/\w+ share the folder \w+, so one would overwrite/,
  );
});
