import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Testing } from 'cdktf';
import { Construct } from 'constructs';
import { ImagePolicy, ImagePolicyException } from '../../../src';
import {
  BAD,
  Deployment,
  GOOD,
  Gated,
  PINNED,
  REGISTRY,
  deployed,
  deployedBy,
  gated,
  policy,
  sha,
  stackFile,
  temporaryFolder,
  thrown,
} from '../support';
import { warningsOf } from './stack-support';

/** Exceptions of a policy where stacks are synthesized: by the path of what deploys the image. */

const BAD_PINNED = `${REGISTRY}/shop/web@${sha('b')}`;
const day = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

function exception(change: Partial<ImagePolicyException> = {}): ImagePolicyException {
  return {
    image: 'shop/web:1.5',
    rules: ['max-severity', 'max-malicious-files'],
    owner: 'payments',
    reason: 'fix ships in 1.6',
    expires: day(30),
    ...change,
  };
}

function excepting(...exceptions: readonly ImagePolicyException[]): { policy: ImagePolicy } {
  return { policy: policy({ exceptions: [...exceptions] }) };
}

describe.each<[string, (given: Gated, reference: string) => string]>([
  ['literal', (_, reference) => reference],
  ['required', ({ gate }, reference) => gate.require(reference)],
])('a scoped exception for an image that is %s', (_, refer) => {
  const props = excepting(exception({ scope: 'shop/legacy/*' }));

  test('applies at the path of its scope', () => {
    const given = gated({ props });
    const legacy = new Construct(given.stack, 'legacy');
    const web = new Deployment(legacy, 'web', refer(given, BAD));
    expect(deployedBy(given.app)).toEqual({ [web.friendlyUniqueId]: BAD_PINNED });
    const file = JSON.parse(
      readFileSync(stackFile(given.app, 'shop', 'hss-verdicts.json'), 'utf8'),
    );
    expect(file.images).toEqual([
      expect.objectContaining({
        decision: 'ALLOW',
        path: 'shop/legacy/web',
        reference: BAD,
        pinnedReference: BAD_PINNED,
        findings: ['max-severity', 'max-malicious-files'].map((ruleId) =>
          expect.objectContaining({
            ruleId,
            waivedBy: `owner payments until ${day(30)}: fix ships in 1.6`,
          }),
        ),
      }),
    ]);
    expect(file.exceptions).toEqual([
      { ...exception({ scope: 'shop/legacy/*' }), rules: ['max-malicious-files', 'max-severity'] },
    ]);
  });

  test('does not apply beside it: the stack is refused because of the other place', () => {
    const given = gated({ props });
    new Deployment(new Construct(given.stack, 'legacy'), 'web', refer(given, BAD));
    new Deployment(given.stack, 'web', refer(given, BAD));
    const { message } = thrown(() => given.app.synth());
    expect(message).toContain('stack shop is refused: 2 images: 1 denied');
    expect(message).toContain(`${BAD} (shop/web)`);
    expect(message).not.toContain('shop/legacy');
  });

  test('does not apply deeper than its glob', () => {
    const given = gated({ props });
    const deep = new Construct(new Construct(given.stack, 'legacy'), 'deep');
    new Deployment(deep, 'web', refer(given, BAD));
    expect(thrown(() => given.app.synth()).message).toContain(`${BAD} (shop/legacy/deep/web)`);
  });

  test('is not moved by what an override notes as path', () => {
    const given = gated({ props });
    const web = new Deployment(given.stack, 'web', refer(given, BAD));
    web.addOverride('//.metadata.path', 'shop/legacy/web');
    expect(thrown(() => given.app.synth()).message).toContain(`${BAD} (shop/web)`);
  });
});

test('a scoped exception does not let through what was required and stands in no resource', () => {
  const { app, gate } = gated({ props: excepting(exception({ scope: 'shop/legacy/*' })) });
  gate.require(BAD);
  expect(thrown(() => app.synth()).message).toContain(`${BAD} (shop/gate)`);
});

test('a scoped exception of one gate does not override the denial of another', () => {
  const { app, stack, gate } = gated({ props: excepting(exception({ scope: 'shop/legacy/*' })) });
  const other = gated({ app, id: 'other' });
  new Deployment(new Construct(stack, 'legacy'), 'web', gate.require(BAD));
  new Deployment(other.stack, 'web', gate.require(BAD));
  expect(thrown(() => app.synth()).message).toMatch(/stack other is refused: 2 images denied/);
});

test('an exception for a digest applies to a literal that has it, and to a tag that becomes it', () => {
  const { app, stack } = gated({ props: excepting(exception({ image: sha('b') })) });
  new Deployment(stack, 'tag', BAD);
  new Deployment(stack, 'digest', BAD_PINNED);
  expect(deployedBy(app)).toEqual({ tag: BAD_PINNED, digest: BAD_PINNED });
});

describe('an exception that matched nothing', () => {
  const unused = exception({ image: 'shop/gone:*' });
  const text = new RegExp(
    `^the exception for shop/gone:\\* \\(max-malicious-files, max-severity; owner payments, until ${day(30)}\\) matched no image`,
  );

  test('is warned of once, after the last gated stack', () => {
    const app = Testing.app();
    for (const id of ['one', 'two', 'three']) {
      const { stack } = gated({ app, id, props: excepting(unused) });
      new Deployment(stack, 'web', GOOD);
    }
    app.synth();
    expect(['one', 'two'].flatMap((id) => warningsOf(app, id))).toEqual([]);
    expect(warningsOf(app, 'three')).toEqual([expect.stringMatching(text)]);
    // And no more often when the program synthesizes again.
    app.synth();
    expect(['one', 'two'].flatMap((id) => warningsOf(app, id))).toEqual([]);
    expect(warningsOf(app, 'three')).toHaveLength(1);
  });

  test('is warned of, whichever stack has its policy', () => {
    const app = Testing.app();
    gated({ app, id: 'one', props: excepting(unused) });
    gated({ app, id: 'two' });
    app.synth();
    expect(warningsOf(app, 'two')).toEqual([expect.stringMatching(text)]);
  });

  test.each([
    ['one', 'two'],
    ['two', 'one'],
  ])('counts as matched when stack %s matched it', (matching, other) => {
    const app = Testing.app();
    for (const id of ['one', 'two']) {
      const { stack } = gated({ app, id, props: excepting(exception()) });
      new Deployment(stack, 'web', id === matching ? BAD : GOOD);
    }
    app.synth();
    expect([matching, other].flatMap((id) => warningsOf(app, id))).toEqual([]);
  });

  test('counts as matched where there was nothing to waive', () => {
    const { app, stack } = gated({ props: excepting(exception({ image: 'shop/web:1.4' })) });
    new Deployment(stack, 'web', GOOD);
    app.synth();
    expect(warningsOf(app, 'shop')).toEqual([]);
  });

  test('is still unmatched when it is for another scope', () => {
    const { app, stack } = gated({
      props: excepting(exception({ image: 'shop/web:1.4', scope: 'prod/**' })),
    });
    new Deployment(stack, 'web', GOOD);
    app.synth();
    expect(warningsOf(app, 'shop')).toEqual([expect.stringContaining('matched no image')]);
  });

  test('is not mentioned in a refusal', () => {
    const { app, stack } = gated({ props: excepting(unused) });
    new Deployment(stack, 'web', BAD);
    expect(thrown(() => app.synth()).message).not.toContain('matched no image');
  });

  test('is not matched by what is only evaluated', () => {
    const { app, gate } = gated({ props: excepting(exception()) });
    expect(gate.evaluate(BAD).decision).toBe('ALLOW');
    app.synth();
    expect(warningsOf(app, 'shop')).toEqual([expect.stringContaining('matched no image')]);
  });
});

describe('the end of an exception', () => {
  test.each<[number, number]>([
    [0, 1],
    [1, 1],
    [13, 1],
    [14, 1],
    [16, 0],
    [80, 0],
  ])('in %i days causes %i warnings', (days, times) => {
    const { app, stack } = gated({ props: excepting(exception({ expires: day(days) })) });
    new Deployment(stack, 'web', BAD);
    expect(deployedBy(app)).toEqual({ web: BAD_PINNED });
    expect(warningsOf(app, 'shop')).toEqual(
      Array(times).fill(
        expect.stringMatching(
          new RegExp(
            `until ${day(days)}\\) expires within 14 days; the images and resources that it allows are then denied$`,
          ),
        ),
      ),
    );
  });

  test('is warned of once in an app', () => {
    const app = Testing.app();
    for (const id of ['one', 'two']) {
      const { stack } = gated({ app, id, props: excepting(exception({ expires: day(3) })) });
      new Deployment(stack, 'web', BAD);
    }
    app.synth();
    expect([warningsOf(app, 'one').length, warningsOf(app, 'two').length]).toEqual([1, 0]);
  });

  test('yesterday causes a denial, and is named with its place', () => {
    const file = join(temporaryFolder(), 'team.yaml');
    writeFileSync(
      file,
      [
        'version: 1',
        'maxSeverity: Low',
        'maxMaliciousFiles: 5',
        'exceptions:',
        '  - image: shop/web:1.5',
        '    rules: [max-severity]',
        '    owner: payments',
        '    reason: later',
        `    expires: ${day(-1)}`,
        '',
      ].join('\n'),
    );
    const { app, stack } = gated({ props: { policy: ImagePolicy.fromFile(file) } });
    new Deployment(stack, 'web', BAD);
    const { message } = thrown(() => app.synth());
    expect(message).toMatch(/^HSS_IMAGE_DENIED: /);
    expect(message).toContain(`(waived until ${day(-1)} by payments, team.yaml:5)`);
  });

  test('yesterday is warned of as one that matched nothing, when the image is gone', () => {
    const { app, stack } = gated({ props: excepting(exception({ expires: day(-1) })) });
    new Deployment(stack, 'web', GOOD);
    expect(deployed(Testing.synth(stack))).toEqual({ web: PINNED });
    app.synth();
    expect(warningsOf(app, 'shop')).toEqual([expect.stringContaining('matched no image')]);
  });
});
