/**
 * The demo's last part: Terraform refuses an image that passed at synth and has become bad since.
 * Requires terraform, and the provider hashicorp/http, which terraform downloads.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, LocalBackend, TerraformStack } from 'cdktf';
import { DataResource } from 'cdktf/lib/terraform-data-resource';
import { HssImageGate, ImagePolicy } from 'cdktf-hss';
import { parse } from 'yaml';

const root = join(__dirname, '..');
const example = join(root, 'examples', 'gated-deployment');
const hssGate = join(root, 'lib', 'cli', 'main.js');

/**
 * The time limit of one command: after a longer wait for a provider, the demo would seem to hang.
 */
const PATIENCE_MS = 20_000;

/** The output of both plans, or why there is none. */
export type AtPlan =
  { readonly before: string; readonly after: string } | { readonly missing: string };

/** Synthesizes a release of an image, plans it, and plans it again after the image's next scan. */
export async function demonstrateAtPlan(outdir: string, image: string): Promise<AtPlan> {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'release');
  new LocalBackend(stack, { path: join(outdir, 'terraform.tfstate') });
  const gate = new HssImageGate(stack, 'gate', {
    policy: ImagePolicy.fromFile(join(example, 'image-policy.yaml')),
    atPlan: true,
  });
  new DataResource(stack, 'web', { input: { image: gate.require(image) } });
  app.synth();

  const dir = join(outdir, 'stacks', 'release');
  const init = terraform(dir, ['init', '-input=false']);
  if (init.error !== undefined) return { missing: `terraform can't be run: ${init.error}` };
  if (init.status !== 0) return { missing: `terraform init: ${firstError(init.text)}` };
  const before = terraform(dir, ['plan', '-input=false']);
  if (before.status !== 0) throw new Error(`not expected: ${before.text}`);
  await turnBad();
  const after = terraform(dir, ['plan', '-input=false']);
  if (after.status !== 1 || !after.text.includes('max-severity')) {
    throw new Error(`not expected: ${after.text}`);
  }
  return {
    before: /^Plan: .*$/m.exec(before.text)?.[0] ?? '',
    after: after.text.slice(after.text.indexOf('Error: ')).trim(),
  };
}

/** Makes every image of the simulator bad, as if by its next scan. */
async function turnBad(): Promise<void> {
  const data = parse(readFileSync(join(example, 'images.yaml'), 'utf8')) as {
    readonly cicd_images: readonly object[];
  };
  const rows = data.cicd_images.map((row) => ({ ...row, severity_level: 'High' }));
  const answer = await fetch(`${process.env.HSS_ENDPOINT}/__simulator/data`, {
    method: 'PUT',
    body: JSON.stringify({ ...data, cicd_images: rows }),
  });
  if (!answer.ok) throw new Error(`the simulator takes no data: ${await answer.text()}`);
}

interface Ran {
  readonly status: number | null;
  readonly text: string;
  readonly error?: string;
}

function terraform(dir: string, args: readonly string[]): Ran {
  const command = ['terraform', ...args, '-no-color'];
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [hssGate, 'exec', '--', ...command],
    {
      cwd: dir,
      encoding: 'utf8',
      timeout: PATIENCE_MS,
      env: { ...process.env, CHECKPOINT_DISABLE: '1' },
    },
  );
  const text = `${stdout}${stderr}`;
  // The exit codes of env and timeout for a command that could not be started.
  const isMissing = status === 126 || status === 127;
  return {
    status,
    text,
    ...(error !== undefined || isMissing ? { error: error?.message ?? stderr.trim() } : {}),
  };
}

function firstError(text: string): string {
  const [summary, detail = ''] = text.replace(/^[^]*?Error: /, '').split('\n\n');
  const line = `${summary}: ${detail}`.replace(/\s+/g, ' ').trim();
  return line.length <= 200 ? line : `${line.slice(0, line.lastIndexOf(' ', 200))} …`;
}
