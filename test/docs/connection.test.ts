import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SimulatorProcess } from '../support/simulator';
import { asInstalled, blocks, project, run } from './reader';
import { ROWS } from './rows';

const [DOCTOR, EXEC] = blocks('docs/connection.md', 'sh');
const [STACK] = blocks('README.md', 'ts');
const [POLICY] = blocks('README.md', 'yaml');

let simulator: SimulatorProcess;
let folder: string;
beforeAll(async () => {
  folder = project({ 'main.ts': STACK, 'image-policy.yaml': POLICY });
  simulator = await SimulatorProcess.serving({ cicd_images: ROWS });
});
afterAll(() => simulator.stop());

test('doctor takes the variables that are shown', () => {
  const { HW_ACCESS_KEY, HW_SECRET_KEY, HSS_ENDPOINT, HW_PROJECT_ID } = simulator.env;
  const script = asInstalled(DOCTOR)
    .replace('HW_ACCESS_KEY=...', `HW_ACCESS_KEY=${HW_ACCESS_KEY}`)
    .replace('HW_SECRET_KEY=...', `HW_SECRET_KEY=${HW_SECRET_KEY}`);
  const { status, stdout } = run(folder, 'bash', ['-c', script], { HSS_ENDPOINT, HW_PROJECT_ID });
  expect(stdout).toContain('cn-north-4');
  expect(status).toBe(0);
});

test('a stack is synthesized behind hss-gate exec, without a credential of its own', () => {
  const script = asInstalled(EXEC).replace(' exec ', ' exec --clean-env ');
  const { status, stderr } = run(folder, 'bash', ['-c', script], {
    ...simulator.env,
    CDKTF_OUTDIR: 'executed',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const json = readFileSync(join(folder, 'executed', 'stacks', 'shop', 'cdk.tf.json'), 'utf8');
  expect(json).toContain('shop/web@sha256:5e0c5e0c');
});
