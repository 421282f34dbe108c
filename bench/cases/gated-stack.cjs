// A stack with a number of deployments of 40 images, from rows in memory, with or without a gate.
const { DeploymentV1 } = require('@cdktf/provider-kubernetes/lib/deployment-v1');
const { KubernetesProvider } = require('@cdktf/provider-kubernetes/lib/provider');
const { App, TerraformStack } = require('cdktf');
const { report, settings } = require('../support/case.cjs');

const IMAGES = 40;
const { resources, gated } = settings;
const app = new App();
const stack = new TerraformStack(app, 'bench');
new KubernetesProvider(stack, 'kubernetes');
if (gated) gate();
for (let index = 0; index < resources; index++) {
  const app = `app-${index}`;
  const image = `swr.cn-north-4.myhuaweicloud.com/shop/app-${index % IMAGES}:1.4`;
  new DeploymentV1(stack, app, {
    metadata: { name: app },
    spec: {
      replicas: '2',
      selector: { matchLabels: { app } },
      template: {
        metadata: { labels: { app } },
        spec: {
          container: [
            {
              name: 'main',
              image,
              env: [{ name: 'LOG', value: 'info' }],
              port: [{ containerPort: 8080 }],
              resources: { limits: { cpu: '1', memory: '512Mi' } },
            },
          ],
        },
      },
    },
  });
}
const started = performance.now();
app.synth();
report({ ms: performance.now() - started });

function gate() {
  const {
    HssConnection,
    HssImageGate,
    HssSource,
    ImagePolicy,
    ScanStatus,
    SeverityLevel,
  } = require('cdktf-hss');
  const now = Date.now();
  const cicdImages = Array.from({ length: IMAGES }, (_, index) => ({
    namespace: 'shop',
    imageName: `app-${index}`,
    imageVersion: '1.4',
    imageDigest: `sha256:${index.toString(16).padStart(64, '0')}`,
    registryName: 'prod-swr',
    scanStatus: ScanStatus.SUCCESS,
    severityLevel: SeverityLevel.LOW,
    vulNum: 3,
    unsafeSettingNum: 1,
    maliciousFileNum: 0,
    latestUpdateTime: now - 3 * 3_600_000,
    latestScanTime: now - 2 * 3_600_000,
  }));
  new HssConnection(stack, 'hss', { source: HssSource.fixture({ cicdImages }) });
  new HssImageGate(stack, 'gate', {
    policy: new ImagePolicy({ maxSeverity: SeverityLevel.LOW }),
  });
}
