/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }],
  },
  // Most of a test's time is another process's: the machine is kept busy by several at once.
  maxWorkers: '100%',
  testTimeout: 30_000,
  moduleNameMapper: { '^fast-check$': '<rootDir>/test/support/seeded-fast-check.js' },
  setupFiles: ['<rootDir>/test/support/no-forced-colour.ts'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
};
