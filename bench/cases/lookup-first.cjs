// The first lookup of a process, one page: from loading the package to the rows. cdktf is loaded
// before the clock starts, because every app loads it.
const { App, TerraformStack } = require('cdktf');
const { report } = require('../support/case.cjs');

const stack = new TerraformStack(new App(), 'bench');
const started = performance.now();
const { DataHssCicdImages } = require('cdktf-hss');
const rows = new DataHssCicdImages(stack, 'images', { imageName: 'web', imageVersion: '1.0.0' })
  .totalNum;
report({ ms: performance.now() - started, rows });
