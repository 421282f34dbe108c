import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { columnsOf } from '../../src/util/wrap';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const tsx = join(root, 'node_modules', '.bin', 'tsx');

/** An environment without variables of this package. */
function cleanEnvironment(extra: { readonly [name: string]: string } = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(HSS|HW|HUAWEICLOUD_SDK|CLOUD_SDK)_/.test(name),
  );
  return { ...Object.fromEntries(kept), ...extra };
}

interface Synthesized {
  readonly text: string;
  readonly verdicts?: { readonly images: unknown[] };
}

function synthesize(example: string, stack: string): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), 'example-'));
  const { status, stderr } = spawnSync(tsx, ['main.ts'], {
    cwd: join(root, 'examples', example),
    // From Node 22 on, Node warns that cdktf calls `util.isArray`.
    env: cleanEnvironment({ CDKTF_OUTDIR: outdir, NODE_OPTIONS: '--no-deprecation' }),
    encoding: 'utf8',
  });
  const said = expect.stringMatching(/^(allowed only by exceptions: [^]*)?$/);
  expect({ status, stderr }).toEqual({ status: 0, stderr: said });
  const folder = join(outdir, 'stacks', stack);
  const verdicts = join(folder, 'hss-verdicts.json');
  return {
    text: readFileSync(join(folder, 'cdk.tf.json'), 'utf8'),
    ...(existsSync(verdicts) ? { verdicts: JSON.parse(readFileSync(verdicts, 'utf8')) } : {}),
  };
}

test('gated-deployment is pinned to the digest of its row', () => {
  const { text } = synthesize('gated-deployment', 'shop');
  expect(text).toContain(
    `"image": "swr.cn-north-4.myhuaweicloud.com/shop/web@sha256:${'5e0c'.repeat(16)}"`,
  );
  expect(text).not.toContain('web:1.4.2');
  expect(
    JSON.parse(text).resource.kubernetes_deployment_v1.web.lifecycle.precondition,
  ).toHaveLength(1);
});

test('registry-ids uses the IDs as plain values', () => {
  const json = JSON.parse(synthesize('registry-ids', 'registries').text);
  expect(json.output).toEqual({
    production_registry_id: { value: 'ad7552e3-1eb7-475a-b5a4-3d28262b855e' },
    registry_addresses: { value: ['harbor.example.com', 'harbor.staging.example.com'] },
  });
  expect(json.resource.terraform_data.release.input).toEqual({
    registryIds: ['ad7552e3-1eb7-475a-b5a4-3d28262b855e'],
  });
});

test('organisation-policy gates a whole stack with one line, and names the owner of the exception', () => {
  const { text, verdicts } = synthesize('organisation-policy', 'shop');
  expect([...text.matchAll(/"image": "(.*)"/g)].map(([, image]) => image)).toEqual([
    `swr.cn-north-4.myhuaweicloud.com/shop/worker@sha256:${'0b5e'.repeat(16)}`,
    `swr.cn-north-4.myhuaweicloud.com/shop/web@sha256:${'5e0c'.repeat(16)}`,
  ]);
  expect(verdicts!.images).toMatchObject([
    { path: 'shop/web', decision: 'ALLOW', findings: [] },
    {
      path: 'shop/batch/report',
      decision: 'ALLOW',
      findings: [
        { ruleId: 'max-severity', waivedBy: expect.stringMatching(/^owner team-shop until /) },
      ],
    },
  ]);
});

test('registry-images checks images of two registries, one an index by its platforms', () => {
  const { text, verdicts } = synthesize('registry-images', 'shop');
  expect([...text.matchAll(/"image": "(.*)"/g)].map(([, image]) => image)).toEqual([
    `swr.cn-north-4.myhuaweicloud.com/shop/web@sha256:${'5e0c'.repeat(16)}`,
    `harbor.example.com/shop/worker@sha256:${'1de0'.repeat(16)}`,
  ]);
  const platform = (digits: string) => ({
    digest: `sha256:${digits.repeat(16)}`,
    imageSource: 'registry',
    image: { scanStatus: 'success', registryName: 'prod-harbor' },
  });
  expect(verdicts!.images).toMatchObject([
    { path: 'shop/web', decision: 'ALLOW', findings: [], imageSource: 'registry' },
    {
      path: 'shop/worker',
      decision: 'ALLOW',
      findings: [],
      image: { scanStatus: 'unscan', isMultipleArch: true },
      platforms: [platform('a3d6'), platform('a464')],
    },
  ]);
});

test('vulnerabilities has an image that passes because a CVE is excepted', () => {
  const { text, verdicts } = synthesize('vulnerabilities', 'shop');
  expect(text).toContain(`shop/web@sha256:${'5e0c'.repeat(16)}`);
  expect(verdicts!.images).toMatchObject([
    {
      decision: 'ALLOW',
      findings: [
        {
          ruleId: 'max-vulnerabilities-by-severity',
          message: '1 vulnerability is excepted: CVE-2026-12345',
          waivedBy: expect.stringMatching(/^owner team-shop until /),
        },
      ],
    },
  ]);
});

test('the app of cdktf.json is an existing example', () => {
  const { app } = JSON.parse(readFileSync(join(root, 'cdktf.json'), 'utf8')) as { app: string };
  const file = app.split(' ').at(-1)!;
  expect(app).toBe(`npx --no -- tsx ${file}`);
  expect(readFileSync(join(root, file), 'utf8')).toContain('app.synth()');
});

test('the demo shows an allowed and a refused image in any shell environment', () => {
  const { status, stdout, stderr } = spawnSync(tsx, ['scripts/demo.ts'], {
    cwd: root,
    env: cleanEnvironment({
      HW_AUTH_TOKEN: 'of-another-cloud',
      HSS_ENDPOINT: 'https://hss.invalid',
      HSS_GATE_MODE: 'x',
    }),
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(
    /200 GET \/v5\/\{project\}\/image\/cicd\/images namespace=shop image_name=web\s+limit=/,
  );
  expect(stdout).toMatch(/shop\/web:1\.4\.2 +│ allowed/);
  expect(stdout).toMatch(/shop\/worker:3\.1\.0 +│ allowed .*\n.*\(registry list\)/);
  expect(stdout).toMatch(/shop\/web:1\.5\.0 +│ denied/);
  expect(stdout.replace(/@\n +/g, '@')).toContain(
    `swr.cn-north-4.myhuaweicloud.com/shop/web@sha256:${'5e0c'.repeat(16)}`,
  );
  // Only a path may be wider than a terminal.
  const wide = stdout.split('\n').filter((line) => columnsOf(line) > 80 && !/^ +\//.test(line));
  expect(wide).toEqual([]);
  expect(stdout).toContain('HSS_IMAGE_DENIED: stack shop is refused: 1 image denied');
  const file = /^ {2}(\/\S+cdk\.tf\.json)$/m.exec(stdout)?.[1];
  expect(readFileSync(file!, 'utf8')).toContain(`@sha256:${'5e0c'.repeat(16)}`);
});
