import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack, unpack } from '../package/support';
import { SimulatorProcess } from '../support/simulator';
import { bin, blocks, root, run } from './reader';

/** Runs the document's program in an app with only cdktn, and compares the result with the same app in cdktf. */

const DOCUMENT = 'docs/cdktn.md';
const [PROGRAM] = blocks(DOCUMENT, 'ts');

const ROW = {
  namespace: 'shop',
  image_name: 'web',
  image_version: '1.4',
  image_digest: `sha256:${'5e0c'.repeat(16)}`,
  scan_status: 'success',
  severity_level: 'Low',
  malicious_file_num: 0,
  latest_update_time: { hoursAgo: 3 },
  latest_scan_time: { hoursAgo: 2 },
};

/** The packages of test/frameworks/cdktn, which are installed if necessary. */
function cdktnPackages(): string {
  const folder = join(root, 'test', 'frameworks', 'cdktn');
  const packages = join(folder, 'node_modules');
  if (!existsSync(packages)) spawnSync('npm', ['ci'], { cwd: folder, shell: true });
  return packages;
}

function app(framework: 'cdktf' | 'cdktn'): string {
  const folder = mkdtempSync(join(tmpdir(), `${framework}-app-`));
  const packages = join(folder, 'node_modules');
  mkdirSync(packages);
  renameSync(unpack(pack(folder)), join(packages, 'cdktf-hss'));
  const from = framework === 'cdktn' ? cdktnPackages() : join(root, 'node_modules');
  for (const name of [framework, 'constructs']) symlinkSync(join(from, name), join(packages, name));
  writeFileSync(join(folder, 'main.ts'), PROGRAM.replace(`from 'cdktn'`, `from '${framework}'`));
  return folder;
}

/** The synthesized JSON without the framework's metadata. */
function written(folder: string): unknown {
  const file = join(folder, 'cdktf.out', 'stacks', 'shop', 'cdk.tf.json');
  // The path of the state contains the app's folder.
  const text = readFileSync(file, 'utf8').replaceAll(folder, '');
  const { '//': notes, ...json } = JSON.parse(text) as { '//'?: unknown };
  expect(notes).toBeDefined();
  return json;
}

let simulator: SimulatorProcess | undefined;
afterAll(() => simulator?.stop());

test('the stack of the document is gated with cdktn, and the output equals that of cdktf', async () => {
  simulator = await SimulatorProcess.serving({ cicd_images: [ROW] });
  const [cdktn, cdktf] = (['cdktn', 'cdktf'] as const).map((framework) => {
    const folder = app(framework);
    const { status, stderr } = run(folder, bin('tsx'), ['main.ts'], simulator!.env);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    return written(folder);
  });
  expect(JSON.stringify(cdktn)).toContain(`/shop/web@${ROW.image_digest}`);
  expect(cdktn).toEqual(cdktf);
}, 120_000);

test('the install command names the packages of this test', () => {
  const [install] = blocks(DOCUMENT, 'sh');
  expect(install.trim().split(' ')).toEqual(['npm', 'install', 'cdktf-hss', 'cdktn', 'constructs']);
});
