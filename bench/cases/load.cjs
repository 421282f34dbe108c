// How long the package takes to load in an app that has loaded cdktf, all of it: what is exported loads when it is first asked for.
require('cdktf');
const { report } = require('../support/case.cjs');

const started = performance.now();
Object.values(require('cdktf-hss'));
report({ ms: performance.now() - started });
