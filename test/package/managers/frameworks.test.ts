import { transformSync } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../support/processes';
import { SimulatorProcess } from '../../support/simulator';
import { newFolder, root } from '../support';
import { CDKTF, CDKTN, LOCKS, appManifest, newApp, npm } from './install';
import { imagesOfShop, testsOfShop } from './shop';

type Packages = { readonly [name: string]: string };

/** An app that npm has installed. */
function installed(packages: Packages, framework?: string, ...tarballs: string[]): string {
  const folder = newApp({ 'package.json': appManifest(packages) }, framework);
  npm(folder, 'install', ...tarballs);
  return folder;
}

/** The providers that a stack of Terraform's own lookups requires. */
async function providers(folder: string): Promise<unknown> {
  const env = { HSS_ENDPOINT: 'https://hss.example', HW_PROJECT_ID: 'p' };
  const ended = await run([process.execPath, 'at-plan.mjs'], env, folder);
  expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  const { terraform } = JSON.parse(
    readFileSync(join(folder, 'out', 'stacks', 'shop', 'cdk.tf.json'), 'utf8'),
  );
  return terraform.required_providers;
}

const CDKTF_ALONE = { cdktf: CDKTF.cdktf, constructs: CDKTF.constructs };

describe.each([
  { framework: 'cdktf', packages: CDKTF_ALONE },
  { framework: 'cdktn', packages: CDKTN },
])('an app that has $framework alone', ({ framework, packages }) => {
  let folder: string;
  beforeAll(() => {
    folder = installed(packages, framework);
  }, 120_000);

  test('has no other framework, and no binding', () => {
    const names = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
    expect(names.sort()).toEqual(['cdktf-hss', ...Object.keys(packages)].sort());
  });

  testsOfShop(() => ({ folder, command: (...args) => [process.execPath, 'shop.mjs', ...args] }));

  test('loads the package from CommonJS', async () => {
    const shop = readFileSync(join(folder, 'shop.mjs'), 'utf8');
    writeFileSync(join(folder, 'shop.cjs'), transformSync(shop, { format: 'cjs' }).code);
    const ended = await run([process.execPath, 'shop.cjs', 'fixture', 'web'], {}, folder);
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test.each([
    { module: 'nodenext', moduleResolution: 'nodenext' },
    { module: 'esnext', moduleResolution: 'bundler' },
  ])('compiles by TypeScript with moduleResolution $moduleResolution', async (settings) => {
    const compilerOptions = {
      ...settings,
      noEmit: true,
      strict: true,
      skipLibCheck: false,
      target: 'es2022',
      lib: ['es2022'],
      types: ['node'],
      typeRoots: [join(root, 'node_modules', '@types')],
    };
    const tsconfig = JSON.stringify({ compilerOptions, files: ['typed.mts'] });
    writeFileSync(join(folder, 'tsconfig.json'), tsconfig);
    const tsc = join(root, 'node_modules', '.bin', 'tsc');
    expect(await run([tsc], {}, folder)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
  });

  test('requires the provider of lookups at plan', async () => {
    expect(await providers(folder)).toEqual({ http: { source: 'http', version: '3.5.0' } });
  });
});

describe('an app that has both frameworks', () => {
  const written = (framework: string): string =>
    join(folder, `out-${framework}`, 'stacks', framework, 'cdk.tf.json');
  let folder: string;
  let hss: SimulatorProcess;
  beforeAll(async () => {
    // The range of constructs that cdktn asks for is the narrower one.
    folder = installed({ ...CDKTF, ...CDKTN });
    hss = await SimulatorProcess.serving({ cicd_images: imagesOfShop() });
  }, 120_000);
  afterAll(() => hss.stop());

  test('gates a stack of each', async () => {
    const ended = await run([process.execPath, 'both.mjs', 'web', 'web'], hss.env, folder);
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    for (const framework of ['cdktf', 'cdktn']) {
      const stack = JSON.parse(readFileSync(written(framework), 'utf8'));
      expect(stack.output.image.value).toContain('registry.example/shop/web@sha256:');
      expect(Object.keys(stack.data.http)).not.toEqual([]);
    }
  });

  test.each([
    { refused: 'cdktf', images: ['infected', 'web'] },
    { refused: 'cdktn', images: ['web', 'infected'] },
  ])('refuses a stack of $refused', async ({ refused, images }) => {
    const alone = newFolder();
    const ended = await run(
      [process.execPath, join(folder, 'both.mjs'), ...images],
      hss.env,
      alone,
    );
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr).toContain(`HSS_IMAGE_DENIED: stack ${refused} is refused`);
    expect(existsSync(join(alone, `out-${refused}`, 'stacks', refused, 'cdk.tf.json'))).toBe(false);
  });
});

test('an app that has neither is told what to install', async () => {
  const folder = installed({ constructs: CDKTN.constructs });
  const { exitCode, stderr } = await run([process.execPath, 'neither.mjs'], {}, folder);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(
    /^HSS_NO_FRAMEWORK: [^]*what to do: install the framework of your stacks, cdktf or cdktn/m,
  );
}, 120_000);

/** cdktn's bindings of hashicorp/http: npm lacks them, and the Python package has its npm tarball within. */
function cdktnProviderHttp(): string | undefined {
  const folder = newFolder();
  const requirements = join(LOCKS, 'cdktn-provider-http', 'requirements.txt');
  const pip = ['-m', 'pip', 'download', '-q', '--no-deps', '--require-hashes', '-r', requirements];
  const downloaded = spawnSync('python3', pip, { cwd: folder });
  const [wheel] = readdirSync(folder);
  if (downloaded.status !== 0 || wheel === undefined) return undefined;
  spawnSync('python3', ['-m', 'zipfile', '-e', wheel, '.'], { cwd: folder });
  const inside = join(folder, 'cdktn_provider_http', '_jsii');
  const [tarball] = readdirSync(inside).filter((name) => name.endsWith('.tgz'));
  return join(inside, tarball);
}

const binding = cdktnProviderHttp();

(binding === undefined ? test.skip : test)(
  'an app of cdktn uses the bindings of the provider that it has installed',
  async () => {
    const folder = installed(CDKTN, 'cdktn', String(binding));
    expect(await providers(folder)).toEqual({
      http: { source: 'hashicorp/http', version: expect.stringMatching(/^3\.6\.\d+$/) },
    });
  },
  120_000,
);
