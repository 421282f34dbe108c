// The load time of the complete package in an app that has loaded cdktf. Exports load on first use,
// so all are used.
require('cdktf');
const { report } = require('../support/case.cjs');

const started = performance.now();
Object.values(require('cdktf-hss'));
report({ ms: performance.now() - started });
