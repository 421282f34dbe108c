// How long the package takes to load in an app that has loaded cdktf.
require('cdktf');
const { report } = require('../support/case.cjs');

const started = performance.now();
require('cdktf-hss');
report({ ms: performance.now() - started });
