// An app with a gated stack of each framework: `both.mjs IMAGE-OF-CDKTF IMAGE-OF-CDKTN`.
import * as cdktf from 'cdktf';
import * as cdktn from 'cdktn';
import { DataHssCicdImagesAtPlan, HssImageGate, ImagePolicy, SeverityLevel } from 'cdktf-hss';

const policy = new ImagePolicy({ maxSeverity: SeverityLevel.LOW });
const images = process.argv.slice(2);

const apps = Object.entries({ cdktf, cdktn }).map(([name, framework], at) => {
  const app = new framework.App({ outdir: `out-${name}` });
  const stack = new framework.TerraformStack(app, name);
  new DataHssCicdImagesAtPlan(stack, 'images');
  const gate = new HssImageGate(stack, 'gate', { policy, atPlan: true });
  const value = gate.require(`registry.example/shop/${images[at]}:1`);
  new framework.TerraformOutput(stack, 'image', { value, staticId: true });
  return app;
});
for (const app of apps) app.synth();
