import { Lazy, TerraformVariable, Token } from 'cdktf';
import { Decision } from '../../../src';
import {
  BAD,
  Deployment,
  GOOD,
  PINNED,
  REGISTRY,
  ROWS,
  codeOf,
  deployedBy,
  gated,
  isWritten,
  sha,
  thrown,
} from '../support';

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
    ['undefined', undefined, /is not set/],
    ['null', null, /is not set/],
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
    ["an expression of Terraform's", '${var.image}', /contains a token/],
  ])('throws nothing for %s, and refuses the stack', (_, reference, expected) => {
    const { app, stack, gate } = gated();
    const other = gate.require(BAD);
    new Deployment(stack, 'web', gate.require(reference as string));
    new Deployment(stack, 'bad', other);
    expect(gate.verdicts.map(({ decision }) => decision)).toEqual(['DENY', 'DENY']);
    expect(gate.verdicts.map((verdict) => typeof verdict.reference)).toEqual(['string', 'string']);
    const { message } = thrown(() => app.synth());
    expect(message).toMatch(/^HSS_IMAGE_DENIED: stack shop is refused: 2 images denied/);
    expect(message).toMatch(expected);
    expect(message.length).toBeLessThan(2500);
    // Nobody can make it look like more, or other, lines.
    expect(message).not.toMatch(/^ *✓/m);
    expect(isWritten(app)).toBe(false);
  });

  test('denies a Terraform variable and names it', () => {
    const { app, stack, gate } = gated();
    gate.require(new TerraformVariable(stack, 'image', {}).stringValue);
    expect(thrown(() => app.synth()).message).toMatch(
      /\$\{var.image\} [^]*the reference is a token/,
    );
  });

  test.each<[string, (tag: string) => string]>([
    ['is', () => Lazy.stringValue({ produce: () => GOOD })],
    ['holds', (tag) => `${REGISTRY}/shop/web:${tag}`],
  ])('treats what %s a Lazy that gives a literal like the literal', (_, make) => {
    const { app, stack, gate } = gated();
    const reference = make(Lazy.stringValue({ produce: () => '1.4' }));
    new Deployment(stack, 'web', gate.require(reference));
    expect(deployedBy(app)).toEqual({ web: PINNED });
    expect(gate.verdicts.map(({ reference }) => reference)).toEqual([GOOD]);
  });

  test('deploys what was judged of a Lazy that changes', () => {
    let reference = GOOD;
    const { app, stack, gate } = gated();
    new Deployment(stack, 'web', gate.require(Lazy.stringValue({ produce: () => reference })));
    expect(gate.verdicts[0].decision).toBe('ALLOW');
    reference = BAD;
    expect(deployedBy(app)).toEqual({ web: PINNED });
  });

  test('judges its own result again, and a denied one stays denied', () => {
    const { app, stack, gate } = gated();
    new Deployment(stack, 'web', gate.require(gate.require(GOOD)));
    new Deployment(stack, 'bad', gate.require(gate.require(BAD)));
    const { message } = thrown(() => app.synth());
    expect(message).toContain('4 images: 2 denied');
    expect(gate.verdicts.map(({ decision }) => decision)).toEqual([
      'ALLOW',
      'ALLOW',
      'DENY',
      'DENY',
    ]);
  });

  test('gives one verdict for one image twice, and one error for all denied images', () => {
    const { app, gate } = gated();
    for (const reference of [GOOD, BAD, GOOD, `${REGISTRY}/shop/web:0`, BAD])
      gate.require(reference);
    expect(gate.verdicts.map(({ decision }) => decision)).toEqual(['ALLOW', 'DENY', 'DENY']);
    const { message } = thrown(() => app.synth());
    expect(message).toMatch(/^HSS_IMAGE_DENIED: stack shop is refused: 3 images: 2 denied/);
    const scan = new Date(ROWS[1].latestScanTime!).toISOString();
    expect(message).toContain(
      `  ${BAD} (shop/gate)\n    digest ${sha('b')}, severity High, scan success at ${scan}\n`,
    );
    expect(message).toMatch(/✗ max-severity: +.*High.*Low/);
    expect(message).toMatch(/✗ max-malicious-files: +.*2.*0/);
    expect(message).toContain(`${REGISTRY}/shop/web:0 (shop/gate)\n`);
    expect(message).not.toContain(GOOD);
  });

  test('ignores changes of the verdicts that it gave', () => {
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
