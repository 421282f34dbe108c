// A lookup of the whole list, once the worker and its connections are warm.
const { App, TerraformStack } = require('cdktf');
const { DataHssCicdImages } = require('cdktf-hss');
const { tmpdir } = require('node:os');

const stack = new TerraformStack(new App({ outdir: `${tmpdir()}/cdktf-hss-bench` }), 'bench');
const read = (id, props) => new DataHssCicdImages(stack, id, props).totalNum;
read('warm', {});
const started = performance.now();
// A filter that all rows pass, so that this is not the same query again.
const rows = read('measured', { startLatestUpdateTime: 0 });
console.log(JSON.stringify({ ms: performance.now() - started, rows }));
