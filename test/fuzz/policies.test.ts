import fc from 'fast-check';
import { stringify } from 'yaml';
import { ScanStatus, SeverityLevel } from '../../src/contract/enums';
import {
  Decision,
  Enforcement,
  ImagePolicyProps,
  Pinning,
  Policy,
  judge,
  loadPolicy,
  parseReference,
  policyFromProps,
  policyHash,
  readPolicy,
} from '../../src/policy';
import { cicdRecord } from '../../src/policy/records/cicd-record';
import { NOW, filesOf, row } from '../policy/fixtures';
import { mutated, mutatedText, odd, outcomeOf, runs } from './support';

/** Whatever stands in a policy file: a policy that says all of it, or HSS_POLICY_INVALID. */

const GOOD = {
  version: 1,
  maxSeverity: 'Low',
  maxScanAgeHours: 24,
  maxVulnerabilities: 50,
  maxMaliciousFiles: 0,
  requireDigest: true,
  registryNames: ['prod-swr'],
  imageSources: ['cicd', 'registry'],
  registryHosts: { 'prod-swr': ['swr.example.com', 'harbor.example.com:8443'] },
  maxSyncAgeHours: 48,
  allowedRegistries: ['swr.example.com'],
  exceptions: [
    {
      image: 'shop/web:1.4',
      rules: ['scan-fresh'],
      owner: 'payments',
      reason: 'scan comes tonight',
      expires: '2026-12-31',
      scope: 'prod/**',
    },
    {
      resource: 'module.shop["eu"].helm_release.*',
      rules: ['images-determinable'],
      owner: 'platform',
      reason: 'reviewed by hand',
      expires: '2026-12-31',
    },
  ],
  declarations: [
    {
      resource: 'helm_release.ingress',
      images: ['swr.example.com/platform/ingress:4.11'],
      owner: 'platform',
      reason: 'chart 4.11 deploys nothing else',
    },
  ],
  strictDiscovery: true,
  stackFiles: ['backend_override.tf', '*.tofu'],
};
const TEXTS = [stringify(GOOD), JSON.stringify(GOOD, undefined, 2)];
const texts = fc.oneof(
  ...TEXTS.map((text) => mutatedText(text, 3)),
  mutated(GOOD, 3).map((json) => JSON.stringify(json)),
  mutated(GOOD, 3).map((json) => stringify(json)),
  fc.string({ unit: 'binary', maxLength: 60 }),
  odd.map((value) => JSON.stringify(value)),
);

/** Fails in severity and malicious files, and in nothing else that GOOD looks at. */
const BAD_ROW = row({
  severityLevel: SeverityLevel.HIGH,
  maliciousFileNum: 2,
  scanStatus: ScanStatus.SUCCESS,
  latestScanTime: NOW,
});

/** Whether a policy says in so many words that BAD_ROW may pass. */
function saysYes(policy: Policy): boolean {
  const waives = (rule: string): boolean =>
    policy.exceptions.some(({ rules }) => (rules as readonly string[]).includes(rule));
  return (
    (policy.maxSeverity === SeverityLevel.HIGH || waives('max-severity')) &&
    (policy.maxMaliciousFiles >= 2 || waives('max-malicious-files'))
  );
}

function isAllowed(policy: Policy): boolean {
  const reference = parseReference('swr.example.com/shop/web:1.4');
  const { decision } = judge({
    reference,
    records: [cicdRecord(BAD_ROW)],
    policy,
    now: NOW,
    source: 'live',
    enforcement: Enforcement.DENY,
    pinning: Pinning.DIGEST,
    path: 'prod/web',
  });
  return decision === Decision.ALLOW;
}

test('any text is a policy, or its problems with their places', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const { policy, problems } = readPolicy(text, NOW);
      expect(policy === undefined).toBe(problems.length > 0);
      const lines = text.split(/\r\n|\r|\n/).length;
      for (const { line, column } of problems) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(lines);
        expect(column).toBeGreaterThanOrEqual(1);
      }
      if (policy === undefined) return;
      expect(policyHash(policy)).toMatch(/^sha256:[0-9a-f]{64}$|^[0-9a-f]+$/);
      if (isAllowed(policy)) expect(saysYes(policy)).toBe(true);
    }),
    runs(1200),
  );
});

test('what is read is what was written: nothing unknown, and no limit of another type', () => {
  const known = new Set([...Object.keys(GOOD), 'maxSnapshotAgeHours', 'maxUnsafeSettings']);
  ['extends', 'maxExceptionDays', 'name', 'description', '$schema'].forEach((key) =>
    known.add(key),
  );
  let read = 0;
  fc.assert(
    fc.property(mutated(GOOD, 2), (json) => {
      const { policy } = readPolicy(JSON.stringify(json), NOW);
      if (policy === undefined) return;
      read++;
      const given = json as { readonly [key: string]: unknown };
      expect(Object.keys(given).filter((key) => !known.has(key))).toEqual([]);
      for (const [key, value] of Object.entries(policy)) {
        if (Object.hasOwn(given, key) && typeof value !== 'object') expect(given[key]).toBe(value);
      }
    }),
    runs(1200),
  );
  expect(read).toBeGreaterThan(0);
});

test('a chain of files, one of which is odd, is a policy or HSS_POLICY_INVALID', () => {
  const child = { version: 1, extends: './base.yaml', maxSeverity: 'Security' };
  fc.assert(
    fc.property(texts, mutated(child, 2), (base, top) => {
      const files = filesOf({ '/repo/base.yaml': base, '/repo/top.yaml': JSON.stringify(top) });
      const outcome = outcomeOf(() => loadPolicy('top.yaml', files, NOW));
      if ('error' in outcome) expect(outcome.error.code).toBe('HSS_POLICY_INVALID');
      else if (isAllowed(outcome.value)) expect(saysYes(outcome.value)).toBe(true);
    }),
    runs(500),
  );
});

test('props of any kind are a policy or an HssError', () => {
  const props = Object.fromEntries(Object.entries(GOOD).filter(([key]) => key !== 'version'));
  fc.assert(
    fc.property(fc.oneof(mutated(props, 3), odd), (given) => {
      const outcome = outcomeOf(() => policyFromProps(given as ImagePolicyProps, NOW));
      if ('value' in outcome && isAllowed(outcome.value)) {
        expect(saysYes(outcome.value)).toBe(true);
      }
    }),
    runs(600),
  );
});
