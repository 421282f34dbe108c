import { Policy } from '../model/policy';
import { ImageReference } from '../model/reference';
import { ScanRecord } from '../model/scan-record';
import { vulnerableRecords } from '../vulnerabilities/targets';
import { JudgedPlatform, judgedPlatforms } from './platform-judgement';
import { Platform, isIndex, platformsOf } from './platforms';
import { Selection, selectRow } from './select';

/** The input for selecting the records of an image. */
interface SelectionInput {
  readonly reference: ImageReference;
  readonly records: readonly ScanRecord[];
  readonly policy: Policy;
}

/** The selected record of an image, and the platforms of an index. */
export interface SelectedImage {
  readonly selection: Selection;
  readonly decisive: ScanRecord | undefined;
  readonly row: ScanRecord | undefined;
  /** The platforms that the index names; none if the image is not an index. */
  readonly named: readonly Platform[] | undefined;
  readonly isIndex: boolean;
  readonly platforms: readonly JudgedPlatform[];
}

/** Selects the record of a reference, and those of its platforms if it is an index. */
export function selectImage(input: SelectionInput): SelectedImage {
  const selection = selectRow(input.reference, input.records, input.policy.registryNames);
  const { row, chosen, scans, decisive } = selection;
  const named = row === undefined ? undefined : platformsOf(scans, chosen);
  return {
    selection,
    decisive,
    row,
    named,
    // Only if nothing else chose the digest: otherwise other records need a scan themselves.
    isIndex: named !== undefined && chosen.every(isIndex),
    platforms: named === undefined ? [] : judgedPlatforms(named, input),
  };
}

/**
 * Returns the records whose vulnerabilities have to be listed to judge an image: the image's, and
 * one for each platform of an index. Empty if the policy does not limit single vulnerabilities.
 */
export function recordsToList(input: SelectionInput): readonly ScanRecord[] {
  return input.policy.vulnerabilities === undefined ? [] : vulnerableRecords(selectImage(input));
}
