import fc from 'fast-check';
import { SeverityLevel } from '../../../src/contract/enums';
import {
  Decision,
  Enforcement,
  ImagePolicyException,
  ImagePolicyProps,
  ImageVerdict,
  OVERRIDABLE_SETTINGS,
  Policy,
  WAIVABLE_RULE_IDS,
  declarationsFor,
  judgeDeterminable,
  loadPolicy,
  policyFromProps,
  policyHash,
} from '../../../src/policy';
import { anyCase, anyNearCase, anyProps } from '../arbitrary';
import { NOW, filesOf, judged } from '../fixtures';

/** Settings as a file has them. */
type Settings = Partial<ImagePolicyProps> & {
  readonly overridable?: string[];
  readonly waivable?: string[];
};

/** What a policy says once nothing is left out; undefined is no limit. */
type Effective = { readonly [setting: string]: unknown };

const DEFAULTS: Effective = {
  maxScanAgeHours: 168,
  maxSnapshotAgeHours: 24,
  maxMaliciousFiles: 0,
  requireDigest: true,
  maxExceptionDays: 90,
  strictDiscovery: false,
  stackFiles: [],
};

// Independent of src/policy: whether `own` lets through what `given` doesn't, or could.
function isLooser(setting: string, own: unknown, given: unknown): boolean {
  const words = (value: unknown) =>
    [...new Set((value as string[]).map((item) => item.toLowerCase()))].sort();
  switch (setting) {
    case 'maxSeverity': {
      const order = ['Security', 'Low', 'Medium', 'High'];
      return order.indexOf(own as string) > order.indexOf(given as string);
    }
    case 'requireDigest':
    case 'strictDiscovery':
      return given === true && own === false;
    case 'registryNames':
      if (own === undefined || given === undefined) return own !== given;
      return words(own).join() !== words(given).join();
    case 'stackFiles':
      return words(own).some((file) => !words(given).includes(file));
    case 'allowedRegistries':
      return given !== undefined && words(own).some((domain) => !words(given).includes(domain));
    default:
      return (
        ((own as number | undefined) ?? Infinity) > ((given as number | undefined) ?? Infinity)
      );
  }
}

const isSetting = (key: string): boolean =>
  !['exceptions', 'declarations', 'overridable', 'waivable'].includes(key);

const effective = (settings: Settings, parent: Effective): Effective => ({
  ...parent,
  ...Object.fromEntries(Object.entries(settings).filter(([key]) => isSetting(key))),
});

/** Leaves out of a child what its parent does not let it say. */
function tamed(child: Settings, parent: Settings, above: Effective): Settings {
  const { overridable = [], waivable = [] } = parent;
  const kept = Object.entries(child).filter(
    ([key, value]) =>
      overridable.includes(key) ||
      (isSetting(key) ? !isLooser(key, value, above[key]) : key !== 'declarations'),
  );
  const exceptions = child.exceptions?.filter(({ rules }) =>
    rules.every((rule) => waivable.includes(rule)),
  );
  return {
    ...Object.fromEntries(kept),
    ...(exceptions === undefined ? {} : { exceptions }),
    ...(child.overridable && {
      overridable: child.overridable.filter((name) => overridable.includes(name)),
    }),
    ...(child.waivable && { waivable: child.waivable.filter((name) => waivable.includes(name)) }),
  };
}

const grants = {
  overridable: fc.oneof(
    fc.constant<string[]>([]),
    fc.subarray([...OVERRIDABLE_SETTINGS] as string[]),
    fc.constant([...OVERRIDABLE_SETTINGS] as string[]),
  ),
  waivable: fc.oneof(
    fc.constant<string[]>([]),
    fc.subarray([...WAIVABLE_RULE_IDS] as string[]),
    fc.constant([...WAIVABLE_RULE_IDS] as string[]),
  ),
};

/** Most of them fail in one thing or two. */
const someCase = fc.oneof({ weight: 1, arbitrary: anyCase }, { weight: 3, arbitrary: anyNearCase });

const anyBase: fc.Arbitrary<Settings> = fc
  .tuple(anyProps, fc.record(grants, { requiredKeys: [] }))
  .map(([props, given]) => ({ ...props, ...given }));

const without = (settings: Settings, keys: readonly string[]): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([key]) => !keys.includes(key)));

/** One that a clean image mostly passes, so that a case fails in what it is meant to fail in. */
const mildBase: fc.Arbitrary<Settings> = fc.oneof(
  { weight: 1, arbitrary: anyBase },
  {
    weight: 3,
    arbitrary: anyBase.map((settings) =>
      without(settings, ['allowedRegistries', 'registryNames', 'maxScanAgeHours']),
    ),
  },
);

const aChild: fc.Arbitrary<Settings> = fc
  .tuple(anyBase, fc.subarray([...OVERRIDABLE_SETTINGS, 'exceptions'] as string[]))
  .map(([settings, silent]) => without(settings, silent));

/** What somebody would write who wants everything allowed; `tamed` leaves what they get away with. */
const ADVERSARY: Settings = {
  maxSeverity: SeverityLevel.HIGH,
  maxScanAgeHours: 2147483647,
  maxSnapshotAgeHours: 2147483647,
  maxVulnerabilities: 2147483647,
  maxUnsafeSettings: 2147483647,
  maxMaliciousFiles: 2147483647,
  requireDigest: false,
  registryNames: ['x'],
  allowedRegistries: ['swr.example.com', 'docker.io', 'x.io', 'evil.io'],
  overridable: [...OVERRIDABLE_SETTINGS],
  waivable: [...WAIVABLE_RULE_IDS],
  exceptions: WAIVABLE_RULE_IDS.map((rule) => ({
    ...(rule === 'images-determinable' ? { resource: 'helm_release.*' } : { image: '**/web' }),
    rules: [rule],
    owner: 'mallory',
    reason: 'because',
    expires: '2026-12-31',
  })),
  declarations: [
    { resource: 'helm_release.*', images: ['x:1'], owner: 'mallory', reason: 'because' },
  ],
  strictDiscovery: false,
  stackFiles: ['*.tf', '*.tf.json'],
};

const anyChild: fc.Arbitrary<Settings> = fc.oneof(
  aChild,
  fc.subarray(Object.keys(ADVERSARY)).map((silent) => without(ADVERSARY, silent)),
  fc.constant(ADVERSARY),
);

/** Loads policies that extend each other, the last one given extending none. */
function load(...chain: Settings[]): Policy {
  const texts = chain.map((settings, i): [string, string] => [
    `/repo/p${i}.json`,
    JSON.stringify({
      version: 1,
      ...(i < chain.length - 1 ? { extends: `p${i + 1}.json` } : {}),
      ...settings,
    }),
  ]);
  return loadPolicy('p0.json', filesOf(Object.fromEntries(texts)), NOW);
}

function isTaken(...chain: Settings[]): boolean {
  try {
    load(...chain);
    return true;
  } catch (error) {
    expect((error as Error).message).toMatch(/^HSS_POLICY_INVALID: /);
    return false;
  }
}

/** Whether the days that exceptions last are no more than a policy lets them. */
const isShortEnough = (exceptions: readonly ImagePolicyException[] = [], days: unknown) =>
  exceptions.every(({ expires }) => {
    const last = (Date.parse(expires) - Date.parse('2026-11-22')) / 86_400_000;
    return last <= (days as number);
  });

test('a child is taken exactly when it undoes nothing that its parent does not list', () => {
  let taken = 0;
  fc.assert(
    fc.property(anyChild, anyBase, fc.boolean(), (child, base, tame) => {
      const above = effective(base, DEFAULTS);
      const given = tame ? tamed(child, base, above) : child;
      const { overridable = [], waivable = [] } = base;
      const days = effective(given, above).maxExceptionDays;
      const expected =
        Object.entries(given).every(
          ([key, value]) =>
            !isSetting(key) || overridable.includes(key) || !isLooser(key, value, above[key]),
        ) &&
        (given.exceptions ?? []).every(({ rules }) =>
          rules.every((rule) => waivable.includes(rule)),
        ) &&
        ((given.declarations ?? []).length === 0 || overridable.includes('declarations')) &&
        (given.overridable ?? []).every((name) => overridable.includes(name)) &&
        (given.waivable ?? []).every((name) => waivable.includes(name)) &&
        isShortEnough(given.exceptions, days);
      expect(isTaken(given, base)).toBe(expected);
      if (tame) expect(expected).toBe(true);
      if (expected && !tame) taken++;
    }),
    { numRuns: 400 },
  );
  // Both happen.
  expect(taken).toBeGreaterThan(20);
});

test('the hash is that of one file that says the same', () => {
  fc.assert(
    fc.property(anyChild, anyBase, (child, base) => {
      const given = tamed(child, base, effective(base, DEFAULTS));
      const one = {
        ...effective(given, effective(base, DEFAULTS)),
        exceptions: [...(given.exceptions ?? []), ...(base.exceptions ?? [])],
        declarations: [...(given.declarations ?? []), ...(base.declarations ?? [])],
      } as unknown as ImagePolicyProps;
      expect(policyHash(load(given, base))).toBe(policyHash(policyFromProps(one, NOW)));
    }),
    { numRuns: 200 },
  );
});

const standing = ({ findings }: ImageVerdict): string[] =>
  findings.filter(({ waivedBy }) => waivedBy === undefined).map(({ ruleId }) => ruleId);

/**
 * The settings that a rule's outcome depends on. Which row counts decides also which exceptions are about
 * the image, for rules that read no row too.
 */
const READS: { readonly [rule: string]: readonly string[] } = {
  'image-listed': ['registryNames'],
  'row-sound': ['registryNames', 'requireDigest'],
  'scan-completed': ['registryNames'],
  'scan-fresh': ['registryNames', 'maxScanAgeHours'],
  'max-severity': ['registryNames', 'maxSeverity'],
  'max-vulnerabilities': ['registryNames', 'maxVulnerabilities'],
  'max-unsafe-settings': ['registryNames', 'maxUnsafeSettings'],
  'max-malicious-files': ['registryNames', 'maxMaliciousFiles'],
  'digest-known': ['registryNames', 'requireDigest'],
  'reference-pinned': ['registryNames', 'requireDigest'],
  'registry-allowed': ['registryNames', 'allowedRegistries'],
  'snapshot-fresh': ['maxSnapshotAgeHours'],
};

test.each([2, 3])(
  'what a policy denies, no policy below it allows except by what is listed (%d files)',
  (files) => {
    const seen = { denied: 0, undone: 0, byLimit: 0, byWaiver: 0 };
    fc.assert(
      fc.property(
        someCase,
        mildBase,
        fc.array(anyChild, { minLength: 2, maxLength: 2 }),
        (given, base, below) => {
          const chain: Settings[] = [base];
          const says: Effective[] = [effective(base, DEFAULTS)];
          for (const child of below.slice(0, files - 1)) {
            const next = tamed(child, chain[0], says[0]);
            says.unshift(effective(next, says[0]));
            chain.unshift(next);
          }
          const judge = (...of: Settings[]): ImageVerdict =>
            judged({
              ...given,
              input: { ...given.input, enforcement: Enforcement.DENY, policy: load(...of) },
            }).verdict;
          const before = judge(base);
          const after = judge(...chain);
          if (before.decision === Decision.ALLOW) return;
          seen.denied++;
          if (after.decision !== Decision.ALLOW) return;
          seen.undone++;
          const { overridable = [], waivable = [] } = base;
          // Nothing listed, nothing undone.
          expect(overridable.length + waivable.length).toBeGreaterThan(0);
          for (const rule of standing(before)) {
            const loosened = READS[rule].some(
              (setting) =>
                overridable.includes(setting) &&
                isLooser(setting, says[0][setting], says[files - 1][setting]),
            );
            const waived =
              waivable.includes(rule) &&
              after.findings.some(({ ruleId, waivedBy }) => ruleId === rule && waivedBy) &&
              chain
                .slice(0, -1)
                .some(({ exceptions = [] }) =>
                  exceptions.some(
                    ({ rules, expires }) => rules.includes(rule) && expires >= '2026-11-22',
                  ),
                );
            expect([rule, loosened || waived]).toEqual([rule, true]);
            if (loosened) seen.byLimit++;
            if (waived) seen.byWaiver++;
          }
        },
      ),
      { numRuns: 400 },
    );
    // The law is no empty one.
    expect(seen.denied).toBeGreaterThan(300);
    expect(Math.min(seen.undone, seen.byLimit, seen.byWaiver)).toBeGreaterThan(3);
  },
  60_000,
);

// Independent of src/policy, for the globs that the cases are made of.
function isAbout(
  { image, scope, expires }: ImagePolicyException,
  {
    name,
    domain,
    version,
    digest,
    path,
  }: { name: string; domain?: string; version?: string; digest?: string; path?: string },
): boolean {
  if (image === undefined || expires < '2026-11-22') return false;
  if (scope !== undefined && path?.startsWith(scope.replace('/**', '/')) !== true) return false;
  if (image.startsWith('sha256:')) return image === digest;
  const [written, wantedVersion] = image.split(':');
  const [, wantedDomain, wanted] = /^(?:([^/]*\.[^/]*)\/)?(.*)$/.exec(written)!;
  if (wantedDomain !== undefined && wantedDomain !== domain) return false;
  if (wanted !== name && wanted !== `**/${name.split('/').pop()}`) return false;
  return wantedVersion === undefined || wantedVersion === '*' || wantedVersion === version;
}

test('no exceptions, in whatever order and file, undo a denial, but those that are about it', () => {
  const seen = { denied: 0, undone: 0 };
  fc.assert(
    fc.property(someCase, anyChild, fc.boolean(), fc.boolean(), (given, child, turned, inChild) => {
      const exceptions = [...(given.policy.exceptions ?? [])];
      const plain: Settings = {
        ...given.policy,
        exceptions: [],
        waivable: [...WAIVABLE_RULE_IDS],
      };
      const input = { ...given.input, enforcement: Enforcement.DENY };
      const before = judged({ ...given, input: { ...input, policy: load(plain) } }).verdict;
      if (before.decision === Decision.ALLOW) return;
      seen.denied++;
      const added = turned ? exceptions.reverse() : exceptions;
      const tight = tamed({ ...child, exceptions: added }, plain, effective(plain, DEFAULTS));
      const rows = turned ? [...given.rows].reverse() : given.rows;
      const policy = inChild ? load(tight, plain) : load({ ...plain, exceptions: added });
      const { verdict } = judged({ ...given, rows, input: { ...input, policy } });
      if (verdict.decision !== Decision.ALLOW) return;
      seen.undone++;
      const row = verdict.image;
      const pinned = verdict.pinnedReference ?? verdict.reference;
      const subject = {
        name: row === undefined ? 'shop/web' : `${row.namespace}/${row.imageName}`,
        domain: /^[^/]*\.[^/]*(?=\/)/.exec(verdict.reference)?.[0],
        version:
          row === undefined ? /:([\d.]+)(?:@|$)/.exec(verdict.reference)?.[1] : row.imageVersion,
        digest: pinned.split('@')[1],
        path: given.input.path,
      };
      for (const rule of standing(before)) {
        expect(
          added.some((exception) => exception.rules.includes(rule) && isAbout(exception, subject)),
        ).toBe(true);
      }
    }),
    { numRuns: 400 },
  );
  expect(seen.denied).toBeGreaterThan(300);
  expect(seen.undone).toBeGreaterThan(5);
}, 60_000);

test('what is in doubt under a policy is in doubt below it, except by what is listed', () => {
  const seen = { waived: 0, declared: 0 };
  const address = 'helm_release.a';
  fc.assert(
    fc.property(mildBase, anyChild, (base, child) => {
      const below = tamed(child, base, effective(base, DEFAULTS));
      const [parent, own] = [[base], [below, base]].map((chain) => {
        const policy = load(...chain);
        const given = { policy, address, path: 'prod/a', reason: 'its chart is not known' };
        return {
          ...judgeDeterminable({ ...given, enforcement: Enforcement.DENY, now: NOW }),
          declared: declarationsFor(policy, address),
        };
      });
      if (parent.decision === Decision.ALLOW) expect(own.decision).toBe(Decision.ALLOW);
      if (own.decision !== parent.decision) {
        seen.waived++;
        expect(base.waivable).toContain('images-determinable');
      }
      if (own.declared.length !== parent.declared.length) {
        seen.declared++;
        expect(base.overridable).toContain('declarations');
      }
    }),
    { numRuns: 400 },
  );
  expect(Math.min(seen.waived, seen.declared)).toBeGreaterThan(3);
}, 60_000);

test('a child that only tightens allows no more than its parent', () => {
  fc.assert(
    fc.property(someCase, mildBase, anyChild, (given, base, child) => {
      const strict = { ...base, overridable: [], waivable: [] };
      const below = tamed(child, strict, effective(strict, DEFAULTS));
      const [parent, tight] = [[strict], [below, strict]].map(
        (chain) =>
          judged({ ...given, input: { ...given.input, policy: load(...chain) } }).verdict.decision,
      );
      if (tight === Decision.ALLOW) expect(parent).toBe(Decision.ALLOW);
    }),
    { numRuns: 400 },
  );
}, 60_000);

test('the severities of the oracle are those there are', () => {
  expect(Object.values(SeverityLevel)).toEqual(['Security', 'Low', 'Medium', 'High']);
});
