import fc from 'fast-check';
import {
  ImageDeclaration,
  ImagePolicyException,
  ImagePolicyProps,
  POLICY_SCHEMA,
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

test.each([
  { of: 'a policy', schema: POLICY_SCHEMA, props: [...FILE_KEYS, ...SETTINGS] },
  { of: 'an exception', schema: POLICY_SCHEMA.$defs!.exception, props: EXCEPTION },
  { of: 'a declaration', schema: POLICY_SCHEMA.$defs!.declaration, props: DECLARATION },
])('the schema of $of has its props, and no others', ({ schema, props }) => {
  expect(Object.keys(schema.properties).sort()).toEqual([...props].sort());
});

describe('the published schema', () => {
  test('describes every setting, for editors', () => {
    const { exception: waiver, declaration } = POLICY_SCHEMA.$defs;
    const all = [POLICY_SCHEMA.properties, waiver.properties, declaration.properties] as object[];
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
  test('says the same to another validator', () => {
    const value = fc.oneof(
      fc.constantFrom(
        ...[1, 0, -1, 1.5, 'Low', 'low', true, null, [], ['x.io'], [''], {}],
        ...[['cicd'], { a: ['x.io'] }, { a: ['x'] }, { '': ['x.io'] }, { ' ': ['x.io'] }],
        ...['a.yaml', 'yaml', ['max-severity'], ['snapshot-fresh'], ['maxSeverity']],
      ),
      fc.jsonValue(),
    );
    const key = fc.constantFrom(
      'version',
      'maxSeverity',
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
    fc.assert(
      fc.property(fc.dictionary(key, value), fc.boolean(), (change, whole) => {
        const policy = { ...(whole ? { version: 1, maxSeverity: 'Low' } : {}), ...change };
        const { problems } = readPolicy(JSON.stringify(policy), NOW);
        // Whatever the schema says of it, a text alone can't extend anything.
        const sound = problems.filter(({ message }) => !message.includes('from a text alone'));
        expect(sound.length === 0).toBe(validate(policy));
      }),
      { numRuns: 500 },
    );
  });
});
