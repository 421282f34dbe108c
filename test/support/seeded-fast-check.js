const { join } = require('node:path');

// By its path, because jest resolves the name to this file.
const fastCheck = require(join(__dirname, '../../node_modules/fast-check/lib/cjs/fast-check.js'));

/** Draws the same cases in every run, so that a run fails by its change alone. PROPERTY_SEED draws others; npm run fuzz does. */
fastCheck.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20_261_128) });

module.exports = fastCheck;
