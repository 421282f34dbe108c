// A lookup of the whole list: the first of its process, or, warm, once the worker and its connections are. Without the list, what
// all the rest takes.
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
// One page, as an app's other lookups would have asked before. What follows is not the same query again: it has a filter
// that all rows pass.
if (settings.warm) read('warm', { imageName: 'web', imageVersion: '1.0.0' });
const started = performance.now();
const rows = settings.list === false ? 0 : read('measured', { startLatestUpdateTime: 0 });
report({ ms: performance.now() - started, rows, peakMB: peakMB() });
