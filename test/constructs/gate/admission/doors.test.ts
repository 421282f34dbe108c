import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  App,
  AppConfig,
  Aspects,
  Fn,
  Lazy,
  TerraformHclModule,
  TerraformLocal,
  TerraformOutput,
  TerraformStack,
  Testing,
} from 'cdktf';
import { invokeAspects } from 'cdktf/lib/synthesize/synthesizer';
import { Construct, IConstruct } from 'constructs';
import { Enforcement, HssConnection, HssImageGate, SeverityLevel } from '../../../../src';
import {
  BAD,
  Deployment,
  GOOD,
  Gated,
  PINNED,
  ROWS,
  codeOf,
  deployed,
  deployedBy,
  fixture,
  gate,
  gated,
  isWritten,
  policy,
  stackFile,
  temporaryFolder,
  thrown,
  within,
} from '../../support';

/**
 * Every way out of a stack that we know of. The stack has two deployments, one of which must not be
 * deployed. Whatever is done to it, it must be refused, and nothing of it be written.
 */

function denied(): Gated & { readonly bad: Deployment } {
  const all = gated();
  new Deployment(all.stack, 'web', all.gate.require(GOOD));
  return { ...all, bad: new Deployment(all.stack, 'bad', all.gate.require(BAD)) };
}

/** The ways in which a stack is synthesized. */
const WAYS_OUT: [string, (given: Gated) => unknown][] = [
  ['app.synth', ({ app }) => app.synth()],
  ['Testing.synth', ({ stack }) => Testing.synth(stack)],
  ['Testing.synth with validations', ({ stack }) => Testing.synth(stack, true)],
  ['Testing.fullSynth', ({ stack }) => Testing.fullSynth(stack)],
  ['toTerraform', ({ stack }) => stack.toTerraform()],
];

describe.each(WAYS_OUT)('a denied image is refused through the door: %s', (way, synthesize) => {
  // What was required counts, and so does what has been put in its place.
  const again = '2 images in 3 places: 1 denied, 1 allowed';
  const both = '3 images: 2 denied, 1 allowed';
  const everywhere =
    way === 'toTerraform'
      ? '2 images: 1 denied, 1 allowed'
      : '3 images in 4 places: 2 denied, 1 allowed';

  test.each<[string, (given: ReturnType<typeof denied>) => unknown, string?]>([
    ['untouched', () => undefined],
    ['an override of the attribute', ({ bad }) => bad.addOverride('image', 'busybox'), both],
    [
      'an override of the attribute from the stack',
      ({ stack }) => stack.addOverride('resource.docker_container.bad.image', 'busybox'),
      both,
    ],
    [
      'an override of the whole resource',
      ({ stack }) => stack.addOverride('resource.docker_container.bad', { image: BAD }),
      again,
    ],
    [
      'an override with an image that is allowed',
      ({ bad }) => bad.addOverride('image', PINNED),
      again,
    ],
    ['an override of what cdktf notes', ({ bad }) => bad.addOverride('//', undefined)],
    ['an override of everything', ({ stack }) => stack.addOverride('resource', {})],
    ['another logical ID', ({ bad }) => bad.overrideLogicalId('good')],
    ['the resource removed', ({ stack }) => stack.node.tryRemoveChild('bad')],
    ['the gate removed', ({ stack }) => stack.node.tryRemoveChild('gate')],
    [
      'an aspect added later that overrides',
      ({ stack }) =>
        Aspects.of(stack).add({
          visit: (node) => node instanceof Deployment && node.addOverride('image', 'busybox'),
        }),
      // By toTerraform alone no aspect is called.
      everywhere,
    ],
    [
      'an aspect that removes the gate',
      ({ stack }) =>
        Aspects.of(stack).add({
          visit: (node) =>
            node instanceof HssImageGate && node.node.scope!.node.tryRemoveChild('gate'),
        }),
    ],
    ['toTerraform replaced', ({ stack }) => (stack.toTerraform = () => ({ resource: {} }))],
    [
      'toTerraform wrapped by what swallows errors',
      ({ stack }) => {
        const before = stack.toTerraform.bind(stack);
        stack.toTerraform = () => {
          try {
            return before();
          } catch {
            return {};
          }
        };
      },
    ],
    [
      'toTerraform reset to that of the prototype',
      ({ stack }) => (stack.toTerraform = () => TerraformStack.prototype.toTerraform.call(stack)),
    ],
    ['toTerraform deleted', ({ stack }) => Reflect.deleteProperty(stack, 'toTerraform')],
    [
      'toTerraform defined anew',
      ({ stack }) => Reflect.defineProperty(stack, 'toTerraform', { value: () => ({}) }),
    ],
    ['another prototype', ({ stack }) => Object.setPrototypeOf(stack, TerraformStack.prototype)],
    [
      'the hook of a gate removed',
      ({ gate }) => Reflect.deleteProperty(gate, Symbol.for('cdktf/customSynthesis')),
    ],
    ['methods of the gate replaced', ({ gate }) => Object.assign(gate, { outcomes: () => [] })],
    [
      'a custom synthesizer',
      ({ stack }) => {
        const { synthesizer } = stack;
        stack.synthesizer = {
          synthesize: (session) => synthesizer.synthesize({ ...session, skipValidation: true }),
        };
      },
    ],
  ])('a denied image is refused with %s', (_, tamper, counts = '2 images: 1 denied, 1 allowed') => {
    const given = denied();
    tamper(given);
    const { message } = thrown(() => synthesize(given));
    expect(message.split('\n', 1)[0]).toBe(`HSS_IMAGE_DENIED: stack shop is refused: ${counts}`);
    // Once refused, always refused.
    expect(codeOf(() => synthesize(given))).toBe('HSS_IMAGE_DENIED');
    expect(isWritten(given.app)).toBe(false);
  });

  test.each<[string, (given: Gated) => unknown]>([
    ['required, and not used', ({ gate }) => gate.require(BAD)],
    ['used in a local', ({ stack, gate }) => new TerraformLocal(stack, 'local', gate.require(BAD))],
    [
      'used in an output',
      ({ stack, gate }) => new TerraformOutput(stack, 'out', { value: gate.require(BAD) }),
    ],
    [
      'used in a module',
      ({ stack, gate }) =>
        new TerraformHclModule(stack, 'module', {
          source: 'example/web/test',
          variables: { image: gate.require(BAD) },
        }),
    ],
    [
      'used in an override',
      ({ stack, gate }) =>
        stack.addOverride('resource.docker_container.web.image', gate.require(BAD)),
    ],
    [
      'used in a Terraform function',
      ({ stack, gate }) => new Deployment(stack, 'bad', Fn.lower(gate.require(BAD))),
    ],
    [
      'used in a longer text',
      ({ stack, gate }) => new Deployment(stack, 'bad', `docker run ${gate.require(BAD)}`),
    ],
    [
      'required in a Lazy',
      ({ stack, gate }) =>
        new Deployment(stack, 'bad', Lazy.stringValue({ produce: () => gate.require(BAD) })),
    ],
    [
      'required in a Lazy, and not used there',
      ({ stack, gate }) =>
        new Deployment(
          stack,
          'bad',
          Lazy.stringValue({ produce: () => (gate.require(BAD), 'busybox') }),
        ),
    ],
    [
      'required in the Lazy of an override',
      ({ stack, gate }) =>
        stack.addOverride('locals.image', Lazy.stringValue({ produce: () => gate.require(BAD) })),
    ],
    [
      'required in an aspect',
      ({ stack, gate }) => {
        const visit = (node: IConstruct): unknown =>
          node instanceof Deployment && node.addOverride('image', gate.require(BAD));
        Aspects.of(stack).add({ visit });
      },
    ],
    [
      'required in a wrapper of toTerraform',
      ({ stack, gate }) => {
        const before = stack.toTerraform.bind(stack);
        stack.toTerraform = () => [before(), gate.require(BAD)][0];
      },
    ],
    [
      'required of a gate that an aspect makes',
      ({ stack }) => {
        const visit = (node: IConstruct): unknown =>
          node === stack &&
          !stack.node.tryFindChild('late') &&
          new HssImageGate(stack, 'late', { policy: policy() }).require(BAD);
        Aspects.of(stack).add({ visit });
      },
    ],
    [
      'required through a Lazy',
      ({ gate }) => gate.require(Lazy.stringValue({ produce: () => BAD })),
    ],
  ])('a resource with a denied image is refused: %s', (name, deploy) => {
    const given = gated();
    new Deployment(given.stack, 'web', given.gate.require(GOOD));
    deploy(given);
    // Aspects run before cdktf reads the JSON.
    if (way === 'toTerraform' && name.includes('aspect')) invokeAspects(given.stack);
    expect(codeOf(() => synthesize(given))).toBe('HSS_IMAGE_DENIED');
    expect(isWritten(given.app)).toBe(false);
  });
});

describe('settings that turn errors off', () => {
  test.each<[string, AppConfig, { [name: string]: string }]>([
    ['skipValidation', { skipValidation: true }, {}],
    ['annotations that go on', {}, { CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: '1' }],
    ['both', { skipValidation: true }, { CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: '1' }],
    ['hclOutput', { hclOutput: true }, {}],
    ['SYNTH_HCL_OUTPUT', {}, { SYNTH_HCL_OUTPUT: 'true' }],
    ['SYNTH_HCL_OUTPUT=1', {}, { SYNTH_HCL_OUTPUT: '1' }],
  ])('%s lets nothing through', (name, config, variables) => {
    within(variables, () => {
      const app = new App({ outdir: temporaryFolder(), ...config });
      const { gate } = gated({ app });
      gate.require(BAD);
      const hcl = /hcl/i.test(name);
      expect(codeOf(() => app.synth())).toBe(hcl ? 'HSS_INVALID_ARGUMENT' : 'HSS_IMAGE_DENIED');
      expect(isWritten(app)).toBe(false);
      expect(existsSync(join(app.outdir, 'manifest.json'))).toBe(false);
    });
  });

  test.each<[string, (given: Gated) => unknown]>([
    ['Testing.synthHcl', ({ stack }) => Testing.synthHcl(stack)],
    ['toHclTerraform', ({ stack }) => stack.toHclTerraform()],
    [
      'toHclTerraform, replaced',
      ({ stack }) => {
        stack.toHclTerraform = () => ({ hcl: BAD, metadata: {} });
        return stack.toHclTerraform();
      },
    ],
  ])('%s of a gated stack is refused, also when all is well', (_, synthesize) => {
    const given = gated();
    given.gate.require(GOOD);
    expect(thrown(() => synthesize(given)).message).toMatch(
      /^HSS_INVALID_ARGUMENT: a gated stack can't be synthesized as HCL[^]*unset hclOutput/,
    );
  });
});

describe('toTerraform of a stack', () => {
  class Overriding extends TerraformStack {
    public override toTerraform(): unknown {
      try {
        return super.toTerraform();
      } catch {
        return {};
      }
    }
  }

  /** A field, which is defined after the constructor that makes the gate. */
  class Gating extends TerraformStack {
    public readonly gate: HssImageGate;
    constructor(scope: Construct, id: string) {
      super(scope, id);
      new HssConnection(this, 'hss', { source: fixture() });
      this.gate = gate(this);
      this.gate.require(BAD);
    }
  }
  class Replacing extends Gating {
    public override toTerraform = (): unknown => ({});
  }

  test('is what the gate stands before', () => {
    const { app, gate } = gated({}, Overriding);
    gate.require(BAD);
    expect(codeOf(() => app.synth())).toBe('HSS_IMAGE_DENIED');
  });

  test("can't be replaced by a field of a subclass", () => {
    expect(() => new Replacing(Testing.app(), 'shop')).toThrow('toTerraform');
  });

  test.each<[string, (stack: TerraformStack) => unknown]>([
    [
      'not configurable, like an override in Python',
      (stack) =>
        Object.defineProperty(stack, 'toTerraform', { value: () => ({}), configurable: false }),
    ],
    ['frozen', (stack) => Object.freeze(stack)],
  ])('is refused if it is %s', (_, fix) => {
    const stack = new TerraformStack(Testing.app(), 'shop');
    const part = new Construct(stack, 'part');
    new HssConnection(part, 'hss', { source: fixture() });
    fix(stack);
    expect(thrown(() => gate(part)).message).toMatch(
      /^HSS_INVALID_ARGUMENT: the method toTerraform of this stack can't be guarded/,
    );
  });

  test('can be wrapped by several, one around the other, and be put back', () => {
    const { stack, gate } = gated();
    new Deployment(stack, 'web', gate.require(GOOD));
    const calls: string[] = [];
    const wrap = (name: string): (() => void) => {
      const { toTerraform: before } = stack as { readonly toTerraform: () => unknown };
      stack.toTerraform = () => {
        calls.push(name);
        return before.call(stack);
      };
      return () => (stack.toTerraform = before);
    };
    wrap('inner');
    const unwrap = wrap('outer');
    expect(deployed(Testing.synth(stack))).toEqual({ web: PINNED });
    expect(calls.splice(0)).toEqual(['outer', 'inner']);
    unwrap();
    expect(deployed(Testing.synth(stack))).toEqual({ web: PINNED });
    expect(calls).toEqual(['inner']);
    gate.require(BAD);
    expect(codeOf(() => stack.toTerraform())).toBe('HSS_IMAGE_DENIED');
  });

  test('is guarded once, when two copies of this package make gates for it', () => {
    const stack = new TerraformStack(Testing.app(), 'shop');
    const [ours, theirs] = ['ours', 'theirs'].map((id) => new Construct(stack, id));
    new HssConnection(ours, 'hss', { source: fixture() });
    const own = gate(ours);
    new Deployment(ours, 'web', own.require(GOOD));
    jest.isolateModules(() => {
      const copy = jest.requireActual<typeof import('../../../../src')>('../../../../src/index');
      expect(copy.HssImageGate).not.toBe(HssImageGate);
      new copy.HssConnection(theirs, 'hss', {
        source: copy.HssSource.fixture({ cicdImages: [...ROWS] }),
      });
      const other = new copy.HssImageGate(theirs, 'gate', {
        policy: new copy.ImagePolicy({ maxSeverity: SeverityLevel.HIGH, maxMaliciousFiles: 9 }),
      });
      new Deployment(theirs, 'bad', other.require(BAD));
      new Deployment(theirs, 'unlisted', `${BAD}-1`);
    });
    expect(() => Testing.synth(stack)).toThrow(
      /^HSS_IMAGE_DENIED: [^]* 2 images: 1 denied[^]*shop.theirs.unlisted/,
    );
    theirs.node.tryRemoveChild('unlisted');
    // One output can't hold the evidence of both.
    expect(() => Testing.synth(stack)).toThrow(/^HSS_INVALID_ARGUMENT: two copies of cdktf-hss/);
    own.require(BAD);
    expect(() => Testing.synth(stack)).toThrow(
      /^HSS_IMAGE_DENIED: [^]* 2 images: 1 denied[^]*shop.ours.gate/,
    );
  });

  test('that fails is called again afresh', () => {
    const { stack, gate } = gated();
    let fail = true;
    new Deployment(stack, 'web', gate.require(GOOD));
    const before = stack.toTerraform.bind(stack);
    stack.toTerraform = () => {
      if (fail) throw new Error('not now');
      return before();
    };
    expect(() => Testing.synth(stack)).toThrow('not now');
    fail = false;
    expect(deployed(Testing.synth(stack))).toEqual({ web: PINNED });
  });
});

describe('what a denied image becomes in the JSON', () => {
  const unguarded = (stack: TerraformStack): { [resource: string]: string } =>
    deployed(JSON.stringify(TerraformStack.prototype.toTerraform.call(stack)));

  test("can't be pulled if the gate is bypassed", () => {
    const { stack } = denied();
    expect(unguarded(stack)).toEqual({ web: PINNED, bad: 'denied.invalid/shop/web' });
  });

  test.each([
    ['', 'denied.invalid/unreadable'],
    ['Shop/Web', 'denied.invalid/unreadable'],
    ['nobody/knows:1', 'denied.invalid/nobody/knows'],
    ['x'.repeat(5000), 'denied.invalid/unreadable'],
    ['${var.image}', 'denied.invalid/unreadable'],
  ])('is legal for %j', (reference, expected) => {
    const { stack, gate } = gated({ props: { enforcement: Enforcement.DENY } });
    new Deployment(stack, 'bad', gate.require(reference));
    expect(unguarded(stack)).toEqual({ bad: expected });
  });
});

describe('an app of several stacks', () => {
  test('the ungated one before is written, the gated one and those after are not', () => {
    const app = Testing.app();
    const [before, , after] = ['before', 'shop', 'zafter'].map((id) =>
      id === 'shop' ? gated({ app }).stack : new TerraformStack(app, id),
    );
    const [, shop] = app.node.children as TerraformStack[];
    (shop.node.findChild('gate') as HssImageGate).require(BAD);
    for (const stack of [before, after]) new Deployment(stack, 'web', 'busybox');
    expect(codeOf(() => app.synth())).toBe('HSS_IMAGE_DENIED');
    expect(['before', 'shop', 'zafter'].map((id) => isWritten(app, id))).toEqual([
      true,
      false,
      false,
    ]);
    expect(existsSync(join(app.outdir, 'manifest.json'))).toBe(false);
    expect(readdirSync(join(app.outdir, 'stacks', 'shop'))).toEqual([]);
  });

  test.each([
    ['before it', 'a'],
    ['after it', 'z'],
  ])('a token that is used in another stack %s refuses that one', (_, id) => {
    const app = Testing.app();
    const other = id === 'a' ? new TerraformStack(app, id) : undefined;
    const { gate } = gated({ app });
    const user = other ?? new TerraformStack(app, id);
    new Deployment(user, 'web', gate.require(GOOD));
    new Deployment(user, 'bad', gate.require(BAD));
    expect(thrown(() => app.synth()).message).toMatch(
      id === 'a'
        ? /stack a is refused: 2 images: 1 denied/
        : /stack shop is refused: 2 images: 1 denied/,
    );
    expect(isWritten(app, id)).toBe(false);
    // Alone, too.
    expect(thrown(() => Testing.synth(user)).message).toContain(`stack ${id} is refused`);
  });

  test('other images of the gate are not checked in that stack', () => {
    const app = Testing.app();
    const { gate, stack } = gated({ app });
    const user = new TerraformStack(app, 'user');
    new Deployment(user, 'web', gate.require(GOOD));
    gate.require(BAD);
    app.node.tryRemoveChild(stack.node.id);
    expect(deployedBy(app, 'user')).toEqual({ web: PINNED });
  });

  test("an ungated stack in Testing.synth gets a reference that can't be pulled", () => {
    const app = Testing.app();
    const { gate } = gated({ app });
    const user = new TerraformStack(app, 'user');
    new Deployment(user, 'bad', gate.require(BAD));
    // Its guard comes while its JSON is being made: too late for this once.
    expect(deployed(Testing.synth(user))).toEqual({ bad: 'denied.invalid/shop/web' });
    expect(codeOf(() => Testing.synth(user))).toBe('HSS_IMAGE_DENIED');
  });
});

test('a stack that passes is written each time it is synthesized', () => {
  const { app, stack, gate } = gated();
  new Deployment(stack, 'web', gate.require(GOOD));
  expect(deployedBy(app)).toEqual({ web: PINNED });
  expect(deployedBy(app)).toEqual({ web: PINNED });
  expect(existsSync(stackFile(app, 'shop'))).toBe(true);
  // What is required later counts at the next synth.
  gate.require(BAD);
  expect(codeOf(() => app.synth())).toBe('HSS_IMAGE_DENIED');
});
