import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['lib/', 'dist/', 'node_modules/', '**/cdktf.out/', 'coverage/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'test/tsconfig.json', 'examples/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      // Missing in other test environments of jest, such as jsdom: what src uses is imported from Node.
      'no-restricted-globals': [
        'error',
        'MessageChannel',
        'TextDecoder',
        'TextEncoder',
        'clearImmediate',
        'fetch',
        'performance',
        'setImmediate',
        'structuredClone',
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // Tests look into JSON of any form.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // Numbers beyond what JavaScript holds are what many of them are about.
      'no-loss-of-precision': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.js', '**/*.cjs'],
    ignores: ['src/report/html/page.js'],
    languageOptions: { globals: globals.node },
  },
  {
    // The script of the HTML report, which a browser runs.
    files: ['src/report/html/page.js'],
    languageOptions: { sourceType: 'script', globals: globals.browser },
  },
);
