import {
  ImageDeclaration,
  ImagePolicyException,
  ImagePolicyProps,
  POLICY_SCHEMA,
} from '../../../src/policy';
import { propNames } from '../../../src/util/prop-names';

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
