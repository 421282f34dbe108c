import { Enforcement, Pinning } from '../../../src';
import {
  BAD,
  Deployment,
  GOOD,
  PINNED,
  REGISTRY,
  codeOf,
  deployedBy,
  gated,
  sha,
  thrown,
} from '../support';
import { BAD_PINNED, denial, warningsOf } from './stack-support';

/** How references are judged and written, whether `require` gave them or not. */

describe('required and literal references', () => {
  test('of one image, mixed, are all judged and pinned', () => {
    const { app, stack, gate } = gated();
    new Deployment(stack, 'a', gate.require(GOOD));
    new Deployment(stack, 'b', GOOD);
    new Deployment(stack, 'c', PINNED);
    expect(deployedBy(app)).toEqual({ a: PINNED, b: PINNED, c: PINNED });
    expect(gate.coverage.map(({ images }) => images)).toEqual([[PINNED], [GOOD], [PINNED]]);
  });

  test('a literal that looks like what a denied image becomes is an image like others', () => {
    const given = gated();
    new Deployment(given.stack, 'a', 'denied.invalid/shop/web:1.5');
    expect(denial(given)).toContain('1 image denied');
  });

  test('Pinning.NONE leaves references as they are written', () => {
    const byDigest = `${REGISTRY}/shop/web:1.4@${sha('a')}`;
    const given = gated({ props: { pinning: Pinning.NONE } });
    new Deployment(given.stack, 'a', byDigest);
    expect(deployedBy(given.app)).toEqual({ a: byDigest });
    new Deployment(given.stack, 'b', GOOD);
    expect(codeOf(() => given.app.synth())).toBe('HSS_IMAGE_DENIED');
    expect(thrown(() => given.app.synth()).message).toContain('reference-pinned: a tag would be');
  });

  test('an invalid reference is denied under any enforcement', () => {
    for (const enforcement of Object.values(Enforcement)) {
      for (const text of ['Not/A/Reference', `${GOOD}\nx`, 'x'.repeat(9000)]) {
        const given = gated({ props: { enforcement } });
        new Deployment(given.stack, 'a', text);
        expect(denial(given).length).toBeLessThan(1500);
      }
    }
  });

  test('WARN pins what has a digest, and warns of each place', () => {
    const { app, stack, gate } = gated({ props: { enforcement: Enforcement.WARN } });
    new Deployment(stack, 'a', BAD);
    new Deployment(stack, 'b', gate.require(BAD));
    new Deployment(stack, 'c', 'busybox');
    expect(deployedBy(app)).toEqual({ a: BAD_PINNED, b: BAD_PINNED, c: 'busybox' });
    expect(warningsOf(app)).toEqual([
      expect.stringContaining(`${BAD} (shop/a)`),
      expect.stringContaining(`${BAD} (shop/b)`),
      expect.stringContaining('busybox (shop/c)'),
    ]);
  });
});
