// A stack that requires a number of images through a gate. The gate queries HSS for them in the
// lists that its policy names, and for their vulnerabilities if the policy limits these.
const { App, TerraformOutput, TerraformStack } = require('cdktf');
const { HssImageGate, ImagePolicy, SeverityLevel } = require('cdktf-hss');
const { report, settings } = require('../support/case.cjs');

const { images, imageSources, vulnerabilities } = settings;
const started = performance.now();
const app = new App();
const stack = new TerraformStack(app, 'bench');
const gate = new HssImageGate(stack, 'gate', {
  policy: new ImagePolicy({ maxSeverity: SeverityLevel.LOW, imageSources, vulnerabilities }),
});
for (let index = 0; index < images; index++) {
  const value = gate.require(`registry.example/shop/app-${index}:1.4`);
  new TerraformOutput(stack, `image-${index}`, { value });
}
app.synth();
report({ ms: performance.now() - started });
