import { HssImageVulnerability } from '../../../src/contract/vulnerabilities/hss-image-vulnerability';
import { SeverityLevel, VulnerabilitySeverity } from '../../../src/contract/enums';
import { HssFixture } from '../../../src/lookup/fixture';
import { HandledVulnerabilities, ImageSource, Policy, policyFromProps } from '../../../src/policy';
import { VulnerabilityPolicy } from '../../../src/policy/model/policy';
import { MemoryRows, Raw } from '../../support/memory-hss';
import { sha } from '../images';

/** Images with vulnerabilities, as HSS lists them. */

const NOW = Date.now();
const DAY = 86_400_000;

export interface VulnerableImages {
  readonly rows: MemoryRows;
  readonly imageVulnerabilities: NonNullable<HssFixture['imageVulnerabilities']>;
}

/** A row of an image whose scan is complete; its ID is that of the image. */
export const rowOf = (name: string, vulNum: number, more: Raw = {}): Raw => ({
  namespace: 'shop',
  image_name: name,
  image_version: '1.4',
  image_id: `i-${name}`,
  image_digest: sha('a'),
  registry_name: 'prod',
  scan_status: 'success',
  severity_level: 'High',
  vul_num: vulNum,
  malicious_file_num: 0,
  latest_scan_time: NOW - 3_600_000,
  latest_update_time: NOW - 3_600_000,
  ...more,
});

/** A vulnerability with one CVE of the same number, published so many days ago. */
export const vulnerability = (
  number: number,
  more: Partial<HssImageVulnerability> & { readonly ageDays?: number } = {},
): HssImageVulnerability => {
  const { ageDays = 100, ...given } = more;
  const cveId = `CVE-2026-${10_000 + number}`;
  return {
    vulId: `V-${number}`,
    severityLevel: VulnerabilitySeverity.HIGH,
    appName: 'openssl',
    version: '1.1',
    cves: [{ cveId, cvss: 7, publishTime: NOW - ageDays * DAY }],
    ...given,
  };
};

/** Images `app-0`, `app-1` and so on, each with one vulnerability of its own and one that all share. */
export function manyImages(
  count: number,
  more: Parameters<typeof vulnerability>[1] = {},
): VulnerableImages & { readonly references: readonly string[] } {
  const names = Array.from({ length: count }, (_, index) => `app-${index}`);
  return {
    rows: { 'cicd-images': names.map((name) => rowOf(name, 2)) },
    imageVulnerabilities: Object.fromEntries(
      names.map((name, index) => [
        `i-${name}`,
        [vulnerability(0, more), vulnerability(index + 1, more)],
      ]),
    ),
    references: names.map((name) => `r.io/shop/${name}:1.4`),
  };
}

/** A policy that looks at CI/CD images and at vulnerabilities one by one. */
export function policyBy(vulnerabilities: Partial<VulnerabilityPolicy>): Policy {
  const rows = { maxSeverity: SeverityLevel.HIGH, imageSources: [ImageSource.CICD] };
  return {
    ...policyFromProps(rows, NOW),
    vulnerabilities: {
      max: { critical: 0, high: 0 },
      handled: HandledVulnerabilities.COUNT,
      ...vulnerabilities,
    } as VulnerabilityPolicy,
  };
}
