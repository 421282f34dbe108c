import { HssError } from '../../contract/error';
import { Environment } from './environment';
import { ConnectionOptions } from './options';
import { closestMatches } from '../../util/spelling';

/**
 * The regions in which Huawei's SDKs know HSS. There may be newer ones, so an unknown one only
 * causes a warning.
 */
const REGIONS = [
  'ae-ad-1',
  'af-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'cn-east-2',
  'cn-east-3',
  'cn-north-1',
  'cn-north-2',
  'cn-north-4',
  'cn-north-9',
  'cn-south-1',
  'cn-south-2',
  'cn-south-4',
  'cn-southwest-2',
  'eu-west-101',
  'la-north-2',
  'la-south-2',
  'na-mexico-1',
  'sa-brazil-1',
  'tr-west-1',
];

/**
 * Returns a warning that the region of HSS's endpoint is unknown, with the nearest names. Undefined
 * for a known region, and if an endpoint or another cloud is named: a cloud has its own regions.
 * @param region the region in use, which a profile may name
 */
export function regionWarning(
  options: Pick<ConnectionOptions, 'region' | 'endpoint'>,
  environment: Environment,
  region = options.region ?? environment.HW_REGION_NAME,
): string | undefined {
  const elsewhere = options.endpoint ?? environment.HSS_ENDPOINT ?? environment.HW_CLOUD;
  if (elsewhere !== undefined || region === undefined || REGIONS.includes(region)) return undefined;
  const names = closestMatches(region, REGIONS).join(', ');
  return `HSS is not known to be in region ${region}; the nearest names are ${names}`;
}

/**
 * Rejects a region that contradicts the one that a snapshot was recorded from.
 * @param what the snapshot, as a message names it
 * @param recorded undefined for an older snapshot, which does not have it
 * @param region the one that an option or a variable names
 * @throws HSS_SNAPSHOT_INVALID
 */
export function checkRecordedRegion(
  what: string,
  recorded: string | undefined,
  region: string | undefined,
): void {
  if (recorded === undefined || region === undefined || recorded === region) return;
  throw new HssError(
    'HSS_SNAPSHOT_INVALID',
    `${what} was recorded from region ${recorded}, and this connection is for ${JSON.stringify(region)}`,
    { advice: `replay a snapshot of this region, or set HW_REGION_NAME to ${recorded}` },
  );
}
