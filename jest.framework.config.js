const { join } = require('node:path');

/** A folder of test/frameworks, which has packages of its own. */
const framework = process.env.FRAMEWORK ?? 'cdktn';
const packages = join(__dirname, 'test', 'frameworks', framework, 'node_modules');

/**
 * Runs the tests of what knows the framework with another in the place of cdktf 0.21: FRAMEWORK is cdktn or cdktf-0.20. What they
 * import of cdktf is the other's then, and so is what the prebuilt bindings and the package itself load.
 * @type {import('jest').Config}
 */
module.exports = {
  ...require('./jest.config'),
  testMatch: ['<rootDir>/test/(constructs|terraform)/**/*.test.ts'],
  // The choice between the two is tested where it is made. The others load no framework, or cdktf in a process of their own.
  testPathIgnorePatterns: [
    '/test/constructs/(framework|kernel)/',
    '/test/terraform/(expressions|http-provider|same-answer|saved-plan|saved-plan-ways|stack-files)[.]',
  ],
  moduleNameMapper: {
    ...require('./jest.config').moduleNameMapper,
    '^(?:cdktf|cdktn)(/.*)?$': join(packages, `${framework.replace(/-.*/, '')}$1`),
    '^constructs$': join(packages, 'constructs'),
  },
};
