import { readFileSync } from 'node:fs';
import { Construct } from 'constructs';
import { BAD, Deployment, GOOD, PINNED, codeOf, deployedBy, gate, gated, thrown } from '../support';
import { HELM, denial } from './stack-support';

/** What the prop `ignore` leaves out, and what it does not reach. */

describe('the prop ignore', () => {
  test('passes over resources, and reports them', () => {
    const { app, stack, gate } = gated({ props: { ignore: ['shop/sandbox/**', 'shop/x?'] } });
    const sandbox = new Construct(new Construct(stack, 'sandbox'), 'deep');
    const bad = new Deployment(sandbox, 'bad', BAD);
    HELM(sandbox);
    new Deployment(stack, 'x1', 'busybox');
    new Deployment(stack, 'web', GOOD);
    expect(deployedBy(app)).toEqual({ [bad.friendlyUniqueId]: BAD, x1: 'busybox', web: PINNED });
    expect(gate.coverage.map(({ path, outcome }) => [path, outcome])).toEqual([
      ['shop/sandbox/deep/bad', 'IGNORED'],
      ['shop/x1', 'IGNORED'],
      ['shop/web', 'IMAGES'],
      ['shop/sandbox/deep/chart', 'IGNORED'],
    ]);
    const file = JSON.parse(
      readFileSync(`${app.outdir}/stacks/shop/hss-verdicts.json`, 'utf8'),
    ) as { ignored: { path: string }[]; images: unknown[] };
    expect(file.ignored.map(({ path }) => path)).toEqual([
      'shop/sandbox/deep/bad',
      'shop/x1',
      'shop/sandbox/deep/chart',
    ]);
    expect(file.images).toHaveLength(1);
  });

  test('does not reach what was required', () => {
    const given = gated({ props: { ignore: ['shop/**'] } });
    new Deployment(given.stack, 'web', given.gate.require(BAD));
    expect(denial(given)).toContain(`${BAD} (shop/gate)`);
  });

  test('does not reach what has no construct', () => {
    const given = gated({ props: { ignore: ['**'] } });
    given.stack.addOverride('resource.docker_container.x.image', BAD);
    expect(denial(given)).toContain('1 image denied');
  });

  test('applies to its own gate only', () => {
    const given = gated({ props: { ignore: ['**'] } });
    new Deployment(given.stack, 'web', BAD);
    expect(codeOf(() => given.stack.toTerraform())).toBe('passed');
    gate(given.stack, {}, 'other');
    expect(codeOf(() => given.stack.toTerraform())).toBe('HSS_IMAGE_DENIED');
  });

  test.each<[unknown, RegExp]>([
    ['shop/**', /ignore is not a list/],
    [{}, /ignore is not a list/],
    [[7], /contains an item that is not a glob/],
    [[''], /contains an item that is not a glob/],
    [['shop/{a,b}'], /"\{" is not allowed/],
    [['shop/[a]'], /not allowed/],
    [['!shop'], /not allowed/],
    [['shop\\x'], /not allowed/],
    [['shop//x'], /empty path segment/],
    [['shop/a**'], /whole path segment/],
    [[`*${'/*'.repeat(9)}`], /more than 5 wildcards/],
    [['${var.x}'], /token|not allowed/],
  ])('is refused as %j', (ignore, expected) => {
    const { message } = thrown(() => gated({ props: { ignore: ignore as string[] } }));
    expect(message).toMatch(/^HSS_INVALID_ARGUMENT: /);
    expect(message).toMatch(expected);
    expect(message).toContain('construct: shop/gate');
  });
});
