import { SeverityLevel } from '../../../contract/enums';
import { HssError } from '../../../contract/error';
import {
  Enforcement,
  HandledVulnerabilities,
  ImageReference,
  ImageSource,
  Pinning,
  Policy,
  judge,
  policyFromProps,
  recordsToList,
} from '../../../policy';
import { ListedRows, scanRecords } from '../../../policy/records';
import { ScanRecord } from '../../../policy/model/scan-record';

/** The scan records of an image. */
export interface ImageRecords {
  /**
   * The records whose vulnerabilities are listed: of the image, and of each platform of an index.
   */
  readonly records: readonly ScanRecord[];
  /** Digests of the platforms; empty if the image is not an index. */
  readonly platforms: readonly string[];
  /** Why the list may lack vulnerabilities; undefined if the scan is complete. */
  readonly incomplete?: string;
}

/** Selects the records to use. */
export interface RecordChoice {
  readonly imageSources: readonly ImageSource[];
  /** `registryHosts` of a policy. */
  readonly registryHosts?: Policy['registryHosts'];
}

/**
 * Selects the records of an image from HSS's lists, as `hss-gate check` does with a policy without
 * registryNames.
 * @param now ms since 1970
 * @throws HSS_NOT_FOUND if the image or one of its platforms is not listed or is ambiguous
 */
export function imageRecords(
  reference: ImageReference,
  listed: ListedRows,
  { imageSources, registryHosts }: RecordChoice,
  now: number,
): ImageRecords {
  const policy: Policy = {
    ...policyFromProps({ maxSeverity: SeverityLevel.HIGH, imageSources: [...imageSources] }, now),
    ...(registryHosts === undefined ? {} : { registryHosts }),
    vulnerabilities: { handled: HandledVulnerabilities.COUNT, maxFeedAgeDays: 1 },
  };
  const records = scanRecords(listed, policy);
  // The judgement selects the records that decide. The rest of it is not used.
  const { findings, platforms = [] } = judge({
    reference,
    records,
    policy,
    now,
    source: 'live',
    enforcement: Enforcement.DENY,
    pinning: Pinning.DIGEST,
  });
  const messageOf = (rule: string): string | undefined =>
    findings.find(({ ruleId }) => ruleId === rule)?.message;
  const problem = messageOf('image-listed');
  if (problem !== undefined) {
    throw new HssError('HSS_NOT_FOUND', `${reference.text}: ${problem}`, {
      advice: 'hss-gate list images and hss-gate list registry-images show what HSS lists',
    });
  }
  const incomplete = messageOf('scan-completed');
  return {
    records: recordsToList({ reference, records, policy }),
    platforms: platforms.flatMap(({ digest }) => digest ?? []),
    ...(incomplete === undefined ? {} : { incomplete }),
  };
}
