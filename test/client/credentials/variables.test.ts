import {
  isCredentialVariable,
  withoutCredentials,
} from '../../../src/client/credentials/variables';
import { CREDENTIAL_VARIABLES } from '../../../src/client/settings/environment';

/** What `hss-gate exec --clean-env` takes away. */

test('every variable that the chain reads is listed', () => {
  expect(CREDENTIAL_VARIABLES.filter((name) => !isCredentialVariable(name))).toEqual([]);
});

test.each([
  // provider.go of huaweicloud/huaweicloud
  ...['HW_ACCESS_KEY', 'OS_ACCESS_KEY', 'HW_SECRET_KEY', 'OS_SECRET_KEY', 'HW_SECURITY_TOKEN'],
  ...['HW_USER_NAME', 'OS_USERNAME', 'HW_USER_ID', 'OS_USER_ID', 'HW_USER_PASSWORD', 'OS_PASSWORD'],
  ...['HW_AUTH_TOKEN', 'OS_AUTH_TOKEN', 'OS_CERT', 'OS_KEY', 'OS_AGENCY_NAME'],
  ...['HW_ASSUME_ROLE_AGENCY_NAME', 'HW_ASSUME_ROLE_DOMAIN_NAME', 'HW_ASSUME_ROLE_DOMAIN_ID'],
  ...['HW_ASSUME_ROLE_ID_TOKEN', 'HW_ASSUME_ROLE_ID_TOKEN_FILE', 'HW_ASSUME_ROLE_IDP_ID'],
  ...['HW_SHARED_CONFIG_FILE', 'HW_PROFILE', 'OS_AGENCY_DOMAIN_NAME', 'OS_DELEGATED_PROJECT'],
  // the SDKs
  ...['HUAWEICLOUD_SDK_AK', 'HUAWEICLOUD_SDK_SK', 'HUAWEICLOUD_SDK_SECURITY_TOKEN'],
  ...['HUAWEICLOUD_SDK_IDP_ID', 'HUAWEICLOUD_SDK_ID_TOKEN_FILE'],
  ...['HUAWEICLOUD_SDK_CREDENTIALS_FILE', 'CLOUD_SDK_AK', 'CLOUD_SDK_SK'],
  // OpenStack's tools, which the provider's names are from
  ...['OS_TOKEN', 'OS_PASSCODE', 'OS_APPLICATION_CREDENTIAL_SECRET', 'OS_CLIENT_CONFIG_FILE'],
  // a gated stack, and Windows
  ...['TF_VAR_hss_token', 'TF_VAR_HSS_TOKEN', 'hw_secret_key'],
])('the variable %s is read', (name) => {
  expect(isCredentialVariable(name)).toBe(true);
});

test('no other variable is read', () => {
  const others = {
    PATH: '/bin',
    HOME: '/root',
    OS: 'Windows_NT',
    OS_REGION_NAME: 'x',
    OS_VERSION: '12',
    HW_REGION_NAME: 'x',
    HW_PROJECT_ID: 'x',
    HW_ENTERPRISE_PROJECT_ID: 'x',
    HUAWEICLOUD_SDK_PROJECT_ID: 'x',
    HSS_ENDPOINT: 'x',
    TF_VAR_hss_endpoint: 'x',
    TF_VAR_db_password: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
    HTTPS_PROXY: 'x',
  };
  expect(withoutCredentials({ ...others, OS_PASSWORD: 'x' })).toEqual(others);
});
