import {
  RegistryType,
  RepairNecessity,
  ScanStatus,
  SeverityLevel,
  VulnerabilitySeverity,
} from '../../../../src/contract/enums';
import { HssCicdImage } from '../../../../src/contract/cicd-image';
import { Query } from '../../../../src/contract/query';
import { HssImageVulnerability } from '../../../../src/contract/vulnerabilities/hss-image-vulnerability';
import { ImageUpstream } from '../../../../src/judging';
import { HssFixture, listFixture } from '../../../../src/lookup/fixture';
import { digest } from '../../../support/gated-plans';

/** An image with vulnerabilities, and an HSS of rows in memory that lists them. */

export const OPENSSL: HssImageVulnerability = {
  vulId: 'EulerOS-SA-1',
  severityLevel: VulnerabilitySeverity.CRITICAL,
  repairNecessity: RepairNecessity.IMMEDIATE_REPAIR,
  cves: [
    { cveId: 'CVE-2026-0001', cvss: 9.8 },
    { cveId: 'CVE-2026-0002' },
    { cveId: 'CVE-2026-0003' },
  ],
  appName: 'openssl',
  version: '1.1.1',
  solution: 'update openssl',
  handled: false,
};
export const LIBSSL = { ...OPENSSL, appName: 'libssl' };
export const ZLIB: HssImageVulnerability = {
  vulId: 'EulerOS-SA-2',
  repairNecessity: RepairNecessity.IMMEDIATE_REPAIR,
  appName: 'zlib',
  handled: false,
};
export const LOG4J: HssImageVulnerability = {
  vulId: 'CVE-2021-44228',
  severityLevel: VulnerabilitySeverity.MEDIUM,
  repairNecessity: RepairNecessity.DELAY_REPAIR,
  cves: [],
  appName: 'log4j-core',
  appPath: '/app/log4j.jar',
  handled: true,
};

const HOUR = 3_600_000;

/** The row of shop/web:1.4, whose image ID is i-1. */
export const image = (change: Partial<HssCicdImage> = {}): HssCicdImage => ({
  imageId: 'i-1',
  namespace: 'shop',
  imageName: 'web',
  imageVersion: '1.4',
  imageDigest: digest('a'),
  registryName: 'prod',
  registryType: RegistryType.HARBOR,
  scanStatus: ScanStatus.SUCCESS,
  severityLevel: SeverityLevel.HIGH,
  maliciousFileNum: 0,
  vulNum: 4,
  latestUpdateTime: Date.now() - 3 * HOUR,
  latestScanTime: Date.now() - 2 * HOUR,
  ...change,
});

export const FIXTURE: HssFixture = {
  cicdImages: [image()],
  imageVulnerabilities: { 'i-1': [LOG4J, OPENSSL, LIBSSL, ZLIB] },
};

/** HSS by a fixture, or by what a fixture is at each question. */
export class FixtureUpstream implements ImageUpstream {
  public readonly asked: Query[] = [];

  constructor(
    private readonly fixture: HssFixture | ((asked: readonly Query[]) => HssFixture),
    public readonly source: ImageUpstream['source'] = 'live',
  ) {}

  public readonly list: ImageUpstream['list'] = async (query) => {
    const fixture = typeof this.fixture === 'function' ? this.fixture(this.asked) : this.fixture;
    this.asked.push(query);
    return Promise.resolve(listFixture(fixture, query));
  };

  /** How often each endpoint was asked. */
  public get counts(): { readonly [endpoint: string]: number } {
    const counts: { [endpoint: string]: number } = {};
    for (const { endpoint } of this.asked) counts[endpoint] = (counts[endpoint] ?? 0) + 1;
    return counts;
  }
}
