import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  devDependencies: { [name: string]: string };
  dependencies: { [name: string]: string };
  bundledDependencies: string[];
};

function run(cwd: string, command: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

/** A project with the packed package and its three peers, and nothing else. */
function emptyProject(): { project: string; files: string[] } {
  const project = mkdtempSync(join(tmpdir(), 'consumer-'));
  const packed = JSON.parse(
    // Without scripts: lib/ is built, and other tests are using it.
    run(root, 'npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', project),
  ) as unknown;
  // npm lists a pack as an array, or by name.
  const [entry] = Object.values(packed as object) as [
    { filename: string; files: { path: string }[] },
  ];
  writeFileSync(join(project, 'package.json'), '{ "name": "consumer", "private": true }');
  const peers = ['cdktf', 'constructs', '@cdktf/provider-http'].map(
    (name) => `${name}@${manifest.devDependencies[name]}`,
  );
  run(
    project,
    'npm',
    'install',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    `./${entry.filename}`,
    ...peers,
  );
  return { project, files: entry.files.map(({ path }) => path) };
}

const GATED_STACK = `
const app = new App({ outdir: 'out' });
const stack = new TerraformStack(app, 'shop');
const hour = 3600000;
new HssConnection(stack, 'hss', { source: HssSource.fixture({ cicdImages: [{
  namespace: 'shop', imageName: 'web', imageVersion: '1', imageDigest: 'sha256:' + 'a'.repeat(64),
  scanStatus: ScanStatus.SUCCESS, severityLevel: SeverityLevel.LOW, maliciousFileNum: 0,
  latestUpdateTime: Date.now() - hour, latestScanTime: Date.now() - hour,
}] }) });
const gate = new HssImageGate(stack, 'gate', { policy: new ImagePolicy({ maxSeverity: SeverityLevel.LOW }) });
new TerraformOutput(stack, 'image', { value: gate.require('registry.example/shop/web:1'), staticId: true });
app.synth();
console.log(require('node:fs').readFileSync('out/stacks/shop/cdk.tf.json', 'utf8'));
`;

const NAMES = 'HssConnection, HssImageGate, HssSource, ImagePolicy, ScanStatus, SeverityLevel';

describe('the packed package', () => {
  let project: string;
  let files: string[];
  beforeAll(() => {
    ({ project, files } = emptyProject());
  }, 120_000);

  test('holds what it needs and nothing of the workshop', () => {
    const own = files.filter((path) => !path.startsWith('node_modules/'));
    expect(own).toEqual(
      expect.arrayContaining([
        '.jsii',
        'LICENSE',
        'README.md',
        'CHANGELOG.md',
        'package.json',
        'schema/image-policy.schema.json',
        'lib/index.js',
        'lib/index.d.ts',
        'lib/lookup/worker.js',
        'lib/cli/main.js',
      ]),
    );
    const outside = own.filter((path) => !/^(lib|schema)\//.test(path));
    expect(outside.sort()).toEqual([
      '.jsii',
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'package.json',
    ]);
    expect(
      own.filter((path) => path.includes('tsbuildinfo') || /(?<!\.d)\.ts$/.test(path)),
    ).toEqual([]);
  });

  test('bundles its runtime dependencies, and installs no others', () => {
    expect([...manifest.bundledDependencies].sort()).toEqual(
      Object.keys(manifest.dependencies).sort(),
    );
    const installed = readdirSync(join(project, 'node_modules')).filter(
      (name) => !name.startsWith('.'),
    );
    const ofCdktf = ['archiver', 'json-stable-stringify', 'semver'];
    const foreign = installed.filter(
      (name) => manifest.dependencies[name] !== undefined && !ofCdktf.includes(name),
    );
    expect(foreign).toEqual([]);
  });

  test('gates a stack from CommonJS', () => {
    writeFileSync(
      join(project, 'gated.cjs'),
      `const { App, TerraformOutput, TerraformStack } = require('cdktf');\nconst { ${NAMES} } = require('cdktf-hss');\n${GATED_STACK}`,
    );
    expect(run(project, process.execPath, 'gated.cjs')).toContain(
      `registry.example/shop/web@sha256:${'a'.repeat(64)}`,
    );
  });

  test('gates a stack from an ES module', () => {
    writeFileSync(
      join(project, 'gated.mjs'),
      `import { createRequire } from 'node:module';\nimport { App, TerraformOutput, TerraformStack } from 'cdktf';\nimport { ${NAMES} } from 'cdktf-hss';\nconst require = createRequire(import.meta.url);\n${GATED_STACK}`,
    );
    expect(run(project, process.execPath, 'gated.mjs')).toContain(
      `registry.example/shop/web@sha256:${'a'.repeat(64)}`,
    );
  });

  test('asks HSS from its worker thread: what it says comes from the bundled client', () => {
    writeFileSync(
      join(project, 'live.cjs'),
      `const { App, TerraformStack } = require('cdktf');
       const { DataHssImageRegistries, HssConnection, HssCredentials } = require('cdktf-hss');
       const stack = new TerraformStack(new App({ outdir: 'out' }), 's');
       new HssConnection(stack, 'hss', { endpoint: 'http://127.0.0.1:9', projectId: 'p', maxRetries: 0, credentials: HssCredentials.token('t0ken') });
       try { new DataHssImageRegistries(stack, 'r').rows } catch (error) { console.log(error.code) }`,
    );
    expect(run(project, process.execPath, 'live.cjs').trim()).toBe('HSS_UNREACHABLE');
  });

  test('has its command line', () => {
    expect(
      run(project, join(project, 'node_modules', '.bin', 'hss-gate'), '--version').trim(),
    ).toMatch(/^\d/);
  });
});
