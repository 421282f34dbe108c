import { HSS_GATE, SimulatorProcess } from '../support/simulator';
import { bin, blocks, project, run } from './reader';
import { ROWS } from './rows';

const PRELUDE = `import { App, TerraformStack } from 'cdktf';
const app = new App();
const stack = new TerraformStack(app, 'fragment');
`;

const snippets = blocks('docs/plan-time.md', 'ts');

test('the snippets compile, and synthesize without an account', () => {
  const folder = project({
    'snippet-0.ts': `${PRELUDE}${snippets[0]}app.synth();\n`,
    'snippet-1.ts': `${PRELUDE}${snippets[1]}export default [newest, total];\napp.synth();\n`,
    'image-policy.yaml': 'version: 1\nmaxSeverity: Low\n',
  });
  const compiled = run(folder, bin('tsc'), ['-p', '.']);
  expect(compiled).toMatchObject({ stdout: '', status: 0 });
  const env = { HW_REGION_NAME: 'cn-north-4', HW_PROJECT_ID: 'project-1' };
  for (const [index] of snippets.entries()) {
    const { status, stderr } = run(folder, bin('tsx'), [`snippet-${index}.ts`], env);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  }
});

test('the command runs terraform with the address of the proxy', async () => {
  const [command] = blocks('docs/plan-time.md', 'sh');
  expect(command).toBe('npx hss-gate exec -- terraform plan\n');
  const simulator = await SimulatorProcess.serving({ cicd_images: ROWS });
  const folder = project({
    'main.tf': 'variable "hss_endpoint" {}\noutput "at" { value = var.hss_endpoint }\n',
  });
  const words = command.trim().split(' ').slice(2);
  const planned = run(folder, process.execPath, [HSS_GATE, ...words], simulator.env);
  await simulator.stop();
  // eslint-disable-next-line no-control-regex -- terraform colours its output
  expect(planned.stdout.replace(/\u001b\[\d+m/g, '')).toMatch(
    /\+ at = "http:\/\/127\.0\.0\.1:\d+\/[\w-]+\/gate"/,
  );
});
