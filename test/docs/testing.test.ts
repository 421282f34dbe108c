import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bin, blocks, project, root, run } from './reader';

test('the jest example passes in a reader’s project, beside the example’s stack', () => {
  const example = (name: string): string =>
    readFileSync(join(root, 'examples', 'gated-deployment', name), 'utf8');
  const folder = project({
    'shop.test.ts': blocks('docs/testing.md', 'ts')[0],
    'stack.ts': example('stack.ts'),
    'image-policy.yaml': example('image-policy.yaml'),
    'jest.config.js': `module.exports = {
      testEnvironment: 'node',
      transform: { '^.+\\\\.ts$': [${JSON.stringify(join(root, 'node_modules', '@swc/jest'))}] },
      moduleNameMapper: { '^cdktf-hss$': ${JSON.stringify(join(root, 'lib', 'index.js'))} },
      modulePaths: [${JSON.stringify(join(root, 'node_modules'))}],
    };`,
  });
  const typed = run(folder, bin('tsc'), ['-p', '.']);
  expect({ stdout: typed.stdout, status: typed.status }).toEqual({ stdout: '', status: 0 });
  const tested = run(folder, bin('jest'), []);
  expect(tested.stderr).toContain('2 passed, 2 total');
  expect(tested.status).toBe(0);
});
