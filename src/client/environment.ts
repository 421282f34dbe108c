/** The variables that hold credentials, or lead to them. */
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

/** The variables that this package reads, and no others: this is what crosses to the worker thread. */
const NAMES = [
  ...CREDENTIAL_VARIABLES,
  'HSS_ENDPOINT',
  'HW_REGION_NAME',
  'HW_PROJECT_ID',
  'HUAWEICLOUD_SDK_PROJECT_ID',
  'HUAWEICLOUD_SDK_IAM_ENDPOINT',
  'HTTPS_PROXY',
  'https_proxy',
  'NO_PROXY',
  'no_proxy',
  'HOME',
  'USERPROFILE',
] as const;

export type Environment = { readonly [name in (typeof NAMES)[number]]?: string };

/** A copy of what matters of an environment. A variable that is set to nothing counts as not set. */
export function environmentFrom(variables: NodeJS.ProcessEnv): Environment {
  const found: { [name: string]: string } = {};
  for (const name of NAMES) {
    const value = variables[name];
    if (value !== undefined && value.trim() !== '') found[name] = value.trim();
  }
  return found;
}
