import { ScanStatus, SharedImageStatus } from '../../../contract/enums';
import { HssRegistryImage } from '../../../contract/registry-image';
import { CLOCK_TOLERANCE_MS, HOUR_MS } from '../../../util/time';
import type { Policy } from '../../../policy';
import type { ScanRegistry } from './registry';

/** The state of a row's scan: still valid, in progress, or required. */
export type RowState = 'fresh' | 'running' | 'due';

/** A row that HSS can be asked to scan. */
export type ScannableRow = HssRegistryImage & {
  readonly id: string;
  readonly registryId: string;
  /** The row's part in a multi-architecture image; missing for a single image. */
  readonly part?: 'index' | 'platform';
  /** For an index, the rows of its platforms without a fresh scan. */
  readonly platforms?: readonly HssRegistryImage[];
};

/** A policy's limits for ages, in hours, and its registries. */
export type ScanLimits = Pick<Policy, 'maxScanAgeHours' | 'maxSyncAgeHours' | 'registryNames'>;

/** Returns whether HSS is scanning an image, or is about to. */
export function isScanRunning(status: ScanStatus | undefined): boolean {
  return status === ScanStatus.SCANNING || status === ScanStatus.WAITING_FOR_SCAN;
}

/** Returns the state of a row's scan. */
export function scanState(
  { scanStatus, latestScanTime }: HssRegistryImage,
  { maxScanAgeHours }: ScanLimits,
  now: number,
): RowState {
  if (isScanRunning(scanStatus)) return 'running';
  const isFresh =
    scanStatus === ScanStatus.SUCCESS && isWithin(latestScanTime, maxScanAgeHours, now);
  return isFresh ? 'fresh' : 'due';
}

/** Returns whether a row was synchronized as recently as the policy requires. */
export function isSynchronized(
  { latestSyncTime }: HssRegistryImage,
  { maxSyncAgeHours }: ScanLimits,
  now: number,
): boolean {
  return maxSyncAgeHours === undefined || isWithin(latestSyncTime, maxSyncAgeHours, now);
}

/** Returns why HSS can't be asked to scan a row; undefined if it can. */
export function scanObstacle(
  row: HssRegistryImage,
  registry: ScanRegistry | undefined,
): string | undefined {
  const lacking = (['id', 'imageDigest', 'registryId'] as const).find(
    (prop) => (row[prop] ?? '') === '',
  );
  if (lacking !== undefined) {
    return `HSS's row of it has no usable ${NAMES[lacking]}, by which a scan is requested`;
  }
  if ((row.imageVersion ?? '') === '') return noTagText('it');
  if (row.scannable === false) return 'HSS cannot scan it (scannable is false)';
  if (row.scanStatus === ScanStatus.IMAGE_OVERSIZED) {
    return 'HSS cannot scan it, because it is too large';
  }
  if (row.sharedStatus === SharedImageStatus.EXPIRED) {
    return 'the time for which it was shared has expired';
  }
  return registry?.obstacle === undefined
    ? undefined
    : `its registry cannot be scanned: ${registry.obstacle}`;
}

/** Returns the message that an image has no tag, which a scan request must name. */
export function noTagText(subject: string): string {
  return `${subject} has no tag in HSS, so it can't be scanned by itself: push it with a tag, or start the scan in HSS's console`;
}

const NAMES = { id: 'id', imageDigest: 'image_digest', registryId: 'registry_id' } as const;

/** Returns whether a time is within the last hours, and not in the future. */
function isWithin(time: number | undefined, hours: number, now: number): boolean {
  return time !== undefined && now - time <= hours * HOUR_MS && time - now <= CLOCK_TOLERANCE_MS;
}
