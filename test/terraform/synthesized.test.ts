import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, LocalBackend, TerraformOutput, TerraformStack } from 'cdktf';
import { DataResource } from 'cdktf/lib/terraform-data-resource';
import {
  HssConnection,
  HssImageGate,
  HssSource,
  ImagePolicy,
  ScanStatus,
  SeverityLevel,
} from '../../src';

const terraform = process.env.TERRAFORM ?? 'terraform';

function run(cwd: string, ...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(terraform, [`-chdir=${cwd}`, ...args], {
    encoding: 'utf8',
    env: { ...process.env, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' },
  });
  if (status !== 0)
    throw new Error(`terraform ${args.join(' ')}: ${error?.message ?? ''}${stdout}${stderr}`);
  return stdout;
}

test('the real terraform deploys the digest that was judged, and a second plan changes nothing', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'terraform-'));
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'shop');
  new LocalBackend(stack, { path: join(outdir, 'shop.tfstate') });
  const digest = `sha256:${'a'.repeat(64)}`;
  new HssConnection(stack, 'hss', {
    source: HssSource.fixture({
      cicdImages: [
        {
          namespace: 'shop',
          imageName: 'web',
          imageVersion: '1',
          imageDigest: digest,
          scanStatus: ScanStatus.SUCCESS,
          severityLevel: SeverityLevel.LOW,
          maliciousFileNum: 0,
          latestUpdateTime: Date.now() - 1000,
          latestScanTime: Date.now() - 1000,
        },
      ],
    }),
  });
  const gate = new HssImageGate(stack, 'gate', {
    policy: new ImagePolicy({ maxSeverity: SeverityLevel.LOW }),
  });
  const release = new DataResource(stack, 'release', {
    input: { image: gate.require('registry.example/shop/web:1') },
  });
  new TerraformOutput(stack, 'image', { value: `\${${release.fqn}.output.image}`, staticId: true });
  app.synth();

  const cwd = join(outdir, 'stacks', 'shop');
  run(cwd, 'init', '-input=false');
  run(cwd, 'validate');
  run(cwd, 'apply', '-input=false', '-auto-approve');
  expect(run(cwd, 'output', '-raw', 'image')).toBe(`registry.example/shop/web@${digest}`);
  expect(run(cwd, 'plan', '-input=false', '-detailed-exitcode')).toContain('No changes');
});
