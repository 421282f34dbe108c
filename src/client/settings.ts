import { HssError } from '../contract/error';
import { Credential } from './credential';
import { findCredential } from './credential-chain';
import { Environment } from './environment';
import {
  ConnectionOptions,
  Limits,
  checkEndpoint,
  checkProjectId,
  checkRegion,
  isLoopback,
  limitsOf,
  projectOf,
} from './options';
import { PROFILE_FILES, ProfileFiles } from './profile';

/** Everything that a client needs to know, found and checked. */
export interface Settings extends Limits {
  readonly credential: Credential;
  readonly endpoint: URL;
  readonly iamEndpoint: URL | undefined;
  readonly region: string | undefined;
  /** Undefined when IAM is to be asked. */
  readonly projectId: string | undefined;
  readonly proxy: string | undefined;
  readonly noProxy: string | undefined;
}

/**
 * Puts options, environment and profile together: the option first, then the variable, then the profile
 * that the credential came from.
 * @throws HSS_NO_CREDENTIALS, HSS_INVALID_ARGUMENT
 */
export async function findSettings(
  options: ConnectionOptions,
  environment: Environment,
  files: ProfileFiles = PROFILE_FILES,
): Promise<Settings> {
  const found = await findCredential(
    options.credentials ?? { kind: 'environment' },
    environment,
    files,
  );
  const region = options.region ?? environment.HW_REGION_NAME ?? found.region;
  if (region !== undefined) checkRegion(region);
  const endpoint = endpointOf(options.endpoint ?? environment.HSS_ENDPOINT, region);
  const projectId = projectOf(options, environment) ?? found.projectId;
  return {
    ...limitsOf(options),
    credential: found.credential,
    endpoint,
    iamEndpoint: iamEndpointOf(
      environment.HUAWEICLOUD_SDK_IAM_ENDPOINT ?? found.iamEndpoint,
      endpoint,
      region,
    ),
    region,
    projectId: projectId === undefined ? undefined : checkProjectId(projectId),
    proxy: proxyOf(environment),
    noProxy: environment.no_proxy ?? environment.NO_PROXY,
  };
}

function endpointOf(given: string | undefined, region: string | undefined): URL {
  if (given !== undefined) return checkEndpoint(given);
  if (region === undefined) {
    throw new HssError('HSS_INVALID_ARGUMENT', 'neither a region nor an endpoint is known', {
      advice: 'give the region prop, or set HW_REGION_NAME',
    });
  }
  return new URL(`https://hss.${region}.${domainOf(region)}`);
}

/** A loopback endpoint stands for the whole cloud: a credential meant for it goes nowhere else. */
function iamEndpointOf(
  given: string | undefined,
  endpoint: URL,
  region: string | undefined,
): URL | undefined {
  if (given !== undefined) return checkEndpoint(given, 'the IAM endpoint');
  if (isLoopback(endpoint)) return endpoint;
  return region === undefined ? undefined : new URL(`https://iam.${region}.${domainOf(region)}`);
}

function domainOf(region: string): string {
  return region === 'eu-west-101' ? 'myhuaweicloud.eu' : 'myhuaweicloud.com';
}

function proxyOf(environment: Environment): string | undefined {
  const given = environment.https_proxy ?? environment.HTTPS_PROXY;
  if (given === undefined) return undefined;
  // Terraform and curl take host:port too.
  const proxy = given.includes('://') ? given : `http://${given}`;
  if (!isProxyUrl(proxy)) {
    // A proxy's URL may hold a password, so it is not shown.
    throw new HssError('HSS_INVALID_ARGUMENT', 'HTTPS_PROXY is no http or https URL', {
      advice: 'give it as http://host:port, or unset it',
    });
  }
  return proxy;
}

function isProxyUrl(text: string): boolean {
  try {
    const { protocol, username, password } = new URL(text);
    decodeURIComponent(username + password);
    return protocol === 'http:' || protocol === 'https:';
  } catch {
    return false;
  }
}
