import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HSS_GATE, SimulatorProcess } from '../support/simulator';
import { bin, blocks, project, root, run } from './reader';

test('the Jest example passes in a project with the stack of the example', () => {
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

test('the simulator data has an image whose vulnerabilities agree with its row', async () => {
  const folder = project({ 'hss.yaml': blocks('docs/testing.md', 'yaml')[0] });
  const simulator = await SimulatorProcess.start(['--data', join(folder, 'hss.yaml')]);
  const command = ['list', 'vulnerabilities', 'shop/web:1.4.2', '--format', 'json'];
  const { stdout, stderr } = run(folder, process.execPath, [HSS_GATE, ...command], simulator.env);
  await simulator.stop();
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toMatchObject({
    total: 3,
    rows: [
      { severityLevel: 'Critical', cves: [{ cveId: 'CVE-2026-12345', cvss: 9.8 }, {}] },
      {},
      {},
    ],
  });
});
