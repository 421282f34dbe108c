// The first lookup of a process, one page: from its construction to its rows. cdktf is loaded before the clock starts,
// as every app loads it.
const { App, TerraformStack } = require('cdktf');
const { tmpdir } = require('node:os');

const stack = new TerraformStack(new App({ outdir: `${tmpdir()}/cdktf-hss-bench` }), 'bench');
const started = performance.now();
const { DataHssCicdImages } = require('cdktf-hss');
const rows = new DataHssCicdImages(stack, 'images', { imageName: 'web', imageVersion: '1.0.0' })
  .totalNum;
console.log(JSON.stringify({ ms: performance.now() - started, rows }));
