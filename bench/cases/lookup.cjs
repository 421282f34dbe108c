// A lookup of the complete list: the first of its process or, if warm, one after the worker and its
// connections were started. Without the list, measures everything else.
const { App, TerraformStack } = require('cdktf');
const { DataHssCicdImages, HssConnection } = require('cdktf-hss');
const { report, settings } = require('../support/case.cjs');
const { peakMB } = require('../support/peak.cjs');

const stack = new TerraformStack(new App(), 'bench');
new HssConnection(stack, 'connection', {
  maxRows: 250_000,
  concurrency: settings.concurrency,
});
const read = (id, props) => new DataHssCicdImages(stack, id, props).totalNum;
// One page, as an earlier lookup of an app would request. The next query is a different one: it has
// a filter that all rows pass.
if (settings.warm) read('warm', { imageName: 'web', imageVersion: '1.0.0' });
const started = performance.now();
const rows = settings.list === false ? 0 : read('measured', { startLatestUpdateTime: 0 });
report({ ms: performance.now() - started, rows, peakMB: peakMB() });
