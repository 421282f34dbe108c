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
 * HSS's endpoint in a region.
 * @throws HSS_INVALID_ARGUMENT when no region is known
 */
export function endpointOf(region: string | undefined): URL {
  if (region === undefined) {
    throw new HssError('HSS_INVALID_ARGUMENT', 'neither a region nor an endpoint is known', {
      advice: 'give the region prop, or set HW_REGION_NAME',
    });
  }
  return new URL(`https://hss.${region}.${domainOf(region)}`);
}

/** The cloud's domain in a region. */
export function domainOf(region: string): string {
  return region === 'eu-west-101' ? 'myhuaweicloud.eu' : 'myhuaweicloud.com';
}
