import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HSS_GATE, SimulatorProcess } from '../support/simulator';
import { bin, blocks, brokenLinks, project, root, run } from './reader';
import { ROWS } from './rows';

/** A plan that deploys nothing that HSS would have to be asked about. */
const PLAN = { format_version: '1.2', terraform_version: '1.11.4', resource_changes: [] };

/** What a fragment leaves out because the first snippet has shown it. */
const PRELUDE = `import { App, TerraformStack } from 'cdktf';
const app = new App();
const stack = new TerraformStack(app, 'fragment');
`;

const snippets = blocks('README.md', 'ts');

/** Commands that are run below, as they are shown. */
const CLI = [
  'npx --no -- hss-gate check --wait 10m swr.cn-north-4.myhuaweicloud.com/shop/web:1.4.2',
  'terraform show -json plan.bin | npx --no -- hss-gate plan -o table -o sarif=hss.sarif -',
  'npx --no -- hss-gate policy explain swr.cn-north-4.myhuaweicloud.com/shop/web:1.4.2',
  'npx --no -- hss-gate list images --severity-level High -o csv',
  'npx --no -- hss-gate snapshot record hss.json swr.cn-north-4.myhuaweicloud.com/shop/web:1.4.2',
  'npx --no -- hss-gate doctor',
];

describe('README', () => {
  let simulator: SimulatorProcess;
  let folder: string;
  beforeAll(async () => {
    folder = project({
      ...Object.fromEntries(
        snippets.map((text, index) => [
          `snippet-${index}.ts`,
          text.includes('new App()') ? text : PRELUDE + text,
        ]),
      ),
      'image-policy.yaml': blocks('README.md', 'yaml')[0],
    });
    simulator = await SimulatorProcess.serving({
      cicd_images: ROWS,
      image_registries: [{ id: 'r-1', registry_name: 'prod-swr' }],
    });
  });
  afterAll(() => simulator.stop());

  test('every TypeScript snippet compiles', () => {
    const { stdout, status } = run(folder, bin('tsc'), ['-p', '.']);
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
  });

  test.each(snippets.map((_, index) => index))('TypeScript snippet %i runs', (index) => {
    const { status, stderr } = run(folder, bin('tsx'), [`snippet-${index}.ts`], simulator.env);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('the first snippet deploys the image that is shown', () => {
    run(folder, bin('tsx'), ['snippet-0.ts'], { ...simulator.env, CDKTF_OUTDIR: 'shown' });
    const json = readFileSync(join(folder, 'shown', 'stacks', 'shop', 'cdk.tf.json'), 'utf8');
    expect(json).toContain(blocks('README.md', 'json')[0].trim());
  });

  test('another version of it is refused as is shown, and nothing is written', () => {
    writeFileSync(join(folder, 'refused.ts'), snippets[0].replace(':1.4.2', ':1.5.0'));
    const { status, stderr } = run(folder, bin('tsx'), ['refused.ts'], {
      ...simulator.env,
      CDKTF_OUTDIR: 'refused',
    });
    expect(status).toBe(1);
    const told = stderr
      .replace(/(?<=sha256:bad1)(bad1)+/, '…')
      .replace(/(?<=success at )[^\s]+/, '2026-11-22T05:14:42.455Z');
    for (const line of blocks('README.md', 'text')[0].trim().split('\n')) {
      expect(told).toContain(line.trim());
    }
    expect(existsSync(join(folder, 'refused', 'stacks', 'shop', 'cdk.tf.json'))).toBe(false);
  });

  test('every command is one that is run here or in CI', () => {
    const commands = blocks('README.md', 'sh').flatMap((text) => text.trim().split('\n'));
    const ci = readFileSync(join(root, '.ci', 'run'), 'utf8');
    expect(commands).toEqual([
      ...CLI.slice(0, 1),
      'npm ci && npm run demo', // .ci/run
      'npm ci && npm test', // .ci/run
      'npm install cdktf-hss cdktf constructs @cdktf/provider-http', // test/package, with the packed tarball
      ...CLI,
      'npx --no -- hss-gate exec -- terraform plan', // docs/plan-time.md, which shows it too
      'npx --no -- hss-gate exec -- npx --no -- tsx main.ts', // below
      'npx --no -- hss-gate simulate --rows 1000 --latency-ms 50', // below
    ]);
    for (const command of ['npm ci', 'npm run demo', 'npm test']) {
      expect(ci).toContain(`\n${command}\n`);
    }
  });

  test.each(CLI)('the command runs: %s', (command) => {
    const words = command
      .replace('terraform show -json plan.bin', 'cat plan.json')
      .replace('npx --no -- hss-gate', `"${process.execPath}" "${HSS_GATE}"`);
    writeFileSync(join(folder, 'plan.json'), JSON.stringify(PLAN));
    const { status, stdout, stderr } = run(folder, 'sh', ['-c', words], simulator.env);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(stdout + stderr).not.toBe('');
  });

  test('hss-gate exec runs the first snippet with no credential in its environment', () => {
    writeFileSync(join(folder, 'main.ts'), snippets[0]);
    const { status, stderr } = run(
      folder,
      process.execPath,
      [HSS_GATE, 'exec', '--clean-env', '--', bin('tsx'), 'main.ts'],
      { ...simulator.env, CDKTF_OUTDIR: 'executed' },
    );
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: '',
    });
    const json = readFileSync(join(folder, 'executed', 'stacks', 'shop', 'cdk.tf.json'), 'utf8');
    expect(json).toContain(blocks('README.md', 'json')[0].trim());
  });

  test('hss-gate simulate takes the options that are shown', async () => {
    const shown = await SimulatorProcess.start(['--rows', '1000', '--latency-ms', '50']);
    await shown.stop();
    expect(shown.env.HSS_ENDPOINT).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });
});

test.each([
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'docs/guide.md',
  'docs/security.md',
  'docs/troubleshooting.md',
  'docs/policy.md',
  'docs/testing.md',
  'docs/plan-time.md',
  'docs/pipelines.md',
  'docs/performance.md',
  'docs/decisions.md',
  'examples/gated-deployment/README.md',
  'examples/registry-ids/README.md',
  'examples/registry-images/README.md',
  'examples/organisation-policy/README.md',
  'examples/pipelines/README.md',
])('every link of %s within the repository leads somewhere', (document) => {
  expect(brokenLinks(document)).toEqual([]);
});
