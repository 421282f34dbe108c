/** The variables that contain credentials, or the paths to them. */
export const CREDENTIAL_VARIABLES = [
  'HW_AUTH_TOKEN',
  'HW_ACCESS_KEY',
  'HW_SECRET_KEY',
  'HW_SECURITY_TOKEN',
  'HUAWEICLOUD_SDK_AK',
  'HUAWEICLOUD_SDK_SK',
  'HUAWEICLOUD_SDK_SECURITY_TOKEN',
  'CLOUD_SDK_AK',
  'CLOUD_SDK_SK',
  'HUAWEICLOUD_SDK_CREDENTIALS_FILE',
  'HW_SHARED_CONFIG_FILE',
  'HW_PROFILE',
] as const;

/**
 * The variables by which the Terraform provider assumes an agency. This package doesn't support
 * that, and rejects them.
 */
export const AGENCY_VARIABLES = [
  'HW_ASSUME_ROLE_AGENCY_NAME',
  'HW_ASSUME_ROLE_DOMAIN_NAME',
  'HW_ASSUME_ROLE_DOMAIN_ID',
  'HW_ASSUME_ROLE_DURATION',
  'HW_ASSUME_ROLE_IDP_ID',
  'HW_ASSUME_ROLE_ID_TOKEN',
  'HW_ASSUME_ROLE_ID_TOKEN_FILE',
] as const;

/** The only variables that this package reads: these cross to the worker thread. */
const NAMES = [
  ...CREDENTIAL_VARIABLES,
  ...AGENCY_VARIABLES,
  'HSS_ENDPOINT',
  'HSS_GATE_UPSTREAM',
  'HSS_SNAPSHOT',
  'HSS_SNAPSHOT_MODE',
  'HSS_GATE_SUMMARY',
  'HW_CLOUD',
  'HW_REGION_NAME',
  'HW_PROJECT_ID',
  'HW_PROJECT_NAME',
  'HW_ENTERPRISE_PROJECT_ID',
  'HUAWEICLOUD_SDK_PROJECT_ID',
  'HUAWEICLOUD_SDK_IAM_ENDPOINT',
  'HTTPS_PROXY',
  'https_proxy',
  'HTTP_PROXY',
  'http_proxy',
  'ALL_PROXY',
  'all_proxy',
  'NO_PROXY',
  'no_proxy',
  'HOME',
  'USERPROFILE',
] as const;

export type Environment = { readonly [name in (typeof NAMES)[number]]?: string };

/** Reads these variables from an environment: values are trimmed, and a blank one is unset. */
export function environmentFrom(variables: NodeJS.ProcessEnv): Environment {
  const found: { [name: string]: string } = {};
  for (const name of NAMES) {
    const value = variables[name]?.trim() ?? '';
    if (value !== '') found[name] = value;
  }
  return found;
}
