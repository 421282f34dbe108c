import { ImageVerdict, judgedDigest } from '../policy';
import { worstSeverity } from '../policy/rules/max-severity';

/** What is known of an image's scan, in few words; texts from outside, as they came. */
export interface ScanFacts {
  readonly severity?: string;
  /** ms since 1970. */
  readonly scannedAt?: number;
  /** Day of the scan, `YYYY-MM-DD`, UTC; none for a time that no calendar has. */
  readonly scannedOn?: string;
  readonly digest?: string;
}

/** What is known of an image's scan; of an index the worst severity and the oldest scan of its platforms. */
export function scanFacts(verdict: ImageVerdict | undefined): ScanFacts {
  const images = verdict?.platforms?.map(({ image }) => image) ?? [verdict?.image];
  const severityLevel = worstSeverity(images.flatMap((image) => image?.severityLevel ?? []));
  const times = images.flatMap((image) => image?.latestScanTime ?? []);
  const latestScanTime = times.length === 0 ? undefined : times.reduce((a, b) => Math.min(a, b));
  const digest = verdict === undefined ? undefined : judgedDigest(verdict);
  const date = new Date(latestScanTime ?? NaN);
  const isTime = !Number.isNaN(date.getTime());
  return {
    ...(severityLevel === undefined ? {} : { severity: severityLevel }),
    ...(isTime ? { scannedAt: date.getTime(), scannedOn: date.toISOString().slice(0, 10) } : {}),
    ...(digest === undefined ? {} : { digest }),
  };
}
