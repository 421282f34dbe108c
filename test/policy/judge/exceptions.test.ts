import { HssCicdImage } from '../../../src/contract/cicd-image';
import { SeverityLevel } from '../../../src/contract/enums';
import {
  Decision,
  ImagePolicyException,
  Pinning,
  expiringExceptions,
  parseReference,
  policyFromProps,
} from '../../../src/policy';
import { exceptionsFor } from '../../../src/policy/hcl/exceptions';
import { Case, NOW, exception, judged, policyProps, row, sha, violated } from '../fixtures';

const HIGH = row({ severityLevel: SeverityLevel.HIGH });

/** Whether the exception waives the severity of a row that is High. */
function waives(
  change: Partial<ImagePolicyException>,
  given: Partial<HssCicdImage> = {},
  more: Case = {},
): boolean {
  const { decision } = judged({
    ...more,
    rows: [{ ...HIGH, ...given }],
    policy: { ...more.policy, exceptions: [exception(change)] },
  }).verdict;
  return decision === Decision.ALLOW;
}

test('a waived finding stays, with who waived it', () => {
  const { verdict, used, matching, expired, expiring } = judged({
    rows: [HIGH],
    policy: { exceptions: [exception()] },
  });
  expect(verdict.decision).toBe('ALLOW');
  expect(verdict.findings).toEqual([
    {
      ruleId: 'max-severity',
      message: 'its severity is High; at most Low is allowed',
      actual: 'High',
      limit: 'Low',
      waivedBy: 'owner payments until 2026-12-31: fix ships in 1.5',
    },
  ]);
  expect([used.length, matching.length, expired.length, expiring.length]).toEqual([1, 1, 0, 0]);
});

describe('globs over namespace/name:version', () => {
  test.each<{
    readonly image: string;
    readonly namespace?: string;
    readonly imageName: string;
    readonly imageVersion?: string;
    readonly matches: boolean;
  }>([
    {
      image: 'shop/web:1.4',
      namespace: 'shop',
      imageName: 'web',
      imageVersion: '1.4',
      matches: true,
    },
    {
      image: 'shop/web:1.4.*',
      namespace: 'shop',
      imageName: 'web',
      imageVersion: '1.4.2',
      matches: true,
    },
    {
      image: 'shop/web:1.4.*',
      namespace: 'shop',
      imageName: 'web',
      imageVersion: '1.4',
      matches: false,
    },
    {
      image: 'shop/web:1.4*',
      namespace: 'shop',
      imageName: 'web',
      imageVersion: '1.4',
      matches: true,
    },
    {
      image: 'shop/web:1.4',
      namespace: 'shop',
      imageName: 'web',
      imageVersion: '1.4.2',
      matches: false,
    },
    {
      image: 'shop/web:1.4',
      namespace: 'shop',
      imageName: 'web',
      imageVersion: '1x4',
      matches: false,
    },
    { image: 'shop/web', namespace: 'shop', imageName: 'web', imageVersion: '1.4', matches: true },
    {
      image: 'shop/web',
      namespace: 'shop',
      imageName: 'website',
      imageVersion: '1.4',
      matches: false,
    },
    {
      image: 'shop/web*',
      namespace: 'shop',
      imageName: 'website',
      imageVersion: '1.4',
      matches: true,
    },
    { image: 'shop/we?:1', namespace: 'shop', imageName: 'web', imageVersion: '1', matches: true },
    { image: 'shop/we?:1', namespace: 'shop', imageName: 'we', imageVersion: '1', matches: false },
    { image: 'web:1', imageName: 'web', imageVersion: '1', matches: true },
    { image: 'web:1', namespace: '', imageName: 'web', imageVersion: '1', matches: true },
    { image: 'web:1', namespace: 'shop', imageName: 'web', imageVersion: '1', matches: false },
    { image: '*/web:1', namespace: 'shop', imageName: 'web', imageVersion: '1', matches: true },
    { image: '*/web:1', imageName: 'web', imageVersion: '1', matches: false },
    { image: '*/web:1', namespace: 'shop/eu', imageName: 'web', imageVersion: '1', matches: false },
    { image: '**/web:1', namespace: 'shop/eu', imageName: 'web', imageVersion: '1', matches: true },
    { image: '**/web:1', imageName: 'web', imageVersion: '1', matches: true },
    {
      image: 'shop/**/web:1',
      namespace: 'shop/eu/x',
      imageName: 'web',
      imageVersion: '1',
      matches: true,
    },
    {
      image: 'shop/**/web:1',
      namespace: 'shop',
      imageName: 'web',
      imageVersion: '1',
      matches: true,
    },
    { image: 'shop/w*b:1', namespace: 'shop', imageName: 'w/b', imageVersion: '1', matches: false },
    {
      image: 'shop/a/web:1',
      namespace: 'shop',
      imageName: 'a/web',
      imageVersion: '1',
      matches: true,
    },
    { image: 'Shop/web:1', namespace: 'shop', imageName: 'web', imageVersion: '1', matches: false },
    {
      image: 'shop/web:RC1',
      namespace: 'shop',
      imageName: 'web',
      imageVersion: 'rc1',
      matches: false,
    },
    {
      image: 'shop/web.x:1',
      namespace: 'shop',
      imageName: 'web.x',
      imageVersion: '1',
      matches: true,
    },
    { image: 'shop/*x:1', namespace: 'shop', imageName: 'web.x', imageVersion: '1', matches: true },
    { image: 'shop/web:*', namespace: 'shop', imageName: 'web', matches: true },
    { image: 'shop/web:1*', namespace: 'shop', imageName: 'web', matches: false },
  ])(
    'that $image matches $namespace/$imageName:$imageVersion is $matches',
    ({ image, namespace, imageName, imageVersion, matches }) => {
      // By digest, so that the row is found whatever its version is.
      const path = namespace ? `${namespace}/${imageName}` : imageName;
      const reference = `x.io/${path}@${sha('a')}`;
      expect(waives({ image }, { namespace, imageName, imageVersion }, { reference })).toBe(
        matches,
      );
    },
  );
});

describe('globs that begin with a registry, as references are copied from a denial', () => {
  const SHA = `@${sha('a')}`;
  test.each([
    { image: 'swr.x.com/shop/web:1.4', reference: `swr.x.com/shop/web${SHA}`, waived: true },
    { image: 'swr.x.com/shop/web:1.*', reference: `swr.x.com/shop/web${SHA}`, waived: true },
    { image: 'swr.x.com/shop/web', reference: 'swr.x.com/shop/web:1.4', waived: true },
    { image: 'swr.x.com/*/web:1.4', reference: `swr.x.com/shop/web${SHA}`, waived: true },
    { image: 'SWR.x.com/shop/web:1.4', reference: `swr.X.com/shop/web${SHA}`, waived: true },
    { image: 'swr.x.com/shop/web:1.4', reference: `swr.x.com:5000/shop/web${SHA}`, waived: false },
    { image: 'swr.x.com/shop/web:1.5', reference: `swr.x.com/shop/web${SHA}`, waived: false },
    { image: 'swr.x.com/shop/api:1.4', reference: `swr.x.com/shop/web${SHA}`, waived: false },
    { image: 'swr.x.com/shop/web:1.4', reference: `evil.io/shop/web${SHA}`, waived: false },
    { image: 'swr.x.com/web:1.4', reference: `swr.x.com/shop/web${SHA}`, waived: false },
    { image: '*.x.com/shop/web:1.4', reference: `swr.x.com/shop/web${SHA}`, waived: false },
    { image: 'docker.io/shop/web:1.4', reference: 'shop/web:1.4', waived: true },
    { image: 'index.docker.io/shop/web:1.4', reference: 'docker.io/shop/web:1.4', waived: true },
    { image: 'docker.io/shop/web:1.4', reference: 'swr.x.com/shop/web:1.4', waived: false },
  ])('match in $image the reference $reference: $waived', ({ image, reference, waived }) => {
    expect(waives({ image }, {}, { reference })).toBe(waived);
    // At plan Terraform matches the version alone: what it may match is settled by the same name.
    const { exceptions } = policyFromProps(
      policyProps({ exceptions: [exception({ image })] }),
      NOW,
    );
    const [atPlan] = exceptionsFor(exceptions, {
      reference: parseReference(reference),
      path: undefined,
    });
    const matches = atPlan !== undefined && new RegExp(atPlan.version).test('1.4');
    expect(matches).toBe(waived);
  });

  test('match a namespace that looks like a domain, too', () => {
    const namespace = { namespace: 'my.org' };
    const reference = `swr.x.com/my.org/web${SHA}`;
    expect(waives({ image: 'my.org/web:1.4' }, namespace, { reference })).toBe(true);
    expect(waives({ image: 'swr.x.com/my.org/web:1.4' }, namespace, { reference })).toBe(true);
    expect(waives({ image: 'my.org/web:1.4' }, {}, { reference: `swr.x.com/shop/web${SHA}` })).toBe(
      false,
    );
  });

  test('may leave library/ out on Docker Hub', () => {
    const library = { namespace: 'library' };
    expect(waives({ image: 'docker.io/web:1.4' }, library, { reference: 'web:1.4' })).toBe(true);
    expect(
      waives({ image: 'docker.io/web:1.4' }, library, { reference: 'x.io/library/web:1.4' }),
    ).toBe(false);
  });

  test('narrow a waiver of image-listed to a registry', () => {
    const given = (domain: string) =>
      judged({
        reference: `${domain}/shop/web:1.4${SHA}`,
        rows: [],
        policy: { exceptions: [exception({ image: 'x.io/shop/web', rules: ['image-listed'] })] },
      }).verdict.decision;
    expect([given('x.io'), given('evil.io')]).toEqual([Decision.ALLOW, Decision.DENY]);
  });

  test.each([
    { image: 'x.io/shop/web:1.4', reference: 'x.io/shop/web:1.4', waived: true },
    { image: 'x.io/shop/web:1.4', reference: 'evil.io/x.io/shop/web:1.4', waived: false },
    { image: '*.x.io/shop/web:1.4', reference: 'evil.io/y.x.io/shop/web:1.4', waived: false },
    { image: 'x.io/shop/w*', reference: 'evil.io/x.io/shop/web:1.4', waived: false },
    { image: '*x.io*/shop/web', reference: 'evil.io/x.io/shop/web:1.4', waived: false },
    { image: 'shop/web:1.4', reference: 'evil.io/shop/web:1.4', waived: true },
  ])(
    'in $image do not waive $reference, which HSS does not list, by a path like them: $waived',
    ({ image, reference, waived }) => {
      const rules = ['image-listed' as const];
      const exceptions = [exception({ image, rules })];
      const { decision } = judged({
        reference: `${reference}${SHA}`,
        rows: [],
        policy: { exceptions },
      }).verdict;
      expect(decision).toBe(waived ? Decision.ALLOW : Decision.DENY);
      const policy = policyFromProps(policyProps({ exceptions }), NOW);
      const atPlan = exceptionsFor(policy.exceptions, {
        reference: parseReference(reference),
        path: undefined,
      });
      expect(atPlan.some(({ unlisted }) => unlisted)).toBe(waived);
    },
  );
});

test("the row's names count, never the reference's text", () => {
  // Says 1.3 and deploys the digest whose row is 1.4.
  const reference = `swr.example.com/shop/web:1.3@${sha('a')}`;
  expect(waives({ image: 'shop/web:1.3' }, {}, { reference })).toBe(false);
  expect(waives({ image: 'shop/web:1.4' }, {}, { reference })).toBe(true);
});

describe('digests', () => {
  const NONE = { policy: { requireDigest: false }, input: { pinning: Pinning.NONE } };
  test('match what is deployed', () => {
    expect(waives({ image: sha('a') })).toBe(true);
    expect(waives({ image: sha('b') })).toBe(false);
    const reference = `x.io/shop/web@${sha('a')}`;
    expect(waives({ image: sha('a') }, {}, { ...NONE, reference })).toBe(true);
  });
  test('do not match a tag that is deployed as it is', () => {
    expect(waives({ image: sha('a') }, {}, NONE)).toBe(false);
    expect(waives({ image: 'shop/web:1.4' }, {}, NONE)).toBe(true);
  });
});

describe('expiry', () => {
  const at = (time: string) => ({
    input: { now: Date.parse(time) },
    policy: { maxScanAgeHours: 9999 },
  });
  const fresh = { latestScanTime: Date.parse('2026-11-20T00:00:00Z') };
  test.each([
    ['2026-12-30T12:00:00.000Z', true],
    ['2026-12-31T00:00:00.000Z', true],
    ['2026-12-31T23:59:59.999Z', true],
    ['2027-01-01T00:00:00.000Z', false],
    ['2027-01-01T00:00:00.001Z', false],
  ])('the last day is 2026-12-31; at %s it counts: %s', (time, live) => {
    expect(waives({}, fresh, at(time))).toBe(live);
  });

  test('of the past is named in the finding, the last to end', () => {
    const given = {
      rows: [HIGH],
      policy: {
        exceptions: [
          exception({ expires: '2026-09-01', owner: 'old' }),
          exception({ expires: '2026-10-01' }),
          exception({ expires: '2026-10-01', image: 'shop/api:*' }),
          exception({ expires: '2026-10-01', rules: ['row-sound'] }),
        ],
      },
    };
    const { verdict, used, expired, matching } = judged(given);
    expect(verdict.decision).toBe('DENY');
    expect(verdict.findings).toEqual([
      expect.objectContaining({
        message:
          'its severity is High; at most Low is allowed (waived until 2026-10-01 by payments)',
      }),
    ]);
    expect(verdict.findings[0].waivedBy).toBeUndefined();
    expect(used).toEqual([]);
    expect(matching).toEqual([]);
    expect(expired.map(({ expires }) => expires)).toEqual(['2026-10-01', '2026-09-01']);
  });

  test('of a live exception goes before one of the past', () => {
    const exceptions = [exception({ expires: '2026-10-01' }), exception({ owner: 'b' })];
    const { verdict, expired } = judged({ rows: [HIGH], policy: { exceptions } });
    expect(verdict.decision).toBe('ALLOW');
    expect(verdict.findings[0].message).not.toContain('until');
    expect(expired).toEqual([]);
  });

  test.each([
    ['2026-11-21', false],
    ['2026-11-22', true],
    ['2026-12-06', true],
    ['2026-12-07', false],
  ])('of 14 days or less is reported: %s', (expires, soon) => {
    const policy = policyFromProps(policyProps({ exceptions: [exception({ expires })] }), NOW);
    expect(expiringExceptions(policy, NOW)).toHaveLength(soon ? 1 : 0);
    const { expiring } = judged({ rows: [HIGH], policy: { exceptions: [exception({ expires })] } });
    expect(expiring).toHaveLength(soon ? 1 : 0);
  });
});

test.each<[scope: string | undefined, path: string | undefined, applies: boolean]>([
  [undefined, undefined, true],
  [undefined, 'prod/web', true],
  ['prod/**', 'prod/web/deployment', true],
  ['prod/**', 'prod', true],
  ['prod/**', 'production/web', false],
  ['prod/**', 'x/prod/web', false],
  ['prod/*', 'prod/web', true],
  ['prod/*', 'prod/web/deployment', false],
  ['**/web', 'prod/eu/web', true],
  ['Prod/**', 'prod/web', false],
  ['prod/**', undefined, false],
  ['**', undefined, false],
  ['**', 'prod', true],
  ['prod/.hidden', 'prod/.hidden', true],
  ['prod/a b+c', 'prod/a b+c', true],
])('that scope %s matches the path %s is %s', (scope, path, applies) => {
  expect(waives({ scope }, {}, { input: { path } })).toBe(applies);
});

describe('an image that need not be listed', () => {
  const image = 'library/nginx:*';
  const exceptions = [exception({ image, rules: ['image-listed', 'reference-pinned'] })];
  const given = { rows: [], policy: { exceptions } };
  const digest = `nginx@${sha('c')}`;

  test('is allowed by digest', () => {
    const { verdict } = judged({ ...given, reference: digest });
    expect(verdict).toMatchObject({ decision: 'ALLOW', pinnedReference: digest });
    expect(verdict.findings.map(({ ruleId }) => ruleId)).toEqual(['image-listed']);
    const input = { pinning: Pinning.NONE };
    expect(judged({ ...given, reference: digest, input }).verdict.decision).toBe('ALLOW');
  });
  test('is denied by tag, whatever requireDigest or another waiver says', () => {
    for (const requireDigest of [true, false]) {
      for (const pinning of [Pinning.DIGEST, Pinning.NONE]) {
        const policy = { exceptions, requireDigest };
        expect(violated({ rows: [], policy, reference: 'nginx:1.27', input: { pinning } })).toEqual(
          ['reference-pinned'],
        );
      }
    }
  });
  test("is matched by the reference's path and tag, as there is no row", () => {
    const by = (glob: string, reference: string) => {
      const only = [exception({ image: glob, rules: ['image-listed'] })];
      return violated({ rows: [], policy: { exceptions: only }, reference });
    };
    expect(by('library/nginx:1.27', `nginx:1.27@${sha('c')}`)).toEqual([]);
    expect(by('library/nginx:1.28', `nginx:1.27@${sha('c')}`)).toEqual(['image-listed']);
    expect(by('library/nginx:1.27', digest)).toEqual(['image-listed']);
    expect(by('nginx', digest)).toEqual(['image-listed']);
    expect(by(sha('c'), digest)).toEqual([]);
    expect(by(sha('d'), digest)).toEqual(['image-listed']);
  });
  test('still has to come from an allowed registry', () => {
    const policy = { exceptions, allowedRegistries: ['swr.example.com'] };
    expect(violated({ rows: [], policy, reference: digest })).toEqual(['registry-allowed']);
  });
  test('and is judged as any other once it is listed', () => {
    const listed = row({
      ...HIGH,
      namespace: 'library',
      imageName: 'nginx',
      imageDigest: sha('c'),
    });
    expect(violated({ ...given, rows: [listed], reference: digest })).toEqual(['max-severity']);
  });
});

test('a waiver of digest-known alone does not let a tag through', () => {
  const rows = [row({ imageDigest: undefined })];
  const policy = { exceptions: [exception({ rules: ['digest-known'] })] };
  expect(violated({ rows, policy })).toEqual(['reference-pinned']);
  const both = { exceptions: [exception({ rules: ['digest-known', 'reference-pinned'] })] };
  expect(violated({ rows, policy: both })).toEqual([]);
  expect(judged({ rows, policy: both }).verdict.pinnedReference).toBeUndefined();
});
