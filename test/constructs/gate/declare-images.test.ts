import { Fn, TerraformHclModule, TerraformStack } from 'cdktf';
import { Construct, IConstruct } from 'constructs';
import { BAD, GOOD, Gated, PINNED, REGISTRY, codeOf, gated, policy, sha, thrown } from '../support';
import { BAD_PINNED, HELM, Resource, denial, synthesized, ungated } from './stack-support';

/** What `declareImages` says of a resource counts as an image of it. */

describe('declareImages', () => {
  test('lets a digest pass unchanged, and determines the chart', () => {
    const { app, stack, gate } = gated();
    gate.declareImages(HELM(stack), [PINNED]);
    const before = ungated(stack);
    app.synth();
    expect(gate.coverage).toEqual([
      {
        address: 'helm_release.chart',
        type: 'helm_release',
        path: 'shop/chart',
        outcome: 'IMAGES',
        images: [PINNED],
        found: [{ reference: PINNED }],
        doubts: [{ path: '', reason: expect.stringContaining('deploys a chart') }],
        declaredBy: 'declareImages',
        harmless: expect.stringContaining('helm_release'),
        notes: [],
      },
    ]);
    expect(synthesized(stack).resource.helm_release.chart).toEqual({
      chart: before.resource.helm_release.chart.chart,
      name: before.resource.helm_release.chart.name,
    });
  });

  test.each([
    ['a tag', GOOD, /reference-pinned: a tag would be deployed/],
    ['a bad digest', BAD_PINNED, /max-severity/],
    ['an unknown image', 'busybox', /image-listed/],
  ])('denies %s', (_, reference, expected) => {
    const given = gated();
    given.gate.declareImages(HELM(given.stack), [PINNED, reference]);
    const message = denial(given);
    expect(message).toContain('2 images: 1 denied');
    expect(message).toContain(`${reference} (shop/chart)`);
    expect(message).toMatch(expected);
  });

  test('of what the resource also holds is one entry of the refusal, with all findings', () => {
    const given = gated();
    const data = new Resource(given.stack, 'data', 'terraform_data', {
      input: { image: given.gate.require(BAD), others: [given.gate.require(BAD)] },
    });
    given.gate.declareImages(data, [BAD]);
    const message = denial(given);
    expect(message).toContain('stack shop is refused: 1 image denied\n');
    expect(message.split(`${BAD} (shop/data)`)).toHaveLength(2);
    expect(message).toMatch(/max-severity: [^]*reference-pinned: /);
  });

  test('lets a tag pass by an exception, and where the policy requires no digest', () => {
    const exceptions = [
      {
        image: 'shop/web',
        rules: ['reference-pinned'],
        owner: 'o',
        reason: 'r',
        expires: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
        scope: 'shop/chart',
      },
    ];
    for (const change of [{ exceptions }, { requireDigest: false }]) {
      const { app, stack, gate } = gated({ props: { policy: policy(change as object) } });
      gate.declareImages(HELM(stack), [GOOD]);
      expect(codeOf(() => app.synth())).toBe('passed');
    }
  });

  test('counts for a module and in several calls, and leaves the logical ID open', () => {
    const { app, stack, gate } = gated();
    const module = new TerraformHclModule(stack, 'm', { source: 'x/y/z' });
    gate.declareImages(module, [PINNED]);
    gate.declareImages(module, [`${REGISTRY}/shop/web@${sha('a')}`]);
    const chart = HELM(stack);
    gate.declareImages(chart, [PINNED]);
    chart.overrideLogicalId('renamed');
    app.synth();
    expect(gate.coverage.map(({ address, images }) => [address, images.length])).toEqual([
      ['helm_release.renamed', 1],
      ['module.m', 2],
    ]);
  });

  test.each<{
    readonly given: string;
    readonly resource: (given: Gated) => IConstruct;
    readonly references: unknown;
    readonly expected: RegExp;
  }>([
    {
      given: 'no resource',
      resource: ({ gate }) => gate,
      references: [PINNED],
      expected: /not a resource or module/,
    },
    {
      given: 'a stack',
      resource: ({ stack }) => stack,
      references: [PINNED],
      expected: /not a resource or module/,
    },
    {
      given: 'undefined',
      resource: () => undefined as never,
      references: [PINNED],
      expected: /not a resource or module/,
    },
    {
      given: "another stack's",
      resource: ({ app }) => HELM(new TerraformStack(app, 'o')),
      references: [PINNED],
      expected: /gate's stack/,
    },
    {
      given: 'no list',
      resource: ({ stack }) => HELM(stack),
      references: PINNED,
      expected: /references/,
    },
    {
      given: 'an empty list',
      resource: ({ stack }) => HELM(stack),
      references: [],
      expected: /references is empty/,
    },
    {
      given: 'a number',
      resource: ({ stack }) => HELM(stack),
      references: [7],
      expected: /reference/,
    },
    {
      given: 'a token',
      resource: ({ stack }) => HELM(stack),
      references: ['${var.x}'],
      expected: /token/,
    },
    {
      given: 'a Lazy',
      resource: ({ stack, gate }) =>
        HELM(stack) && HELM(new Construct(stack, 'p')) && HELM(new Construct(gate, 'q')),
      references: [Fn.lower('A')],
      expected: /token/,
    },
  ])('refuses $given', ({ resource, references, expected }) => {
    const given = gated();
    const { message } = thrown(() =>
      given.gate.declareImages(resource(given), references as string[]),
    );
    expect(message).toMatch(/^HSS_INVALID_ARGUMENT: /);
    expect(message).toMatch(expected);
    expect(message).toContain('construct: shop/gate');
  });
});
