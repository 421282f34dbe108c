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

/** The records by which an image is known. */
export interface ImageRecords {
  /** Those whose vulnerabilities are to be listed: of the image, and of each platform of an index. */
  readonly records: readonly ScanRecord[];
  /** Digests of the platforms; none where the image is no index. */
  readonly platforms: readonly string[];
  /** Why the list may lack vulnerabilities; undefined where the scan is complete. */
  readonly incomplete?: string;
}

/** Which records count. */
export interface RecordChoice {
  readonly imageSources: readonly ImageSource[];
  /** `registryHosts` of a policy. */
  readonly registryHosts?: Policy['registryHosts'];
}

/**
 * Picks the records of an image among what HSS lists, as `hss-gate check` does by a policy that names no registries.
 * @param now ms since 1970
 * @throws HSS_NOT_FOUND for an image that is not listed, or ambiguous, or of which a platform is
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
  // Which records decide is a part of the judgement; what else it says is of no interest here.
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
