import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Lazy, TerraformStack, Testing, Token } from 'cdktf';
import { Construct } from 'constructs';
import {
  Decision,
  ImageSource,
  Enforcement,
  HssConnection,
  HssImageGate,
  HssImageGateProps,
  ImageVerdict,
  Pinning,
} from '../../../src';
import type { Block } from '../../../src/constructs/gate/at-plan/json-blocks';
import { Lookups } from '../../../src/lookup/lookups';
import {
  BAD,
  Deployment,
  GOOD,
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
      imageSource: ImageSource.CICD,
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
  ])('fails with HSS_INVALID_ARGUMENT for an invalid reference (%#)', (reference) => {
    const { gate } = gated();
    const { message } = thrown(() => gate.evaluate(reference as string));
    expect(message).toMatch(/^HSS_INVALID_ARGUMENT: /);
    expect(message).toContain('construct: shop/gate');
    expect(message.length).toBeLessThan(1000);
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

  test('an invalid reference is still refused', () => {
    const { app, gate } = gated({ props });
    gate.require('Not/A/Reference');
    expect(codeOf(() => app.synth())).toBe('HSS_IMAGE_DENIED');
  });

  test('a gate beside it that denies still denies', () => {
    const { app, stack, gate: warning } = gated({ props });
    warning.require(BAD);
    gate(stack, {}, 'strict').require(BAD);
    expect(thrown(() => app.synth()).message).toMatch(/2 images: 1 denied[^]*shop\/strict/);
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
    expect(message).toContain('2 images denied');
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

  test('a gate in a nested stack guards the inner stack', () => {
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
  ])('a gate under %s is refused', (_, scope) => {
    const { message } = thrown(() => gate(scope(Testing.app())));
    expect(message).toMatch(/^HSS_INVALID_ARGUMENT: a gate must be in a stack/);
    expect(message).toContain('what to do: create a gate for each stack');
  });
});

describe('props of a gate', () => {
  test.each<[unknown, RegExp]>([
    [undefined, /policy is not an instance of ImagePolicy/],
    [null, /policy is not an instance of ImagePolicy/],
    [{}, /policy is not an instance of ImagePolicy/],
    [{ policy: { maxSeverity: 'Low' } }, /policy is not an instance of ImagePolicy/],
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
    [{ policy: policy(), connection: {} }, /connection is not an instance of HssConnection/],
  ])('are refused where they are invalid (%#)', (props, expected) => {
    const { stack } = gated();
    const { message } = thrown(() => new HssImageGate(stack, 'g', props as HssImageGateProps));
    expect(message).toMatch(/^HSS_INVALID_ARGUMENT: /);
    expect(message).toMatch(expected);
    expect(message).toContain('construct: shop/g');
  });
});

describe('HSS_GATE_MODE', () => {
  test('in mode destroy neither queries HSS nor refuses, and the JSON can only be destroyed', () => {
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

  test.each(['Destroy', 'apply', '1'])('is refused as %j', (mode) => {
    within({ HSS_GATE_MODE: mode }, () => {
      const { message } = thrown(() => gated());
      expect(message).toMatch(/^HSS_INVALID_ARGUMENT: HSS_GATE_MODE is /);
    });
  });

  test.each(['', ' '])('is ignored where it is blank (%j)', (mode) => {
    within({ HSS_GATE_MODE: mode }, () => expect(() => gated()).not.toThrow());
  });
});

test('a denial in another app of the process does not count here', () => {
  const [one, two] = [
    gated(),
    gated({ rows: [image(), badImage({ ...image(), imageVersion: '1.5' })] }),
  ];
  one.gate.require(BAD);
  two.gate.require(BAD);
  expect(codeOf(() => one.app.synth())).toBe('HSS_IMAGE_DENIED');
  expect(codeOf(() => two.app.synth())).toBe('passed');
});
