import { Schema } from '@cfworker/json-schema';
import fc from 'fast-check';
import {
  ImageDeclaration,
  ImagePolicyException,
  ImagePolicyProps,
  ImageVulnerabilityLimits,
  OVERRIDABLE_SETTINGS,
  POLICY_SCHEMA,
  VulnerabilityLevels,
  WAIVABLE_RULE_IDS,
  policyFromProps,
  readPolicy,
} from '../../../src/policy';
import { propNames } from '../../../src/util/prop-names';
import { NOW, policyProps } from '../fixtures';
import { validate, ajv } from './parse-support';

/** What only a policy file can say. */
const FILE_KEYS = ['$schema', 'version', 'extends', 'overridable', 'waivable'];

const SETTINGS = propNames<ImagePolicyProps>({
  maxSeverity: true,
  vulnerabilities: true,
  maxScanAgeHours: true,
  maxSnapshotAgeHours: true,
  maxVulnerabilities: true,
  maxUnsafeSettings: true,
  maxMaliciousFiles: true,
  requireDigest: true,
  registryNames: true,
  imageSources: true,
  registryHosts: true,
  maxSyncAgeHours: true,
  allowedRegistries: true,
  exceptions: true,
  maxExceptionDays: true,
  declarations: true,
  strictDiscovery: true,
  stackFiles: true,
});
const EXCEPTION = propNames<ImagePolicyException>({
  image: true,
  resource: true,
  rules: true,
  vulnerabilities: true,
  owner: true,
  reason: true,
  expires: true,
  scope: true,
});
const DECLARATION = propNames<ImageDeclaration>({
  resource: true,
  images: true,
  owner: true,
  reason: true,
});

const LIMITS = propNames<ImageVulnerabilityLimits>({
  max: true,
  graceDays: true,
  knownExploited: true,
  feed: true,
  maxFeedAgeDays: true,
  handled: true,
});
const LEVELS = propNames<VulnerabilityLevels>({
  critical: true,
  high: true,
  medium: true,
  low: true,
});
const { vulnerabilities: limits } = POLICY_SCHEMA.properties as { [key: string]: Schema };
const { max, graceDays } = limits.properties as { [key: string]: Schema };

test.each([
  { of: 'a policy', schema: POLICY_SCHEMA, props: [...FILE_KEYS, ...SETTINGS] },
  { of: 'an exception', schema: POLICY_SCHEMA.$defs!.exception, props: EXCEPTION },
  { of: 'a declaration', schema: POLICY_SCHEMA.$defs!.declaration, props: DECLARATION },
  { of: 'limits for vulnerabilities', schema: limits, props: LIMITS },
  { of: 'the most of each severity', schema: max, props: LEVELS },
  { of: 'the grace of each severity', schema: graceDays, props: LEVELS },
])('the schema of $of has its props, and no others', ({ schema, props }) => {
  expect(Object.keys(schema.properties).sort()).toEqual([...props].sort());
});

describe('the published schema', () => {
  test('describes every setting, for editors', () => {
    const { exception: waiver, declaration } = POLICY_SCHEMA.$defs;
    const all = [
      POLICY_SCHEMA.properties,
      ...[waiver, declaration, limits, max, graceDays].map(
        ({ properties }) => properties as object,
      ),
    ] as object[];
    for (const [key, property] of all.flatMap((properties) => Object.entries(properties))) {
      expect([key, property.title, property.description]).toEqual([
        key,
        expect.any(String),
        expect.any(String),
      ]);
      for (const example of property.examples ?? []) {
        const { $defs } = POLICY_SCHEMA;
        expect(ajv.validate({ ...property, $defs, examples: [] }, example)).toBe(true);
      }
    }
  });
  test('has the defaults that are filled in', () => {
    const filled = policyFromProps(policyProps(), NOW) as unknown as { [key: string]: unknown };
    for (const [key, property] of Object.entries(POLICY_SCHEMA.properties!)) {
      if (typeof property === 'object' && 'default' in property) {
        expect([key, filled[key]]).toEqual([key, property.default]);
      }
    }
  });
  test('has the defaults of vulnerabilities that are filled in', () => {
    const defaultOf = (key: string): unknown => (limits.properties![key] as Schema).default;
    const { vulnerabilities: filled } = policyFromProps(
      { vulnerabilities: { max: { low: 1 } } },
      NOW,
    );
    expect(filled).toEqual({
      max: { low: 1 },
      maxFeedAgeDays: defaultOf('maxFeedAgeDays'),
      handled: defaultOf('handled'),
    });
  });
  test('lists the settings and rules that there are', () => {
    const listed = (key: string) => (POLICY_SCHEMA.properties![key] as Schema).items as Schema;
    expect(listed('overridable').enum).toEqual(OVERRIDABLE_SETTINGS);
    expect(POLICY_SCHEMA.$defs!.waivableRule.enum).toEqual(
      expect.arrayContaining([...WAIVABLE_RULE_IDS]),
    );
  });
  test('says the same to another validator', () => {
    const value = fc.oneof(
      fc.constantFrom(
        ...[1, 0, -1, 1.5, 'Low', 'low', true, null, [], ['x.io'], [''], {}],
        ...[['cicd'], { a: ['x.io'] }, { a: ['x'] }, { '': ['x.io'] }, { ' ': ['x.io'] }],
        ...[{ max: { low: 1 } }, { knownExploited: 'deny', feed: 'a' }, { feed: 'a' }],
        ...[{ max: {}, handled: 'skip' }, { max: { low: 1 }, feed: 'a' }, { handled: 'count' }],
        ...[{ knownExploited: 'deny' }, { max: { low: 1, oops: 1 } }, { graceDays: { low: 1 } }],
        ...['a.yaml', 'yaml', ['max-severity'], ['snapshot-fresh'], ['maxSeverity']],
      ),
      fc.jsonValue(),
    );
    const key = fc.constantFrom(
      'version',
      'maxSeverity',
      'vulnerabilities',
      'extends',
      'overridable',
      'waivable',
      'maxSnapshotAgeHours',
      'maxVulnerabilities',
      'requireDigest',
      'registryNames',
      'imageSources',
      'registryHosts',
      'maxSyncAgeHours',
      'allowedRegistries',
      'strictDiscovery',
      'stackFiles',
      'other',
    );
    const whole = fc.constantFrom({}, { version: 1 }, { version: 1, maxSeverity: 'Low' });
    fc.assert(
      fc.property(fc.dictionary(key, value), whole, (change, whole) => {
        const policy = { ...whole, ...change };
        const { problems } = readPolicy(JSON.stringify(policy), NOW);
        // Whatever the schema says of it, a text alone can't extend anything.
        const sound = problems.filter(({ message }) => !message.includes('from a text alone'));
        expect(sound.length === 0).toBe(validate(policy));
      }),
      { numRuns: 500 },
    );
  });
});
