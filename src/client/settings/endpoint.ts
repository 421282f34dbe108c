import { HssError } from '../../contract/error';
import { Environment } from './environment';
import { ConnectionOptions, checkEndpoint, checkRegion, isSigningProxy } from './options';
import { upstreamBehind } from './proxy-upstream';

/**
 * Returns the endpoint that an option or `HSS_ENDPOINT` names.
 * @throws HSS_INVALID_ARGUMENT
 */
export function givenEndpoint(
  option: string | undefined,
  fromEnvironment: string | undefined,
): URL | undefined {
  if (option !== undefined) return checkEndpoint(option);
  return fromEnvironment === undefined ? undefined : checkEndpoint(fromEnvironment, 'HSS_ENDPOINT');
}

/**
 * Returns HSS's endpoint in a region, of the cloud in HW_CLOUD if it is set.
 * @throws HSS_INVALID_ARGUMENT when no region is known, or the cloud is not a domain
 */
export function endpointOf(region: string | undefined, cloud: string | undefined): URL {
  if (region === undefined) {
    throw new HssError('HSS_INVALID_ARGUMENT', 'neither a region nor an endpoint is known', {
      advice: 'give the region prop, or set HW_REGION_NAME',
      isUnconfigured: true,
    });
  }
  return serviceUrl('hss', region, cloud);
}

/**
 * Returns the endpoint from options and environment, by a URL or a region; undefined if only a
 * profile may name it.
 * @throws HSS_INVALID_ARGUMENT
 */
export function configuredEndpoint(
  options: ConnectionOptions,
  environment: Environment,
): URL | undefined {
  const given = givenEndpoint(options.endpoint, environment.HSS_ENDPOINT);
  const region = options.region ?? environment.HW_REGION_NAME;
  if (given !== undefined || region === undefined) return given;
  return endpointOf(checkRegion(region), environment.HW_CLOUD);
}

/**
 * Returns an endpoint as reports show it. For a proxy of `hss-gate exec` it is the server behind
 * it: the proxy's port changes each time, and its path is a secret. For another local server with a
 * path it is the origin, so that reports call it local without revealing the path.
 */
export function shownEndpoint(endpoint: URL, environment: Environment): string {
  if (!isSigningProxy(endpoint)) return textOf(endpoint);
  return upstreamBehind(endpoint, environment)?.endpoint ?? endpoint.origin;
}

/**
 * Compares the endpoint that answers with the one that the caller expects.
 * @param actual as reports show it
 * @throws HSS_INVALID_ARGUMENT when they differ
 */
export function checkExpected(expected: string | undefined, actual: string): void {
  if (expected === undefined) return;
  const wanted = textOf(checkEndpoint(expected, 'the expected endpoint'));
  if (wanted === actual) return;
  throw new HssError(
    'HSS_INVALID_ARGUMENT',
    `the endpoint is ${actual}, but ${wanted} is expected (--expect-endpoint)`,
    { advice: 'check --endpoint, HSS_ENDPOINT, the region, the profile and the snapshot' },
  );
}

/** Returns a checked endpoint without a slash at its end. */
function textOf({ origin, pathname }: URL): string {
  return pathname === '/' ? origin : `${origin}${pathname}`;
}

/**
 * Returns a service's endpoint in a region.
 * @throws HSS_INVALID_ARGUMENT when the cloud is not a domain
 */
export function serviceUrl(service: 'hss' | 'iam', region: string, cloud: string | undefined): URL {
  return new URL(`https://${service}.${region}.${domainOf(region, cloud)}`);
}

/**
 * A domain of at least two labels. It becomes part of a host name, so other characters are
 * rejected.
 */
const DOMAIN = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i;

/**
 * Returns the domain of the named cloud, by default Huawei Cloud, whose region eu-west-101 has a
 * different domain.
 */
function domainOf(region: string, cloud: string | undefined): string {
  if (cloud === undefined)
    return region === 'eu-west-101' ? 'myhuaweicloud.eu' : 'myhuaweicloud.com';
  if (DOMAIN.test(cloud) && cloud.length <= 180) return cloud;
  throw new HssError(
    'HSS_INVALID_ARGUMENT',
    `HW_CLOUD is ${JSON.stringify(cloud)}, which is not allowed: expected a domain such as myhuaweicloud.com`,
    { advice: 'correct HW_CLOUD, or unset it for Huawei Cloud' },
  );
}
