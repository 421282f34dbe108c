import { App } from 'cdktf';
import { HssSource, ScanStatus, SeverityLevel } from 'cdktf-hss';
import { ShopStack } from './stack';

const hour = 3_600_000;

// Rows in memory, so that this runs without an account. Remove the source to query HSS.
const source = HssSource.fixture({
  cicdImages: [
    {
      namespace: 'shop',
      imageName: 'web',
      imageVersion: '1.4.2',
      imageDigest: `sha256:${'5e0c'.repeat(16)}`,
      scanStatus: ScanStatus.SUCCESS,
      severityLevel: SeverityLevel.LOW,
      vulNum: 3,
      maliciousFileNum: 0,
      latestUpdateTime: Date.now() - 30 * hour,
      latestScanTime: Date.now() - 29 * hour,
    },
  ],
});

const app = new App();
new ShopStack(app, 'shop', { image: 'swr.cn-north-4.myhuaweicloud.com/shop/web:1.4.2', source });
app.synth();
