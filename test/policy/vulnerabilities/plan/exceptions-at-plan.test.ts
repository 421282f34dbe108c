import { PolicyException, VULNERABILITY_RULE_IDS, parseReference } from '../../../../src/policy';
import { normalise } from '../../../../src/policy/model/policy';
import { ImagePolicyException } from '../../../../src/policy/model/props';
import { vulnerabilityExceptionsFor } from '../../../../src/policy/vulnerabilities/plan/exceptions-at-plan';
import { sha } from '../../fixtures';

const END = Date.parse('2027-01-01T00:00:00Z');
const PINNED = `swr.example.com/shop/web:1.4@${sha('a')}`;

function exceptions(...given: Partial<ImagePolicyException>[]): readonly PolicyException[] {
  const whole = given.map((one) => ({
    image: 'shop/web',
    vulnerabilities: ['cve-2026-1'],
    owner: 'o',
    reason: 'r',
    expires: '2026-12-31',
    ...one,
  }));
  return normalise({ exceptions: whole }).exceptions;
}

const found = (
  given: readonly PolicyException[],
  {
    reference = PINNED,
    path,
    platform,
  }: {
    reference?: string;
    path?: string;
    platform?: { digest: string; indexVersion: string | undefined };
  } = {},
) =>
  vulnerabilityExceptionsFor(given, {
    reference: parseReference(reference),
    path,
    ...(platform === undefined ? {} : { platform }),
  });

const one = { rules: VULNERABILITY_RULE_IDS, end: END, ids: ['CVE-2026-1'] };

test.each<[exception: Partial<ImagePolicyException>, expected: object | undefined]>([
  [{}, one],
  [{ image: 'shop/web:1.*' }, { ...one, version: '^1[.][A-Za-z0-9_.-]*$' }],
  [{ image: sha('a') }, one],
  [{ image: sha('b') }, undefined],
  [{ image: 'shop/api' }, undefined],
  [{ image: 'swr.example.com/shop/web' }, one],
  [{ image: 'evil.example.com/shop/web' }, undefined],
  [{ rules: ['known-exploited'] }, { ...one, rules: ['known-exploited'] }],
  [{ vulnerabilities: undefined, rules: ['max-vulnerabilities-by-severity'] }, undefined],
  [{ scope: 'prod/**' }, undefined],
])('of an exception %j the question holds %j', (exception, expected) => {
  expect(found(exceptions(exception))).toEqual(expected === undefined ? [] : [expected]);
});

test('a scope is matched when the stack is synthesized', () => {
  expect(found(exceptions({ scope: 'prod/**' }), { path: 'prod/web' })).toEqual([one]);
  expect(found(exceptions({ scope: 'prod/**' }), { path: 'dev/web' })).toEqual([]);
});

test('exceptions that differ in their vulnerabilities alone are one', () => {
  const given = exceptions(
    { vulnerabilities: ['CVE-2026-2'] },
    { vulnerabilities: ['cve-2026-1', 'CVE-2026-2'] },
    { vulnerabilities: ['CVE-2026-3'], expires: '2026-12-30' },
  );
  expect(found(given).map(({ ids }) => ids)).toEqual([
    ['CVE-2026-1', 'CVE-2026-2'],
    ['CVE-2026-3'],
  ]);
});

test('of a platform nothing is open: the version is that of the row of its index', () => {
  const given = exceptions({ image: 'shop/web:1.*' });
  const platform = { digest: sha('1'), indexVersion: '1.4' };
  expect(found(given, { platform })).toEqual([one]);
  expect(found(given, { platform: { ...platform, indexVersion: '2.0' } })).toEqual([]);
  expect(found(given, { platform: { ...platform, indexVersion: undefined } })).toEqual([]);
});

test('an exception may name a platform by its digest, where the digest of the index is deployed', () => {
  const given = exceptions({ image: sha('1') });
  const platform = { digest: sha('1'), indexVersion: '1.4' };
  expect(found(given, { platform })).toEqual([one]);
  expect(found(given, { platform, reference: 'swr.example.com/shop/web:1.4' })).toEqual([]);
});
