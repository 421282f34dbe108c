// An app with a number of lookups, each of one image, and an output for each. Without lookups, it
// does not load the package.
const { App, TerraformOutput, TerraformStack } = require('cdktf');
const { report, settings } = require('../support/case.cjs');

const app = new App();
const stack = new TerraformStack(app, 'bench');
const values =
  settings.lookups === 0
    ? [{ totalNum: 0 }]
    : Array.from({ length: settings.lookups }, (_, index) => {
        const { DataHssCicdImages } = require('cdktf-hss');
        return new DataHssCicdImages(stack, `images-${index}`, {
          imageName: 'web',
          imageVersion: `1.0.${index}`,
        });
      });
values.forEach((value, index) => {
  new TerraformOutput(stack, `total-${index}`, { value: value.totalNum });
});
app.synth();
report({});
