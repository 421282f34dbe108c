import { ImageVerdict, judgedDigest } from '../policy';

/** What is known of an image's scan, in few words; texts from outside, as they came. */
export interface ScanFacts {
  readonly severity?: string;
  /** ms since 1970. */
  readonly scannedAt?: number;
  /** Day of the scan, `YYYY-MM-DD`, UTC; none for a time that no calendar has. */
  readonly scannedOn?: string;
  readonly digest?: string;
}

/** What is known of an image's scan. */
export function scanFacts(verdict: ImageVerdict | undefined): ScanFacts {
  const { severityLevel, latestScanTime } = verdict?.image ?? {};
  const digest = verdict === undefined ? undefined : judgedDigest(verdict);
  const date = new Date(latestScanTime ?? NaN);
  const isTime = !Number.isNaN(date.getTime());
  return {
    ...(severityLevel === undefined ? {} : { severity: severityLevel }),
    ...(isTime ? { scannedAt: date.getTime(), scannedOn: date.toISOString().slice(0, 10) } : {}),
    ...(digest === undefined ? {} : { digest }),
  };
}
