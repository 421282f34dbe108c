import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimulatorProcess } from '../support/simulator';

const root = join(__dirname, '..', '..');
const bin = (name: string): string => join(root, 'node_modules', '.bin', name);
const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** The code blocks of a language, in the README's order. */
function blocks(language: string): string[] {
  return [...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, found]) => found === language)
    .map(([, , text]) => text);
}

/** What a fragment leaves out because the first snippet has shown it. */
const PRELUDE = `import { App, TerraformStack } from 'cdktf';
const app = new App();
const stack = new TerraformStack(app, 'fragment');
`;

/** A reader's project: the snippets, the policy file, and the packages where npm would put them. */
function readersProject(): string {
  const project = mkdtempSync(join(tmpdir(), 'readme-'));
  blocks('ts').forEach((text, index) => {
    writeFileSync(
      join(project, `snippet-${index}.ts`),
      text.includes('new App()') ? text : PRELUDE + text,
    );
  });
  writeFileSync(join(project, 'image-policy.yaml'), blocks('yaml')[0]);
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        target: 'es2022',
        module: 'commonjs',
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        typeRoots: [join(root, 'node_modules', '@types')],
        types: ['node'],
        baseUrl: '.',
        paths: {
          'cdktf-hss': [join(root, 'lib', 'index')],
          '*': [join(root, 'node_modules', '*')],
        },
      },
      include: ['*.ts'],
    }),
  );
  return project;
}

function run(cwd: string, command: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  return spawnSync(command, args, { cwd, encoding: 'utf8', env: { ...process.env, ...env } });
}

describe('README', () => {
  let simulator: SimulatorProcess;
  let project: string;
  beforeAll(async () => {
    project = readersProject();
    simulator = await SimulatorProcess.start([
      '--data',
      join(root, 'examples', 'gated-deployment', 'images.yaml'),
    ]);
    await simulator.data({
      cicd_images: [
        row('1.4.2', '5e0c', { severity_level: 'Low', malicious_file_num: 0 }),
        row('1.5.0', 'bad1', { severity_level: 'High', malicious_file_num: 2 }),
      ],
      image_registries: [{ id: 'r-1', registry_name: 'prod-swr' }],
    });
  });
  afterAll(() => simulator.stop());

  function row(version: string, digest: string, found: object) {
    return {
      namespace: 'shop',
      image_name: 'web',
      image_version: version,
      image_digest: `sha256:${digest.repeat(16)}`,
      scan_status: 'success',
      latest_update_time: Date.now() - 1000,
      latest_scan_time: Date.now() - 1000,
      ...found,
    };
  }

  test('every TypeScript snippet compiles', () => {
    const { stdout, status } = run(project, bin('tsc'), ['-p', '.']);
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
  });

  test.each(blocks('ts').map((_, index) => index))('TypeScript snippet %i runs', (index) => {
    const { status, stderr } = run(project, bin('tsx'), [`snippet-${index}.ts`], simulator.env);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('the first snippet deploys the image that is shown', () => {
    run(project, bin('tsx'), ['snippet-0.ts'], { ...simulator.env, CDKTF_OUTDIR: 'shown' });
    const json = readFileSync(join(project, 'shown', 'stacks', 'shop', 'cdk.tf.json'), 'utf8');
    expect(json).toContain(blocks('json')[0].trim());
  });

  test('another version of it is refused as is shown, and nothing is written', () => {
    const refused = blocks('ts')[0].replace(':1.4.2', ':1.5.0');
    writeFileSync(join(project, 'refused.ts'), refused);
    const { status, stderr } = run(project, bin('tsx'), ['refused.ts'], {
      ...simulator.env,
      CDKTF_OUTDIR: 'refused',
    });
    expect(status).toBe(1);
    const told = stderr
      .replace(/(?<=sha256:bad1)(bad1)+/, '…')
      .replace(/(?<=success at )[^\s]+/, '2026-11-22T05:14:42.455Z');
    for (const line of blocks('text')[0].trim().split('\n')) expect(told).toContain(line.trim());
    expect(existsSync(join(project, 'refused', 'stacks', 'shop', 'cdk.tf.json'))).toBe(false);
  });

  test('every command is one that is run here or in CI', () => {
    const commands = blocks('sh').flatMap((text) => text.trim().split('\n'));
    const ci = readFileSync(join(root, '.ci', 'run'), 'utf8');
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: { [name: string]: string };
    };
    expect(commands).toEqual([
      'npm ci && npm run demo', // .ci/run
      'npm ci && npm test', // .ci/run
      'npm install cdktf-hss cdktf constructs @cdktf/provider-http', // test/package, with the packed tarball
      'npx hss-gate simulate --rows 1000 --latency-ms 50', // below
    ]);
    for (const command of ['npm ci', 'npm run demo', 'npm test'])
      expect(ci).toContain(`\n${command}\n`);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['demo', 'test']));
  });

  test('hss-gate simulate takes the options that are shown', async () => {
    const shown = await SimulatorProcess.start(['--rows', '1000', '--latency-ms', '50']);
    await shown.stop();
    expect(shown.env.HSS_ENDPOINT).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test('every link within the repository leads somewhere', () => {
    const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => path);
    expect(links.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
