import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Lazy, TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import { Construct } from 'constructs';
import {
  Decision,
  Enforcement,
  HssCicdImage,
  HssConnection,
  HssImageGate,
  HssImageGateProps,
  ImageVerdict,
  Pinning,
  ScanStatus,
} from '../../../src';
import type { Block } from '../../../src/constructs/gate/at-plan/json-blocks';
import { Lookups } from '../../../src/lookup/lookups';
import {
  BAD,
  Deployment,
  GOOD,
  HOUR,
  PINNED,
  REGISTRY,
  ROWS,
  badImage,
  codeOf,
  deployed,
  deployedBy,
  fixture,
  gate,
  gated,
  image,
  isWritten,
  policy,
  sha,
  stackFile,
  thrown,
  within,
} from '../support';

const rulesOf = ({ findings }: ImageVerdict): string[] => findings.map(({ ruleId }) => ruleId);

describe('evaluate', () => {
  test('decides now and gates nothing', () => {
    const { app, stack, gate } = gated();
    expect(gate.evaluate(GOOD)).toEqual({
      reference: GOOD,
      decision: Decision.ALLOW,
      pinnedReference: PINNED,
      findings: [],
      image: ROWS[0],
      policyHash: policy().hash,
      evaluatedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      source: 'fixture',
      path: 'shop/gate',
    });
    expect(rulesOf(gate.evaluate(BAD))).toEqual(['max-severity', 'max-malicious-files']);
    expect(gate.verdicts).toEqual([]);
    new Deployment(stack, 'web', GOOD);
    expect(deployedBy(app)).toEqual({ web: PINNED });
  });

  test.each<[unknown]>([
    [''],
    [`${REGISTRY}/Shop/web:1.4`],
    [`${GOOD}@md5:${'a'.repeat(32)}`],
    ['x'.repeat(5000)],
    ['https://swr/shop/web'],
    ['${var.image}'],
    [Lazy.stringValue({ produce: () => GOOD })],
    [undefined],
    [null],
    [7],
    [{}],
    [Symbol('s')],
    [10n],
    [[GOOD]],
  ])('of what is no reference is HSS_INVALID_ARGUMENT (%#)', (reference) => {
    const { gate } = gated();
    const { message } = thrown(() => gate.evaluate(reference as string));
    expect(message).toMatch(/^HSS_INVALID_ARGUMENT: /);
    expect(message).toContain('construct: shop/gate');
    expect(message.length).toBeLessThan(1000);
  });
});

describe('the image of a reference', () => {
  const digest = (digit: string): string => `${REGISTRY}/shop/web@${sha(digit)}`;
  const nested = (namespace: string | undefined, imageName: string): HssCicdImage =>
    image({ namespace, imageName });

  test.each<[string, readonly HssCicdImage[], string, string]>([
    ['by tag', ROWS, GOOD, PINNED],
    ['by digest', ROWS, digest('a'), digest('a')],
    ['by digest, whatever the tag', ROWS, `${REGISTRY}/shop/web:9@${sha('a')}`, digest('a')],
    [
      'domain with a port',
      ROWS,
      'localhost:5000/shop/web:1.4',
      `localhost:5000/shop/web@${sha('a')}`,
    ],
    ['namespace a, name b/c', [nested('a', 'b/c')], 'r.io/a/b/c:1.4', `r.io/a/b/c@${sha('a')}`],
    ['namespace a/b, name c', [nested('a/b', 'c')], 'r.io/a/b/c:1.4', `r.io/a/b/c@${sha('a')}`],
    ['no namespace', [nested(undefined, 'a/b/c')], 'r.io/a/b/c:1.4', `r.io/a/b/c@${sha('a')}`],
    ['empty namespace', [nested('', 'web')], 'r.io/web:1.4', `r.io/web@${sha('a')}`],
    ['library on Docker Hub', [nested('library', 'web')], 'web:1.4', `web@${sha('a')}`],
    [
      'docker.io written out',
      [nested('library', 'web')],
      'docker.io/web:1.4',
      `docker.io/web@${sha('a')}`,
    ],
    ['Docker Hub’s other paths', [nested('shop', 'web')], 'shop/web:1.4', `shop/web@${sha('a')}`],
    [
      'latest, where no tag is',
      [image({ imageVersion: 'latest' })],
      'r.io/shop/web',
      `r.io/shop/web@${sha('a')}`,
    ],
    [
      'the newest row',
      [image({ imageDigest: sha('c'), latestUpdateTime: Date.now() - 9 * HOUR }), image()],
      GOOD,
      PINNED,
    ],
    ['two registries, one digest', [image(), image({ registryName: 'b' })], GOOD, PINNED],
  ])('%s', (_, rows, reference, expected) => {
    const { app, stack, gate } = gated({ rows });
    new Deployment(stack, 'web', gate.require(reference));
    expect(deployedBy(app)).toEqual({ web: expected });
    expect(gate.verdicts.map(({ decision }) => decision)).toEqual(['ALLOW']);
  });

  test.each<[string, readonly HssCicdImage[], string, RegExp]>([
    ['an empty listing', [], GOOD, /image-listed: HSS does not list shop\/web:1.4/],
    ['another tag', ROWS, `${REGISTRY}/shop/web:1.6`, /image-listed: .*of shop\/web it lists 1.4/],
    ['no library/ elsewhere', [nested('library', 'web')], 'r.io/web:1.4', /image-listed/],
    ['half a name', ROWS, `${REGISTRY}/hop/web:1.4`, /image-listed/],
    ['another digest', ROWS, digest('e'), /image-listed/],
    ['another image’s digest', [image({ imageName: 'api' })], digest('a'), /image-listed/],
    [
      'one tag in two registries',
      [image(), image({ registryName: 'b', imageDigest: sha('c') })],
      GOOD,
      /image-listed: .*ambiguous: the registries prod-swr and b/,
    ],
    [
      'two newest with different digests',
      [image(), image({ imageDigest: sha('c') })],
      GOOD,
      /image-listed: .*ambiguous/,
    ],
    ['no digest', [image({ imageDigest: undefined })], GOOD, /digest-known/],
    ['not scanned', [image({ scanStatus: ScanStatus.UNSCAN })], GOOD, /scan-completed/],
    [
      'scanned in three days',
      [image({ latestScanTime: Date.now() + 72 * HOUR })],
      GOOD,
      /row-sound/,
    ],
    ['scanned long ago', [image({ latestScanTime: Date.now() - 200 * HOUR })], GOOD, /scan-fresh/],
    ['a row with a riddle', [image({ severityLevel: 'Critical' as never })], GOOD, /row-sound/],
  ])('%s is denied', (_, rows, reference, expected) => {
    const { app, stack, gate } = gated({ rows });
    new Deployment(stack, 'web', gate.require(reference));
    const { message } = thrown(() => app.synth());
    expect(message).toMatch(/^HSS_IMAGE_DENIED: /);
    expect(message).toMatch(expected);
    expect(isWritten(app)).toBe(false);
  });
});

describe('require', () => {
  const hostile = {
    get resolve(): never {
      throw new Error('look away');
    },
  };
  const circular: { self?: unknown } = {};
  circular.self = circular;

  test.each<[string, unknown, RegExp]>([
    ['nothing', '', /it is empty/],
    ['upper case', `${REGISTRY}/Shop/web:1.4`, /upper-case/],
    ['another algorithm', `${GOOD}@md5:${'a'.repeat(32)}`, /algorithm "md5" is not supported/],
    ['5000 characters', 'x'.repeat(5000), /too long[^]*/],
    ['several lines', `${GOOD}\n  ✓ allowed`, /white space/],
    ['undefined', undefined, /is not given/],
    ['null', null, /is not given/],
    ['a number', 7, /of type number/],
    ['an object', {}, /of type object/],
    ['an object that throws', hostile, /of type object/],
    ['a circular object', circular, /of type object/],
    ['an object without a prototype', Object.create(null), /of type object/],
    ['a symbol', Symbol('s'), /of type symbol/],
    ['a bigint', 10n, /of type bigint/],
    ['a function', () => GOOD, /of type function/],
    ['a list', [GOOD], /is a list/],
    ['a number token', Token.asNumber({ resolve: () => 7 }), /is a token/],
    ['a Lazy of nothing', Lazy.stringValue({ produce: () => undefined }), /is a token/],
    ['a Lazy of a number', Lazy.anyValue({ produce: () => 7 }), /is a token/],
    [
      'a Lazy that throws',
      Lazy.stringValue({
        produce: () => {
          throw new Error('x');
        },
      }),
      /is a token/,
    ],
    ['an expression of Terraform’s', '${var.image}', /holds a token/],
  ])('of %s throws nothing, and refuses the stack', (_, reference, expected) => {
    const { app, stack, gate } = gated();
    const other = gate.require(BAD);
    new Deployment(stack, 'web', gate.require(reference as string));
    new Deployment(stack, 'bad', other);
    expect(gate.verdicts.map(({ decision }) => decision)).toEqual(['DENY', 'DENY']);
    expect(gate.verdicts.map((verdict) => typeof verdict.reference)).toEqual(['string', 'string']);
    const { message } = thrown(() => app.synth());
    expect(message).toMatch(/^HSS_IMAGE_DENIED: stack shop is refused: 2 of 2 images denied/);
    expect(message).toMatch(expected);
    expect(message.length).toBeLessThan(2500);
    // Nobody can make it look like more, or other, lines.
    expect(message).not.toMatch(/^ *✓/m);
    expect(isWritten(app)).toBe(false);
  });

  test('of a variable of Terraform’s is denied, naming it', () => {
    const { app, stack, gate } = gated();
    gate.require(new TerraformVariable(stack, 'image', {}).stringValue);
    expect(thrown(() => app.synth()).message).toMatch(
      /\$\{var.image\} [^]*the reference is a token/,
    );
  });

  test.each<[string, (tag: string) => string]>([
    ['is', () => Lazy.stringValue({ produce: () => GOOD })],
    ['holds', (tag) => `${REGISTRY}/shop/web:${tag}`],
  ])('of what %s a Lazy that gives a literal is like one of the literal', (_, make) => {
    const { app, stack, gate } = gated();
    const reference = make(Lazy.stringValue({ produce: () => '1.4' }));
    new Deployment(stack, 'web', gate.require(reference));
    expect(deployedBy(app)).toEqual({ web: PINNED });
    expect(gate.verdicts.map(({ reference }) => reference)).toEqual([GOOD]);
  });

  test('of a Lazy that changes its mind deploys what was judged', () => {
    let reference = GOOD;
    const { app, stack, gate } = gated();
    new Deployment(stack, 'web', gate.require(Lazy.stringValue({ produce: () => reference })));
    expect(gate.verdicts[0].decision).toBe('ALLOW');
    reference = BAD;
    expect(deployedBy(app)).toEqual({ web: PINNED });
  });

  test('of what require gave is judged again, and a denied one stays denied', () => {
    const { app, stack, gate } = gated();
    new Deployment(stack, 'web', gate.require(gate.require(GOOD)));
    new Deployment(stack, 'bad', gate.require(gate.require(BAD)));
    const { message } = thrown(() => app.synth());
    expect(message).toContain('2 of 4 images denied');
    expect(gate.verdicts.map(({ decision }) => decision)).toEqual([
      'ALLOW',
      'ALLOW',
      'DENY',
      'DENY',
    ]);
  });

  test('of one image twice is one verdict, and every denied image stands in one error', () => {
    const { app, gate } = gated();
    for (const reference of [GOOD, BAD, GOOD, `${REGISTRY}/shop/web:0`, BAD])
      gate.require(reference);
    expect(gate.verdicts.map(({ decision }) => decision)).toEqual(['ALLOW', 'DENY', 'DENY']);
    const { message } = thrown(() => app.synth());
    expect(message).toMatch(/^HSS_IMAGE_DENIED: stack shop is refused: 2 of 3 images denied/);
    const scan = new Date(ROWS[1].latestScanTime!).toISOString();
    expect(message).toContain(
      `  ${BAD} (shop/gate)\n    digest ${sha('b')}, severity High, scan success at ${scan}\n`,
    );
    expect(message).toMatch(/✗ max-severity: +.*High.*Low/);
    expect(message).toMatch(/✗ max-malicious-files: +.*2.*0/);
    expect(message).toContain(`${REGISTRY}/shop/web:0 (shop/gate)\n`);
    expect(message).not.toContain(GOOD);
  });

  test('verdicts that are changed by who reads them decide nothing', () => {
    const { app, stack, gate } = gated();
    new Deployment(stack, 'bad', gate.require(BAD));
    for (const verdict of [...gate.verdicts, gate.evaluate(BAD)]) {
      Object.assign(verdict, { decision: Decision.ALLOW, findings: [] });
      Object.assign(verdict.image!, { severityLevel: 'Security', maliciousFileNum: 0 });
    }
    gate.verdicts.pop();
    expect(codeOf(() => app.synth())).toBe('HSS_IMAGE_DENIED');
    expect(gate.evaluate(BAD).decision).toBe('DENY');
  });
});

describe('with WARN', () => {
  const props = { enforcement: Enforcement.WARN };

  test('the stack is written, pinned where the digest is known, with annotations', () => {
    const { app, stack, gate } = gated({ props });
    const unlisted = `${REGISTRY}/shop/web:1.6`;
    for (const [index, reference] of [GOOD, BAD, unlisted].entries()) {
      new Deployment(stack, `d${index}`, gate.require(reference));
    }
    const images = { d0: PINNED, d1: `${REGISTRY}/shop/web@${sha('b')}`, d2: unlisted };
    expect(deployedBy(app)).toEqual(images);
    // Twice, because a program may synthesize twice.
    expect(deployedBy(app)).toEqual(images);
    const manifest = JSON.parse(readFileSync(join(app.outdir, 'manifest.json'), 'utf8'));
    expect(manifest.stacks.shop.annotations).toEqual(
      [BAD, unlisted].map((reference) =>
        expect.objectContaining({
          constructPath: 'shop/gate',
          level: '@cdktf/warn',
          message: expect.stringMatching(new RegExp(`^HSS_IMAGE_DENIED .*${reference}`)),
        }),
      ),
    );
    expect(gate.verdicts.map(({ decision }) => decision)).toEqual(['ALLOW', 'WARN', 'WARN']);
    expect(deployed(Testing.synth(stack))).toEqual(images);
  });

  test('what is no reference still refuses', () => {
    const { app, gate } = gated({ props });
    gate.require('Not/A/Reference');
    expect(codeOf(() => app.synth())).toBe('HSS_IMAGE_DENIED');
  });

  test('a gate beside it that denies still does', () => {
    const { app, stack, gate: warning } = gated({ props });
    warning.require(BAD);
    gate(stack, {}, 'strict').require(BAD);
    expect(thrown(() => app.synth()).message).toMatch(/1 of 2 images denied[^]*shop\/strict/);
  });
});

describe('with Pinning.NONE', () => {
  const props = { pinning: Pinning.NONE };
  const byDigest = `${REGISTRY}/shop/web:1.4@${sha('a')}`;

  test('a tag is denied while the policy requires a digest; a digest passes as written', () => {
    const { app, stack, gate } = gated({ props });
    new Deployment(stack, 'web', gate.require(byDigest));
    expect(deployedBy(app)).toEqual({ web: byDigest });
    gate.require(GOOD);
    expect(thrown(() => app.synth()).message).toContain(
      'reference-pinned: a tag would be deployed',
    );
  });

  test('a tag passes as written where the policy allows it', () => {
    const { app, stack, gate } = gated({
      props: { ...props, policy: policy({ requireDigest: false }) },
    });
    new Deployment(stack, 'web', gate.require(GOOD));
    expect(deployedBy(app)).toEqual({ web: GOOD });
    expect(gate.verdicts[0].pinnedReference).toBeUndefined();
  });
});

describe('gates in the tree', () => {
  test('several in a stack each judge by their own policy, and are reported together', () => {
    const { app, stack, gate: strict } = gated();
    const none = gate(stack, { policy: policy({ maxVulnerabilities: 0 }) }, 'none');
    strict.require(BAD);
    none.require(GOOD);
    const { message } = thrown(() => app.synth());
    expect(message).toContain('2 of 2 images denied');
    expect(message).toMatch(/shop\/gate\)[^]*max-severity[^]*shop\/none\)[^]*max-vulnerabilities/);
  });

  test('one in a construct guards its stack, and uses the nearest connection', () => {
    const { app, stack } = gated({ rows: [] });
    const part = new Construct(new Construct(stack, 'a'), 'b');
    new HssConnection(part, 'hss', { source: fixture() });
    const inner = gate(part);
    expect(inner.evaluate(GOOD).decision).toBe('ALLOW');
    inner.require(BAD);
    expect(thrown(() => app.synth()).message).toContain('(shop/a/b/gate)');
  });

  test('one in a stack that stands in a stack guards the inner one', () => {
    const { app, stack } = gated();
    const inner = new TerraformStack(stack, 'inner');
    const one = gate(inner);
    new Deployment(inner, 'bad', one.require(BAD));
    expect(thrown(() => Testing.synth(inner)).code).toBe('HSS_IMAGE_DENIED');
    expect(codeOf(() => app.synth())).toBe('HSS_IMAGE_DENIED');
    expect(isWritten(app, 'inner')).toBe(false);
  });

  test.each<[string, (app: App) => Construct]>([
    ['the app', (app) => app],
    ['a construct of the app', (app) => new Construct(app, 'part')],
  ])('one under %s is refused', (_, scope) => {
    const { message } = thrown(() => gate(scope(Testing.app())));
    expect(message).toMatch(/^HSS_INVALID_ARGUMENT: a gate stands in a stack/);
    expect(message).toContain('what to do: make a gate for each stack');
  });
});

describe('props of a gate', () => {
  test.each<[unknown, RegExp]>([
    [undefined, /policy is no ImagePolicy/],
    [null, /policy is no ImagePolicy/],
    [{}, /policy is no ImagePolicy/],
    [{ policy: { maxSeverity: 'Low' } }, /policy is no ImagePolicy/],
    [{ policy: policy(), enforcement: 'warn' }, /enforcement is "warn", .*DENY, WARN/],
    [{ policy: policy(), enforcement: 0n }, /enforcement is of type bigint/],
    [{ policy: policy(), enforcement: false }, /enforcement is of type boolean/],
    [{ policy: policy(), pinning: 'TAG' }, /pinning is "TAG", .*DIGEST, NONE/],
    [
      { policy: policy(), pinning: Lazy.stringValue({ produce: () => 'NONE' }) },
      /pinning is a token/,
    ],
    [{ policy: policy(), waitSeconds: -1 }, /waitSeconds is -1, .* 0 to 86400/],
    [{ policy: policy(), waitSeconds: Infinity }, /waitSeconds is Infinity/],
    [
      { policy: policy(), waitSeconds: Token.asNumber({ resolve: () => 7 }) },
      /waitSeconds is a token/,
    ],
    [{ policy: policy(), connection: {} }, /connection is no HssConnection/],
  ])('are refused (%#)', (props, expected) => {
    const { stack } = gated();
    const { message } = thrown(() => new HssImageGate(stack, 'g', props as HssImageGateProps));
    expect(message).toMatch(/^HSS_INVALID_ARGUMENT: /);
    expect(message).toMatch(expected);
    expect(message).toContain('construct: shop/g');
  });
});

describe('HSS_GATE_MODE', () => {
  test('destroy asks nobody and refuses nothing, and what it writes can only be destroyed', () => {
    within({ HSS_GATE_MODE: 'destroy' }, () => {
      const { app, stack, gate } = gated();
      const asked = jest.spyOn(Lookups.prototype, 'start');
      gate.require(BAD);
      new Deployment(stack, 'web', gate.require(BAD));
      new Deployment(stack, 'written', GOOD);
      new Deployment(stack, 'token', gate.require(Lazy.stringValue({ produce: () => 'x y' })));
      app.synth();
      expect(asked).not.toHaveBeenCalled();
      asked.mockRestore();
      expect(gate.verdicts).toEqual([]);
      expect(gate.coverage).toEqual([]);
      const json = JSON.parse(readFileSync(stackFile(app, 'shop'), 'utf8'));
      for (const resource of Object.values<Block>(json.resource.docker_container)) {
        expect(resource.lifecycle).toEqual({
          precondition: [
            {
              condition: '${!local.hss_gate_destroy_only}',
              error_message: expect.stringContaining('it can only be destroyed'),
            },
          ],
        });
      }
      expect(json.resource.docker_container.web.image).toBe('denied.invalid/shop/web');
      expect(json.output.hss_gate.value.source).toBe('none');
      expect(existsSync(stackFile(app, 'shop', 'hss-verdicts.json'))).toBe(false);
    });
  });

  test.each(['Destroy', 'apply', '1'])('%j is refused', (mode) => {
    within({ HSS_GATE_MODE: mode }, () => {
      const { message } = thrown(() => gated());
      expect(message).toMatch(/^HSS_INVALID_ARGUMENT: HSS_GATE_MODE is /);
    });
  });

  test.each(['', ' '])('blank (%j) is nothing', (mode) => {
    within({ HSS_GATE_MODE: mode }, () => expect(() => gated()).not.toThrow());
  });
});

test('a denial in another app of the process is none here', () => {
  const [one, two] = [
    gated(),
    gated({ rows: [image(), badImage({ ...image(), imageVersion: '1.5' })] }),
  ];
  one.gate.require(BAD);
  two.gate.require(BAD);
  expect(codeOf(() => one.app.synth())).toBe('HSS_IMAGE_DENIED');
  expect(codeOf(() => two.app.synth())).toBe('passed');
});
