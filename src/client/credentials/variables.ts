/**
 * Variables that contain a credential of Huawei Cloud, or the path to one: those that this
 * package's chain reads, and those that the Terraform provider and the SDKs read (provider.go of
 * huaweicloud/huaweicloud, `EnvironmentVariableCredentialProvider` of the SDKs).
 */
const NAMES = [
  'HW_AUTH_TOKEN',
  'HW_ACCESS_KEY',
  'HW_SECRET_KEY',
  'HW_SECURITY_TOKEN',
  'HW_USER_NAME',
  'HW_USER_ID',
  'HW_USER_PASSWORD',
  'HW_SHARED_CONFIG_FILE',
  'HW_PROFILE',
  'OS_AUTH_TOKEN',
  'OS_TOKEN',
  'OS_ACCESS_KEY',
  'OS_SECRET_KEY',
  'OS_SECURITY_TOKEN',
  'OS_USERNAME',
  'OS_USER_ID',
  'OS_PASSWORD',
  'OS_PASSCODE',
  'OS_CERT',
  'OS_KEY',
  'OS_AGENCY_NAME',
  'OS_AGENCY_DOMAIN_NAME',
  'OS_DELEGATED_PROJECT',
  'OS_CLIENT_CONFIG_FILE',
  'OS_CLIENT_SECURE_FILE',
  'HUAWEICLOUD_SDK_CREDENTIALS_FILE',
  // The token of a gated stack without hss-gate exec.
  'TF_VAR_hss_token',
] as const;

/** Families whose variables are all treated as credentials, because new versions add members. */
const PREFIXES = ['HW_ASSUME_ROLE_', 'OS_APPLICATION_CREDENTIAL_', 'CLOUD_SDK_'] as const;

/**
 * Credentials that the SDKs read under their prefix, or may read in future; not the project, the
 * domain and the IAM endpoint.
 */
const SDK = /^HUAWEICLOUD_SDK_(?:\w+_)?(?:AK|SK|TOKEN|TOKEN_FILE|KEY|PASSWORD|SECRET|IDP_ID)$/;

const EXACT: ReadonlySet<string> = new Set(NAMES.map((name) => name.toUpperCase()));

/**
 * Returns whether a variable contains a credential of Huawei Cloud or the path to one. Ignores
 * case, as Windows does.
 */
export function isCredentialVariable(name: string): boolean {
  const upper = name.toUpperCase();
  return EXACT.has(upper) || SDK.test(upper) || PREFIXES.some((prefix) => upper.startsWith(prefix));
}

/** Returns an environment without credentials of Huawei Cloud. */
export function withoutCredentials(variables: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(variables).filter(([name]) => !isCredentialVariable(name)),
  );
}
