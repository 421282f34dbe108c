const { join } = require('node:path');

/** Has packages of its own: `npm ci --prefix test/frameworks/cdktn`. */
const packages = join(__dirname, 'test', 'frameworks', 'cdktn', 'node_modules');

/**
 * Runs the tests of what knows the framework with cdktn in the place of cdktf. What they import of cdktf is cdktn's then, and so is
 * what the prebuilt bindings and the package itself load.
 * @type {import('jest').Config}
 */
module.exports = {
  ...require('./jest.config'),
  testMatch: ['<rootDir>/test/(constructs|terraform)/**/*.test.ts'],
  // The choice between the two is tested where it is made, and what asks no framework needs no second run.
  testPathIgnorePatterns: [
    '/test/constructs/framework/',
    '/test/terraform/(expressions|http-provider|same-answer)[.]',
  ],
  moduleNameMapper: {
    '^(?:cdktf|cdktn)(/.*)?$': join(packages, 'cdktn$1'),
    '^constructs$': join(packages, 'constructs'),
  },
};
