import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { renderSnapshot } from '../../src/lookup/snapshot';
import { FORMATS } from '../../src/report/render';
import { manifestIn, newFolder, packedTarball, root, run, runBoth } from './support';

const manifest = manifestIn(root);

/** A project with the packed package and its three peers, and nothing else. */
function emptyProject(): { project: string; files: string[]; bytes: number; said: string } {
  const project = newFolder();
  const tarball = packedTarball();
  const files = run(project, 'tar', '-tzf', tarball)
    .split('\n')
    .filter((path) => path !== '' && !path.endsWith('/'))
    .map((path) => path.replace(/^package\//, ''));
  writeFileSync(join(project, 'package.json'), '{ "name": "consumer", "private": true }');
  const peers = ['cdktf', 'constructs', '@cdktf/provider-http'].map(
    (name) => `${name}@${manifest.devDependencies?.[name]}`,
  );
  const { stdout, stderr } = runBoth(
    project,
    'npm',
    'install',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    tarball,
    ...peers,
  );
  return { project, files, bytes: statSync(tarball).size, said: stdout + stderr };
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
  let bytes: number;
  let said: string;
  beforeAll(() => {
    ({ project, files, bytes, said } = emptyProject());
  }, 120_000);

  test('holds what it needs and nothing of the workshop', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        '.jsii',
        'LICENSE',
        'README.md',
        'CHANGELOG.md',
        'THIRD_PARTY_LICENSES',
        'sbom.cdx.json',
        'package.json',
        'schema/image-policy.schema.json',
        'lib/bundle/index.js',
        'lib/bundle/core.js',
        'lib/bundle/gate.js',
        'lib/index.d.ts',
        'lib/bundle/worker-code.js',
        'lib/bundle/command/hss-gate.js',
      ]),
    );
    const outside = files.filter((path) => !/^(lib|schema)\//.test(path));
    expect(outside.sort()).toEqual([
      '.jsii',
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'THIRD_PARTY_LICENSES',
      'package.json',
      'sbom.cdx.json',
    ]);
    // The bundles, and the types of what is public.
    const inside = files.filter((path) => path.startsWith('lib/'));
    expect(inside.filter((path) => !/^lib\/bundle\/.*\.js$|\.d\.ts$/.test(path))).toEqual([]);
  });

  test('weighs at most 1.4 MB', () => {
    expect(bytes).toBeLessThanOrEqual(1.4e6);
  });

  test('bundles its runtime dependencies, and installs no others', () => {
    expect([...manifest.bundledDependencies].sort()).toEqual(
      Object.keys(manifest.dependencies).sort(),
    );
    expect(manifestIn(join(project, 'node_modules', 'cdktf-hss'))).not.toHaveProperty(
      'dependencies',
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

  test('installs without a script, and npm has none to warn of', () => {
    expect(said).not.toMatch(/cdktf-hss@.*\b(prepare|(pre|post)?install)\b/);
    const installed = JSON.parse(
      readFileSync(join(project, 'node_modules', '.package-lock.json'), 'utf8'),
    ) as { packages: { [path: string]: { hasInstallScript?: boolean } } };
    const ours = Object.entries(installed.packages).filter(
      ([path, { hasInstallScript }]) =>
        /node_modules\/cdktf-hss(\/|$)/.test(path) && hasInstallScript,
    );
    expect(ours).toEqual([]);
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

  test('compiles in a strict project that checks declarations too', () => {
    const source = `import { App, TerraformOutput, TerraformStack } from 'cdktf';
import { ${NAMES} } from 'cdktf-hss';
${GATED_STACK.replace(/^console.*$/m, '')}`;
    writeFileSync(join(project, 'strict.ts'), source);
    const flags = '--noEmit --strict --skipLibCheck false --target es2022 --module node16';
    const types = ['--types', 'node', '--typeRoots', join(root, 'node_modules', '@types')];
    const tsc = join(root, 'node_modules', '.bin', 'tsc');
    run(project, tsc, ...flags.split(' '), ...types, 'strict.ts');
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

  test('has its command line, which finds all that it needs beside itself', () => {
    const gate = join(project, 'node_modules', '.bin', 'hss-gate');
    expect(run(project, gate, '--version').trim()).toBe(manifest.version);
    expect(JSON.parse(run(project, gate, 'policy', 'schema'))).toHaveProperty('$schema');
    const image = 'registry.example/shop/web:1';
    writeFileSync(
      join(project, 'hss.json'),
      renderSnapshot({
        endpoint: 'https://hss.example',
        projectId: 'p-1',
        recordedAt: new Date().toISOString(),
        lookups: [],
      }),
    );
    writeFileSync(join(project, 'image-policy.yaml'), 'version: 1\nmaxSeverity: Low\n');
    const outputs = FORMATS.flatMap((format) => ['-o', `${format}=result.${format}`]);
    const check = spawnSync(
      gate,
      ['check', '--snapshot', 'hss.json', ...outputs, `${image}@sha256:${'a'.repeat(64)}`],
      { cwd: project, encoding: 'utf8' },
    );
    expect([check.status, check.stderr]).toEqual([1, expect.stringMatching(/^policy: .*\n$/)]);
    for (const format of FORMATS) {
      expect(statSync(join(project, `result.${format}`)).size).toBeGreaterThan(0);
    }
    const script = `process.exitCode = process.env.HSS_ENDPOINT.startsWith('http://127.') ? 0 : 1`;
    run(project, gate, 'exec', '--snapshot', 'hss.json', '--', process.execPath, '-e', script);
  });
});
