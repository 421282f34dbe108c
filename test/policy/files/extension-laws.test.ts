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
  policyFromProps,
  policyHash,
} from '../../../src/policy';
import { WAIVABLE_IMAGE_RULES } from '../arbitrary';
import { NOW, judged, sha } from '../fixtures';
import {
  AnyCase,
  DEFAULTS,
  Effective,
  Settings,
  anyBase,
  anyChild,
  effective,
  isLooser,
  isSetting,
  isShortEnough,
  isTaken,
  load,
  mildBase,
  recordsUnder,
  someCase,
  tamed,
} from './extension-oracle';

/** Judges a case by what the lists have that the policy asks. */
const judgedUnder = (
  policy: Policy,
  given: AnyCase,
  rows: Pick<AnyCase, 'rows' | 'registryRows'> = given,
): ImageVerdict =>
  judged({
    ...given,
    input: {
      ...given.input,
      enforcement: Enforcement.DENY,
      policy,
      records: recordsUnder(policy, rows),
    },
  }).verdict;

/** The settings of a child that its parent may refuse: all, none, or a single one, which alone decides then. */
const anyUntamed = fc.oneof(fc.constantFrom('all', 'none'), {
  weight: 4,
  arbitrary: fc.constantFrom(...OVERRIDABLE_SETTINGS),
});

const only = (settings: Settings, key: string): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => name === key));

test('a child is taken exactly when it undoes nothing that its parent does not list', () => {
  let taken = 0;
  fc.assert(
    fc.property(anyChild, anyBase, anyUntamed, (child, base, untamed) => {
      const above = effective(base, DEFAULTS);
      const tame = untamed === 'none';
      const given =
        untamed === 'all' ? child : { ...tamed(child, base, above), ...only(child, untamed) };
      const { overridable = [], waivable = [] } = base;
      const days = effective(given, above).maxExceptionDays;
      const expected =
        Object.entries(given).every(
          ([key, value]) =>
            !isSetting(key) || overridable.includes(key) || !isLooser(key, value, above[key]),
        ) &&
        (given.exceptions ?? []).every(({ rules = [] }) =>
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
    { numRuns: 600 },
  );
  // Both happen.
  expect(taken).toBeGreaterThan(20);
}, 60_000);

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
const CHOICES = ['registryNames', 'imageSources', 'registryHosts'];
const READS: { readonly [rule: string]: readonly string[] } = {
  'image-listed': CHOICES,
  'row-sound': [...CHOICES, 'requireDigest'],
  'scan-completed': CHOICES,
  'scan-fresh': [...CHOICES, 'maxScanAgeHours'],
  'sync-fresh': [...CHOICES, 'maxSyncAgeHours'],
  'max-severity': [...CHOICES, 'maxSeverity'],
  'max-vulnerabilities': [...CHOICES, 'maxVulnerabilities'],
  'max-unsafe-settings': [...CHOICES, 'maxUnsafeSettings'],
  'max-malicious-files': [...CHOICES, 'maxMaliciousFiles'],
  'digest-known': [...CHOICES, 'requireDigest'],
  'reference-pinned': [...CHOICES, 'requireDigest'],
  'registry-allowed': [...CHOICES, 'allowedRegistries'],
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
          const judge = (...of: Settings[]): ImageVerdict => judgedUnder(load(...of), given);
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
                    ({ rules = [], expires }) => rules.includes(rule) && expires >= '2026-11-22',
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

/** From every rule and for long enough, so that what it is about passes. */
const anyWaiver: fc.Arbitrary<ImagePolicyException> = fc
  .constantFrom('shop/web:*', '**/web', 'swr.example.com/shop/web:1.4', sha('a'))
  .map((image) => ({
    image,
    rules: [...WAIVABLE_IMAGE_RULES],
    owner: 'a',
    reason: 'x',
    expires: '2026-12-31',
  }));

test('no exceptions, in whatever order and file, undo a denial, but those that are about it', () => {
  const seen = { denied: 0, undone: 0 };
  fc.assert(
    fc.property(
      someCase,
      fc.option(anyWaiver),
      anyChild,
      fc.boolean(),
      fc.boolean(),
      (given, waiver, child, turned, inChild) => {
        const exceptions = [...(given.policy.exceptions ?? []), ...(waiver ? [waiver] : [])];
        const plain: Settings = {
          ...given.policy,
          exceptions: [],
          waivable: [...WAIVABLE_RULE_IDS],
        };
        const before = judgedUnder(load(plain), given);
        if (before.decision === Decision.ALLOW) return;
        seen.denied++;
        const added = turned ? exceptions.reverse() : exceptions;
        const tight = tamed({ ...child, exceptions: added }, plain, effective(plain, DEFAULTS));
        const inOrder = <T>(rows: T[]): T[] => (turned ? [...rows].reverse() : rows);
        const listed = { rows: inOrder(given.rows), registryRows: inOrder(given.registryRows) };
        const policy = inChild ? load(tight, plain) : load({ ...plain, exceptions: added });
        const verdict = judgedUnder(policy, given, listed);
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
            added.some(
              (exception) => exception.rules!.includes(rule) && isAbout(exception, subject),
            ),
          ).toBe(true);
        }
      },
    ),
    { numRuns: 400 },
  );
  expect(seen.denied).toBeGreaterThan(300);
  expect(seen.undone).toBeGreaterThan(30);
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
        (chain) => judgedUnder(load(...chain), given).decision,
      );
      if (tight === Decision.ALLOW) expect(parent).toBe(Decision.ALLOW);
    }),
    { numRuns: 400 },
  );
}, 60_000);

test('the severities of the oracle are those there are', () => {
  expect(Object.values(SeverityLevel)).toEqual(['Security', 'Low', 'Medium', 'High']);
});
