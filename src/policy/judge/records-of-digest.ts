import { isUnsound } from './candidate';
import { ScanRecord } from '../model/scan-record';

/** For fewer records, an index is not faster. */
const FEW = 16;

interface DigestIndex {
  readonly byDigest: ReadonlyMap<string, readonly ScanRecord[]>;
  /** Records with an invalid digest, which could be any digest. */
  readonly inDoubt: readonly ScanRecord[];
}

/** Cached, because each platform of an index is searched in the same records. */
const indexes = new WeakMap<readonly ScanRecord[], DigestIndex>();

/** Returns the records that have a digest, or could have it because theirs is invalid. */
export function recordsOfDigest(
  records: readonly ScanRecord[],
  digest: string,
): readonly ScanRecord[] {
  if (records.length < FEW) {
    return records.filter((one) => one.imageDigest === digest || isInDoubt(one));
  }
  let index = indexes.get(records);
  if (index === undefined) indexes.set(records, (index = indexOf(records)));
  return [...(index.byDigest.get(digest) ?? []), ...index.inDoubt];
}

function indexOf(records: readonly ScanRecord[]): DigestIndex {
  const byDigest = new Map<string, ScanRecord[]>();
  const inDoubt: ScanRecord[] = [];
  for (const one of records) {
    if (isInDoubt(one)) inDoubt.push(one);
    else if (one.imageDigest !== undefined) {
      const same = byDigest.get(one.imageDigest);
      if (same === undefined) byDigest.set(one.imageDigest, [one]);
      else same.push(one);
    }
  }
  return { byDigest, inDoubt };
}

function isInDoubt(record: ScanRecord): boolean {
  return record.anomalies !== undefined && isUnsound(record, 'image_digest');
}
