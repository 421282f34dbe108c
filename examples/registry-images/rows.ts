import {
  HssAssociatedImage,
  HssRegistryImage,
  HssSource,
  RegistryType,
  ScanStatus,
  SeverityLevel,
} from 'cdktf-hss';

const hour = 3_600_000;

/**
 * The rows that HSS would list: an SWR organization with one image, and a Harbor project with a
 * multi-architecture one.
 */
export function imageRows(): HssSource {
  const now = Date.now();
  const scanned: HssRegistryImage = {
    namespace: 'shop',
    scanStatus: ScanStatus.SUCCESS,
    severityLevel: SeverityLevel.LOW,
    vulNum: 3,
    maliciousFileNum: 0,
    latestUpdateTime: now - 30 * hour,
    latestScanTime: now - 9 * hour,
    latestSyncTime: now - 10 * hour,
  };
  const inHarbor: HssRegistryImage = {
    registryId: 'ad7552e3-1eb7-475a-b5a4-3d28262b855e',
    registryName: 'prod-harbor',
    registryType: RegistryType.HARBOR,
    namespace: 'shop',
    imageName: 'worker',
  };
  const platforms = [
    { digits: 'a3d6', severityLevel: SeverityLevel.LOW },
    { digits: 'a464', severityLevel: SeverityLevel.LOW },
  ].map(({ digits, severityLevel }) => ({
    imageDigest: `sha256:${digits.repeat(16)}`,
    severityLevel,
  }));
  const associationImages: HssAssociatedImage[] = platforms.map(({ imageDigest }) => ({
    namespace: 'shop',
    imageName: 'worker',
    imageDigest,
  }));

  return HssSource.fixture({
    registryImages: [
      {
        ...scanned,
        registryId: '0d3f7c1c-51a4-4d55-9c0e-3d7a8a0f5b11',
        registryName: 'prod-swr',
        registryType: RegistryType.SWR_PRIVATE,
        imageName: 'web',
        imageVersion: '1.4.2',
        imageDigest: `sha256:${'5e0c'.repeat(16)}`,
      },
      // The index has the tag but no scan.
      {
        ...inHarbor,
        imageVersion: '2.0',
        imageDigest: `sha256:${'1de0'.repeat(16)}`,
        scanStatus: ScanStatus.UNSCAN,
        isMultipleArch: true,
        associationImages,
        latestUpdateTime: scanned.latestUpdateTime,
        latestSyncTime: scanned.latestSyncTime,
      },
      // Each platform has a row with the scan that is evaluated.
      ...platforms.map((platform) => ({ ...scanned, ...inHarbor, ...platform })),
    ],
    imageRegistries: [
      {
        id: inHarbor.registryId,
        registryName: inHarbor.registryName,
        registryType: RegistryType.HARBOR,
        protocol: 'https',
        registryAddr: '10.0.8.15:443',
      },
    ],
  });
}
