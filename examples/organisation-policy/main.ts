import { App } from 'cdktf';
import { HssSource, ScanStatus, SeverityLevel } from 'cdktf-hss';
import { ShopStack } from './stack';
import { writeTeamPolicy } from './team-policy';

const hour = 3_600_000;
const scanned = {
  namespace: 'shop',
  scanStatus: ScanStatus.SUCCESS,
  maliciousFileNum: 0,
  latestUpdateTime: Date.now() - 30 * hour,
  latestScanTime: Date.now() - 29 * hour,
};

// Rows in memory, so that this runs without an account. Remove the source to query HSS.
const source = HssSource.fixture({
  cicdImages: [
    {
      ...scanned,
      imageName: 'web',
      imageVersion: '1.4.2',
      imageDigest: `sha256:${'5e0c'.repeat(16)}`,
      severityLevel: SeverityLevel.LOW,
      vulNum: 31,
    },
    {
      ...scanned,
      imageName: 'worker',
      imageVersion: '2.0',
      imageDigest: `sha256:${'0b5e'.repeat(16)}`,
      severityLevel: SeverityLevel.MEDIUM,
      vulNum: 12,
    },
  ],
});

const app = new App();
new ShopStack(app, 'shop', { policy: writeTeamPolicy(), source });
app.synth();
