import { VulnerabilitySeverity } from '../contract/enums';
import { ImageVerdict, VulnerabilityStatus, judgedDigest } from '../policy';
import { SEVERITY_ORDER } from '../policy/rules/max-severity';

/**
 * Severities of images and vulnerabilities, from lowest to highest. Only vulnerabilities can be
 * Critical.
 */
export const SHOWN_SEVERITIES: readonly string[] = [
  ...SEVERITY_ORDER,
  VulnerabilitySeverity.CRITICAL,
];

/** A summary of an image's scan. Texts from outside are unchanged. */
export interface ScanFacts {
  /**
   * The highest severity of the image and its vulnerabilities, except those marked as handled that
   * the policy ignores.
   */
  readonly severity?: string;
  /** ms since 1970. */
  readonly scannedAt?: number;
  /** Day of the scan, `YYYY-MM-DD`, UTC. Undefined for a time outside the calendar. */
  readonly scannedOn?: string;
  readonly digest?: string;
}

/**
 * Returns the summary of an image's scan. For an index, it has the highest severity and the oldest
 * scan of the platforms.
 */
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
