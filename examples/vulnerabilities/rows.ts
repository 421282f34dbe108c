import { HssImageVulnerability, HssSource, ScanStatus, VulnerabilitySeverity } from 'cdktf-hss';

const hour = 3_600_000;
const day = 24 * hour;

/** The rows that HSS would list: an image with three vulnerabilities. */
export function imageRows(): HssSource {
  const now = Date.now();
  const found: HssImageVulnerability[] = [
    // Excepted by its CVE.
    {
      vulId: 'HCE2-SA-2026-0042',
      severityLevel: VulnerabilitySeverity.HIGH,
      cves: [{ cveId: 'CVE-2026-12345', cvss: 8.1, publishTime: now - 60 * day }],
      appName: 'libtiff',
      version: '4.3.0-9',
    },
    // Critical, but published yesterday.
    {
      vulId: 'HCE2-SA-2026-0107',
      severityLevel: VulnerabilitySeverity.CRITICAL,
      cves: [{ cveId: 'CVE-2026-20001', cvss: 9.8, publishTime: now - day }],
      appName: 'curl',
      version: '7.79.1-18',
    },
    // Within the limit of five Medium ones.
    {
      vulId: 'HCVD-APP-CVE-2026-0777',
      severityLevel: VulnerabilitySeverity.MEDIUM,
      cves: [{ cveId: 'CVE-2026-0777', cvss: 5.3 }],
      appName: 'lodash',
      version: '4.17.20',
      appPath: '/app/node_modules/lodash',
    },
  ];
  return HssSource.fixture({
    cicdImages: [
      {
        imageId: 'web-1.4.2',
        namespace: 'shop',
        imageName: 'web',
        imageVersion: '1.4.2',
        imageDigest: `sha256:${'5e0c'.repeat(16)}`,
        scanStatus: ScanStatus.SUCCESS,
        vulNum: found.length,
        maliciousFileNum: 0,
        latestUpdateTime: now - 30 * hour,
        latestScanTime: now - 29 * hour,
      },
    ],
    imageVulnerabilities: { 'web-1.4.2': found },
  });
}
