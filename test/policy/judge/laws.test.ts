import fc from 'fast-check';
import { ScanStatus, SeverityLevel } from '../../../src/contract/enums';
import {
  Decision,
  Enforcement,
  ImagePolicyProps,
  PolicyException,
  PolicyFinding,
  RULE_IDS,
  decide,
  isLive,
  parsePolicy,
  policyFromProps,
  policyHash,
} from '../../../src/policy';
import { exceptionsAbout, isAbout } from '../../../src/policy/judge/exceptions';
import { globMatcher, literalEnds } from '../../../src/policy/model/glob';
import { ImageSource } from '../../../src/policy/model/image-source';
import { HssCicdImage } from '../../../src/contract/cicd-image';
import { DrawnCase, anyCase, anyProps } from '../arbitrary';
import { NOW, declaration, judged, resourceException, sha } from '../fixtures';

describe('the hash', () => {
  const hash = (props: ImagePolicyProps) => policyHash(policyFromProps(props, NOW));
  const shuffled = <T>(items: readonly T[] | undefined, seed: number): T[] | undefined =>
    items &&
    [...items]
      .sort(
        (a, b) => ((JSON.stringify(a).length * seed) % 7) - ((JSON.stringify(b).length * seed) % 7),
      )
      .reverse();

  test('is stable under the order of keys, lists and exceptions, and repeats in lists', () => {
    fc.assert(
      fc.property(anyProps, fc.integer({ min: 1, max: 99 }), (props, seed) => {
        const other = Object.fromEntries(
          Object.entries({
            ...props,
            registryNames: props.registryNames && [
              ...shuffled(props.registryNames, seed)!,
              props.registryNames[0],
            ],
            imageSources: shuffled(props.imageSources, seed),
            registryHosts:
              props.registryHosts &&
              Object.fromEntries(
                Object.entries(props.registryHosts)
                  .map(([name, hosts]) => [name, [...shuffled(hosts, seed)!, hosts[0]]])
                  .reverse(),
              ),
            allowedRegistries: shuffled(props.allowedRegistries, seed)?.map((name) =>
              name.toUpperCase(),
            ),
            exceptions: shuffled(props.exceptions, seed)?.map((exception) =>
              Object.fromEntries(
                Object.entries({ ...exception, rules: shuffled(exception.rules, seed) }).reverse(),
              ),
            ),
            declarations: shuffled(props.declarations, seed)?.map((declaration) =>
              Object.fromEntries(
                Object.entries({
                  ...declaration,
                  images: [...shuffled(declaration.images, seed)!, declaration.images[0]],
                }).reverse(),
              ),
            ),
          }).reverse(),
        ) as unknown as ImagePolicyProps;
        expect(hash(other)).toBe(hash(props));
      }),
    );
  });

  test('is the same with a default written out', () => {
    const defaults = {
      maxScanAgeHours: 168,
      maxSnapshotAgeHours: 24,
      maxMaliciousFiles: 0,
      requireDigest: true,
      exceptions: [],
      maxExceptionDays: 90,
      imageSources: Object.values(ImageSource),
      declarations: [],
      strictDiscovery: false,
      stackFiles: [],
    };
    fc.assert(
      fc.property(
        anyProps,
        fc.subarray(Object.keys(defaults) as (keyof typeof defaults)[]),
        (props, keys) => {
          const without = { ...props };
          const written: { [key: string]: unknown } = { ...props };
          for (const key of keys) {
            delete (without as { [key: string]: unknown })[key];
            written[key] = defaults[key];
          }
          expect(hash(written as unknown as ImagePolicyProps)).toBe(hash(without));
        },
      ),
    );
  });

  test('differs where the meaning differs', () => {
    fc.assert(
      fc.property(anyProps, anyProps, (a, b) => {
        const policies = [a, b].map((props) => policyFromProps(props, NOW));
        const meaning = policies.map((policy) =>
          JSON.stringify(
            policy,
            Object.keys({
              ...policy,
              image: 0,
              images: 0,
              resource: 0,
              rules: 0,
              owner: 0,
              reason: 0,
              expires: 0,
              scope: 0,
              x: 0,
              y: 0,
              constructor: 0,
            }).sort(),
          ),
        );
        if (
          policyHash(policies[0]) === policyHash(policies[1]) &&
          !(a.exceptions?.length || b.exceptions?.length) &&
          !(a.declarations?.length || b.declarations?.length)
        ) {
          expect(meaning[0]).toBe(meaning[1]);
        }
        if (meaning[0] === meaning[1])
          expect(policyHash(policies[0])).toBe(policyHash(policies[1]));
      }),
    );
    const changes: Partial<ImagePolicyProps>[] = [
      { maxSeverity: SeverityLevel.HIGH },
      { maxScanAgeHours: 1 },
      { maxSnapshotAgeHours: 1 },
      { maxVulnerabilities: 0 },
      { maxUnsafeSettings: 0 },
      { maxMaliciousFiles: 1 },
      { requireDigest: false },
      { registryNames: ['x'] },
      { allowedRegistries: ['x'] },
      { maxExceptionDays: 91 },
      { strictDiscovery: true },
      { stackFiles: ['backend_override.tf'] },
      { stackFiles: ['*.tf'] },
      { declarations: [declaration()] },
      { declarations: [declaration({ resource: 'helm_release.other' })] },
      { declarations: [declaration({ images: ['shop/web:1'] })] },
      { declarations: [declaration({ owner: 'b' })] },
      { declarations: [declaration({ reason: 'c' })] },
      { exceptions: [resourceException()] },
      { exceptions: [resourceException({ resource: 'helm_release.other' })] },
      { exceptions: [resourceException({ resource: undefined, scope: 'prod/**' })] },
      { exceptions: [resourceException({ scope: 'prod/**' })] },
    ];
    const hashes = changes.map((change) => hash({ maxSeverity: SeverityLevel.LOW, ...change }));
    expect(new Set([...hashes, hash({ maxSeverity: SeverityLevel.LOW })]).size).toBe(
      changes.length + 1,
    );
  });

  test('of a file does not see comments, form or order, and equals that of the same props', () => {
    const files = [
      'version: 1\nmaxSeverity: Low\nregistryNames: [b, a]\n',
      '# a comment\nregistryNames:\n  - a # here\n  - b\nmaxSeverity: "Low"\nversion: 1\nrequireDigest: true\n',
      '{"$schema": "x", "maxSeverity": "Low", "version": 1, "registryNames": ["a", "b", "a"]}',
    ];
    const hashes = files.map((text) => policyHash(parsePolicy(text, 'f', NOW)));
    hashes.push(hash({ maxSeverity: SeverityLevel.LOW, registryNames: ['a', 'b'] }));
    expect(new Set(hashes).size).toBe(1);
    // Pinned: a hash that changes between releases would make every stack's outputs change.
    expect(hashes[0]).toBe('72705476cde2adb69827095d1aa9d5b7edbb774dad5850603d2b965b03a4c880');
  });
});

/** The rows of the lists that the policy names. */
function countedRows({ rows, registryRows, policy: { imageSources } }: DrawnCase): HssCicdImage[] {
  const counts = (list: ImageSource): boolean => imageSources?.includes(list) ?? true;
  return [
    ...(counts(ImageSource.CICD) ? rows : []),
    ...(counts(ImageSource.REGISTRY) ? registryRows : []),
  ];
}

describe('the laws of verdicts:', () => {
  test('no more findings ever turn a denial into an allowance', () => {
    const anyFinding: fc.Arbitrary<PolicyFinding> = fc.record(
      {
        ruleId: fc.constantFrom(...RULE_IDS),
        message: fc.constant('m'),
        waivedBy: fc.constant('w'),
      },
      { requiredKeys: ['ruleId', 'message'] },
    );
    fc.assert(
      fc.property(fc.array(anyFinding), fc.array(anyFinding), (findings, more) => {
        if (decide(findings, Enforcement.DENY) === Decision.DENY) {
          expect(decide([...more, ...findings], Enforcement.DENY)).toBe(Decision.DENY);
        }
      }),
    );
    expect(decide([{ ruleId: 'a', message: 'b' }], 'allow' as Enforcement)).toBe(Decision.DENY);
  });

  test('no exception that is not live, for this rule and matching, waives anything', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const { verdict, used, matching, expired } = judged(given);
        for (const exception of [...used, ...matching]) expect(isLive(exception, NOW)).toBe(true);
        for (const exception of expired) expect(isLive(exception, NOW)).toBe(false);
        for (const { ruleId, waivedBy } of verdict.findings) {
          if (waivedBy === undefined) continue;
          const by = used.filter(({ rules }) => (rules as readonly string[]).includes(ruleId));
          expect(
            by.some(({ owner, expires }) => waivedBy.startsWith(`owner ${owner} until ${expires}`)),
          ).toBe(true);
          for (const { image, scope } of by) {
            expect(image).not.toBe('shop/api');
            if (scope !== undefined)
              expect(given.input.path).toMatch(new RegExp(`^${scope.slice(0, -2)}`));
          }
        }
        expect(used.every(({ image }) => image !== undefined)).toBe(true);
        const dead = (given.policy.exceptions ?? []).filter(
          ({ expires }) => expires < '2026-11-22',
        );
        const onlyDead = judged({
          ...given,
          policy: { ...given.policy, exceptions: dead },
        }).verdict;
        const none = judged({ ...given, policy: { ...given.policy, exceptions: [] } }).verdict;
        expect(onlyDead.decision).toBe(none.decision);
      }),
      { numRuns: 500 },
    );
  });

  test('what is allowed without a waiver is listed, scanned and pinned to what was judged', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const { verdict } = judged({ ...given, policy: { ...given.policy, exceptions: [] } });
        if (verdict.decision !== Decision.ALLOW) {
          expect(verdict.decision).toBe(given.input.enforcement);
          expect(verdict.findings.length).toBeGreaterThan(0);
          return;
        }
        expect(verdict.findings).toEqual([]);
        const judgedImages = verdict.platforms?.map(({ image }) => image) ?? [verdict.image];
        for (const image of judgedImages) expect(image?.scanStatus).toBe(ScanStatus.SUCCESS);
        if (given.policy.requireDigest === false) return;
        const deployed = verdict.pinnedReference ?? verdict.reference;
        expect(deployed).toContain(`@${verdict.image?.imageDigest}`);
      }),
      { numRuns: 1000 },
    );
  });

  test('malicious files in any row of the digest deny, whatever was scanned when', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const { verdict } = judged({ ...given, policy: { ...given.policy, exceptions: [] } });
        if (verdict.image === undefined) return;
        const { imageDigest } = verdict.image;
        const most = countedRows(given)
          .filter((one) => imageDigest !== undefined && one.imageDigest === imageDigest)
          .reduce((max, { maliciousFileNum = 0 }) => Math.max(max, maliciousFileNum), 0);
        const isFound = verdict.findings.some(({ ruleId }) => ruleId === 'max-malicious-files');
        if (most > (given.policy.maxMaliciousFiles ?? 0)) expect(isFound).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('a completed scan is never passed over for an earlier or an incomplete one', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const { image } = judged(given).verdict;
        if (image?.imageDigest === undefined) return;
        const { registryNames } = given.policy;
        const completed = countedRows(given).filter(
          ({ imageDigest, scanStatus, registryName }) =>
            imageDigest === image.imageDigest &&
            scanStatus === ScanStatus.SUCCESS &&
            (registryNames?.includes(registryName ?? '') ?? true),
        );
        const times = completed.map(({ latestScanTime }) => latestScanTime ?? Infinity);
        if (times.length === 0) return;
        expect(image.latestScanTime ?? Infinity).toBeGreaterThanOrEqual(Math.max(...times));
      }),
      { numRuns: 500 },
    );
  });

  test('the order of rows and exceptions never matters', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        const exceptions = [...(given.policy.exceptions ?? [])].reverse();
        const rows = [...given.rows].reverse();
        const registryRows = [...given.registryRows].reverse();
        const policy = { ...given.policy, exceptions };
        const there = judged(given).verdict;
        const back = judged({ ...given, rows, registryRows, policy }).verdict;
        expect(back.decision).toBe(there.decision);
        expect(back.pinnedReference).toBe(there.pinnedReference);
        expect(back.findings.map(({ ruleId, waivedBy }) => [ruleId, waivedBy])).toEqual(
          there.findings.map(({ ruleId, waivedBy }) => [ruleId, waivedBy]),
        );
      }),
      { numRuns: 500 },
    );
  });
});

test('a glob matches nothing that its literal ends exclude', () => {
  const part = fc.constantFrom('shop', 'a', 'ab', '*', 'a*', '*b', 'a*b', '?', 'a?', '**');
  const glob = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
  const segment = fc.constantFrom('shop', 'a', 'b', 'ab', 'aab', 'x');
  const name = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
  fc.assert(
    fc.property(glob, name, (pattern, text) => {
      fc.pre(globMatcher(pattern)(text));
      const { prefix, suffix } = literalEnds(pattern);
      expect([text.startsWith(prefix), text.endsWith(suffix)]).toEqual([true, true]);
    }),
    { numRuns: 1000 },
  );
});

test('the index finds just the exceptions about an image that asking each would, in their order', () => {
  const name = fc.constantFrom('shop', 'shop/web', 'shop/web-api', 'web', 'b/shop/web', 's', '');
  const digest = fc.constantFrom(...['a', 'b'].map(sha));
  const glob = fc
    .constantFrom(
      'shop/web',
      'shop/*',
      '*/web',
      '**/web',
      'shop/**',
      's*p/w?b',
      'w*b',
      '**/*w*',
      'x.io/shop/w*',
      'x.io/web',
    )
    .chain((image) => fc.constantFrom(image, `${image}:1.4`, `${image}:1.*`, `${image}:*`));
  const exception: fc.Arbitrary<PolicyException> = fc.record(
    {
      image: fc.oneof(glob, digest),
      rules: fc.constant(['image-listed' as const]),
      owner: fc.constantFrom('a', 'b'),
      reason: fc.constant('r'),
      expires: fc.constant('2026-12-31'),
      scope: fc.constantFrom('shop/**', 'shop/*/deployment'),
    },
    { requiredKeys: ['image', 'rules', 'owner', 'reason', 'expires'] },
  );
  const subject = fc.record(
    {
      name,
      isListed: fc.boolean(),
      domain: fc.constantFrom('x.io', 'y.io'),
      version: fc.constantFrom('1.4', '1.5', '2'),
      digest,
      path: fc.constantFrom('shop/web/deployment', 'other'),
    },
    { requiredKeys: ['name', 'isListed'] },
  );
  fc.assert(
    fc.property(fc.array(exception), subject, (exceptions, one) => {
      const places = exceptionsAbout(exceptions, one).map((each) => exceptions.indexOf(each));
      const asked = exceptions.flatMap((each, at) => (isAbout(each, one) ? [at] : []));
      expect(places).toEqual(asked);
    }),
    { numRuns: 1000 },
  );
});
