import { HssError } from '../contract/error';
import { checkEndpoint } from './options';

/**
 * The endpoint that an option or `HSS_ENDPOINT` names.
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
 * HSS's endpoint in a region, of the cloud that HW_CLOUD names where it is set.
 * @throws HSS_INVALID_ARGUMENT when no region is known, or the cloud is no domain
 */
export function endpointOf(region: string | undefined, cloud: string | undefined): URL {
  if (region === undefined) {
    throw new HssError('HSS_INVALID_ARGUMENT', 'neither a region nor an endpoint is known', {
      advice: 'give the region prop, or set HW_REGION_NAME',
    });
  }
  return serviceUrl('hss', region, cloud);
}

/**
 * A service's endpoint in a region.
 * @throws HSS_INVALID_ARGUMENT when the cloud is no domain
 */
export function serviceUrl(service: 'hss' | 'iam', region: string, cloud: string | undefined): URL {
  return new URL(`https://${service}.${region}.${domainOf(region, cloud)}`);
}

/** A domain of at least two labels. It becomes part of a host name, so nothing else may stand in it. */
const DOMAIN = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/i;

/** The cloud that is named; else Huawei Cloud, whose region eu-west-101 has a domain of its own. */
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
