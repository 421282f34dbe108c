// An app that lets Terraform ask HSS. What it imports as cdktf can be cdktn.
import { App, TerraformStack } from 'cdktf';
import { DataHssCicdImagesAtPlan } from 'cdktf-hss';

const app = new App({ outdir: 'out' });
new DataHssCicdImagesAtPlan(new TerraformStack(app, 'shop'), 'images');
app.synth();
