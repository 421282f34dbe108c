import { VulnerabilitySeverity } from '../contract/enums';
import { ImageVerdict, VulnerabilityStatus, judgedDigest } from '../policy';
import { SEVERITY_ORDER } from '../policy/rules/max-severity';

/** Severities of images and of vulnerabilities, from harmless to worst: an image has no Critical, its vulnerabilities may. */
export const SHOWN_SEVERITIES: readonly string[] = [
  ...SEVERITY_ORDER,
  VulnerabilitySeverity.CRITICAL,
];

/** What is known of an image's scan, in few words; texts from outside, as they came. */
export interface ScanFacts {
  /** The worst that HSS says of the image and of its vulnerabilities, without those that the policy skips as handled. */
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
  const levels: readonly string[] = [
    ...images.flatMap((image) => image?.severityLevel ?? []),
    ...(verdict?.vulnerabilities ?? []).flatMap(({ status, severity }) =>
      status === VulnerabilityStatus.HANDLED ? [] : (severity ?? []),
    ),
  ];
  const severityLevel = [...SHOWN_SEVERITIES].reverse().find((level) => levels.includes(level));
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
