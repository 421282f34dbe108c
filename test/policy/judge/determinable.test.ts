import {
  Decision,
  Enforcement,
  ImageDeclaration,
  ImagePolicyException,
  Policy,
  declarationsFor,
  exceptionTarget,
  judgeDeterminable,
  resourceExceptionsAbout,
  parsePolicy,
  policyFromProps,
} from '../../../src/policy';
import { NOW, declaration, exception, judged, policyProps, resourceException } from '../fixtures';

const policyOf = (...exceptions: readonly ImagePolicyException[]): Policy =>
  policyFromProps(policyProps({ exceptions: [...exceptions] }), NOW);

const doubted = (policy: Policy, change: Partial<Parameters<typeof judgeDeterminable>[0]> = {}) =>
  judgeDeterminable({
    policy,
    address: 'helm_release.ingress',
    path: 'prod/ingress',
    reason: 'the chart may deploy images by its defaults',
    enforcement: Enforcement.DENY,
    now: NOW,
    ...change,
  });

const waives = (
  change: Partial<ImagePolicyException>,
  at: { address?: string; path?: string | undefined } = {},
): boolean => doubted(policyOf(resourceException(change)), at).decision === Decision.ALLOW;

describe('a resource whose images are not determinable', () => {
  test.each([
    [Enforcement.DENY, 'DENY'],
    [Enforcement.WARN, 'WARN'],
    ['allow' as Enforcement, 'DENY'],
  ])('has the right decision under %s: %s', (enforcement, decision) => {
    expect(doubted(policyOf(), { enforcement })).toEqual({
      decision,
      finding: {
        ruleId: 'images-determinable',
        message: 'the chart may deploy images by its defaults',
      },
      matching: [],
      used: [],
      expired: [],
      expiring: [],
    });
  });

  test('is allowed by a live exception, which stays in the finding', () => {
    const policy = policyOf(resourceException());
    expect(doubted(policy)).toEqual({
      decision: 'ALLOW',
      finding: {
        ruleId: 'images-determinable',
        message: 'the chart may deploy images by its defaults',
        waivedBy: 'owner platform until 2026-12-31: chart 4.11 was reviewed',
      },
      matching: policy.exceptions,
      used: policy.exceptions,
      expired: [],
      expiring: [],
    });
  });

  test('is not allowed by one that has expired, which the finding names', () => {
    const policy = policyOf(
      resourceException({ expires: '2026-09-01', owner: 'old' }),
      resourceException({ expires: '2026-10-01' }),
      resourceException({ expires: '2026-11-01', resource: 'helm_release.other' }),
    );
    const judgement = doubted(policy);
    expect(judgement).toMatchObject({ decision: 'DENY', matching: [], used: [], expiring: [] });
    expect(judgement.finding.message).toBe(
      'the chart may deploy images by its defaults (waived until 2026-10-01 by platform)',
    );
    expect(judgement.finding.waivedBy).toBeUndefined();
    expect(judgement.expired.map(({ expires }) => expires)).toEqual(['2026-10-01', '2026-09-01']);
  });

  test('names the exception that ends last, and those that end soon', () => {
    const policy = policyOf(
      resourceException({ expires: '2026-11-30' }),
      resourceException({ expires: '2026-12-30', owner: 'b' }),
      resourceException({ expires: '2026-10-01' }),
    );
    const { finding, used, expired, expiring } = doubted(policy);
    expect(finding.waivedBy).toBe('owner b until 2026-12-30: chart 4.11 was reviewed');
    expect(used).toEqual([policy.exceptions[1], policy.exceptions[0]]);
    expect(expired).toEqual([]);
    expect(expiring).toEqual([policy.exceptions[0]]);
  });

  test.each([
    ['2026-12-31T23:59:59.999Z', true],
    ['2027-01-01T00:00:00.000Z', false],
  ])('is covered until 2026-12-31: that it is at %s is %s', (time, live) => {
    const { decision } = doubted(policyOf(resourceException()), { now: Date.parse(time) });
    expect(decision).toBe(live ? 'ALLOW' : 'DENY');
  });

  test('is denied at a time that is not a number', () => {
    expect(doubted(policyOf(resourceException()), { now: NaN }).decision).toBe('DENY');
  });

  test('has a finding of one line', () => {
    expect(doubted(policyOf(), { reason: 'two\nlines\u001b[1m' }).finding.message).toBe(
      'two lines [1m',
    );
  });
});

describe('an exception about resources', () => {
  const SCOPED = { resource: undefined, scope: 'prod/**' };
  test.each<[Partial<ImagePolicyException>, { address?: string; path?: string }, boolean]>([
    [{}, { address: 'helm_release.ingress["eu"]' }, true],
    [{}, { address: 'helm_release.other' }, false],
    [{}, { path: undefined }, true],
    [{ resource: 'helm_release.*' }, { address: 'helm_release.other' }, true],
    [{ resource: 'helm_release.ingress[0]' }, {}, false],
    [SCOPED, {}, true],
    [SCOPED, { address: 'anything.else' }, true],
    [SCOPED, { path: 'dev/ingress' }, false],
    [SCOPED, { path: undefined }, false],
    [{ scope: 'prod/**' }, {}, true],
    [{ scope: 'prod/**' }, { address: 'helm_release.other' }, false],
    [{ scope: 'prod/**' }, { path: 'dev/ingress' }, false],
    [{ scope: 'prod/**' }, { path: undefined }, false],
  ])('%j at %j: %s', (change, at, expected) => {
    expect(waives(change, at)).toBe(expected);
  });

  test('never waives a rule about an image', () => {
    const exceptions = [resourceException({ resource: undefined, scope: 'prod/**' })];
    const input = { path: 'prod/web' };
    const { verdict, matching } = judged({ rows: [], policy: { exceptions }, input });
    expect(verdict.decision).toBe('DENY');
    expect(matching).toEqual([]);
  });

  test('is not what an exception about images is, whatever its scope', () => {
    const policy = policyOf(exception({ image: '**/ingress' }), exception({ scope: 'prod/**' }));
    expect(doubted(policy).decision).toBe('DENY');
  });

  test('is named by what it is for', () => {
    expect(
      [
        exception(),
        resourceException({ scope: 'prod/**' }),
        resourceException({ resource: undefined, scope: 'prod/**' }),
      ].map((given) => exceptionTarget(policyOf(given).exceptions[0])),
    ).toEqual(['shop/web:*', 'helm_release.ingress', 'constructs at prod/**']);
  });
});

test('is found without a doubt about the resource, live or expired', () => {
  const policy = policyOf(
    exception(),
    resourceException(),
    resourceException({ expires: '2026-10-01' }),
    resourceException({ resource: 'helm_release.other' }),
    resourceException({ resource: undefined, scope: 'prod/**' }),
  );
  const at = (path: string | undefined) =>
    resourceExceptionsAbout(policy, 'helm_release.ingress[0]', path);
  const [, live, expired, , scoped] = policy.exceptions;
  expect(at('prod/ingress')).toEqual([live, expired, scoped]);
  expect(at(undefined)).toEqual([live, expired]);
});

describe('declarations', () => {
  const policyWith = (...declarations: readonly ImageDeclaration[]): Policy =>
    policyFromProps(policyProps({ declarations: [...declarations] }), NOW);

  test('are found by address, all of them', () => {
    const policy = policyWith(
      declaration(),
      declaration({ resource: 'helm_release.*', images: ['b/b', 'a/a', 'b/b'] }),
      declaration({ resource: 'helm_release.other' }),
    );
    const [first, second] = policy.declarations;
    expect(declarationsFor(policy, 'helm_release.ingress["eu"]')).toEqual([first, second]);
    expect(second.images).toEqual(['a/a', 'b/b']);
    expect(declarationsFor(policy, 'module.m.helm_release.ingress')).toEqual([]);
    expect(Object.isFrozen(policy.declarations) && Object.isFrozen(first.images)).toBe(true);
  });

  test('of a policy from props have no origin', () => {
    expect(policyWith(declaration()).declarations[0]).not.toHaveProperty('origin');
  });
});

test('are read from a file', () => {
  const policy = parsePolicy(
    `version: 1
maxSeverity: Low
strictDiscovery: true
exceptions:
  - resource: 'module.shop["a"].helm_release.*'
    rules: [images-determinable]
    owner: platform
    reason: reviewed by hand
    expires: 2026-12-31
declarations:
  - resource: helm_release.ingress
    images: [swr.cn-north-4.myhuaweicloud.com/platform/ingress:4.11]
    owner: platform
    reason: chart 4.11 deploys nothing else
`,
    'p.yaml',
    NOW,
  );
  expect(policy).toMatchObject({
    strictDiscovery: true,
    exceptions: [
      {
        resource: 'module.shop["a"].helm_release.*',
        rules: ['images-determinable'],
        owner: 'platform',
        reason: 'reviewed by hand',
        expires: '2026-12-31',
      },
    ],
    declarations: [
      {
        resource: 'helm_release.ingress',
        images: ['swr.cn-north-4.myhuaweicloud.com/platform/ingress:4.11'],
        owner: 'platform',
        reason: 'chart 4.11 deploys nothing else',
      },
    ],
  });
  expect(policy.exceptions[0]).not.toHaveProperty('image');
});
