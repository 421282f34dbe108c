// An app with one gated stack: `shop.mjs fixture|live IMAGE`. What it imports as cdktf can be cdktn.
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import {
  DataHssCicdImages,
  HssConnection,
  HssImageGate,
  HssSource,
  ImagePolicy,
  ScanStatus,
  SeverityLevel,
} from 'cdktf-hss';

const [source, image] = process.argv.slice(2);

const anHourAgo = Date.now() - 3_600_000;
const row = (imageName, severityLevel) => ({
  namespace: 'shop',
  imageName,
  imageVersion: '1',
  imageDigest: `sha256:${'f'.repeat(64)}`,
  scanStatus: ScanStatus.SUCCESS,
  severityLevel,
  maliciousFileNum: 0,
  latestUpdateTime: anHourAgo,
  latestScanTime: anHourAgo,
});
const cicdImages = [row('web', SeverityLevel.LOW), row('infected', SeverityLevel.HIGH)];

const app = new App({ outdir: 'out' });
const stack = new TerraformStack(app, 'shop');
new HssConnection(
  stack,
  'hss',
  source === 'live' ? {} : { source: HssSource.fixture({ cicdImages }) },
);
const policy = new ImagePolicy({ maxSeverity: SeverityLevel.LOW });
const gate = new HssImageGate(stack, 'gate', { policy });
const outputs = {
  image: gate.require(`registry.example/shop/${image}:1`),
  listed: new DataHssCicdImages(stack, 'images').rows.map(({ imageName }) => imageName).join(),
};
for (const [name, value] of Object.entries(outputs)) {
  new TerraformOutput(stack, name, { value, staticId: true });
}
app.synth();
