// One lookup of the whole list.
const { App, TerraformStack } = require('cdktf');
const { DataHssCicdImages } = require('cdktf-hss');
const { tmpdir } = require('node:os');

const stack = new TerraformStack(new App({ outdir: `${tmpdir()}/cdktf-hss-bench` }), 'bench');
const started = performance.now();
const { totalNum } = new DataHssCicdImages(stack, 'images');
console.log(JSON.stringify({ ms: performance.now() - started, rows: totalNum }));
