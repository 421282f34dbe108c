import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformStack, Testing } from 'cdktf';
import {
  HssConnection,
  HssImageGate,
  HssSource,
  ImagePolicy,
  ScanStatus,
  SeverityLevel,
} from '../../src';
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
  expect(command).toBe('npx --no -- hss-gate exec -- terraform plan\n');
  const simulator = await SimulatorProcess.serving({ cicd_images: ROWS });
  const folder = project({
    'main.tf': 'variable "hss_endpoint" {}\noutput "at" { value = var.hss_endpoint }\n',
  });
  const words = command.trim().split(' ').slice(4);
  const planned = run(folder, process.execPath, [HSS_GATE, ...words], simulator.env);
  await simulator.stop();
  // eslint-disable-next-line no-control-regex -- terraform colours its output
  expect(planned.stdout.replace(/\u001b\[\d+m/g, '')).toMatch(
    /\+ at = "http:\/\/127\.0\.0\.1:\d+\/[\w-]+\/gate"/,
  );
});

test('what a refused plan says is in the words of the rules and of the stack', () => {
  const [shown] = blocks('docs/plan-time.md', 'text');
  const digest = `sha256:${'5e0c'.repeat(16)}`;
  const row = {
    namespace: 'shop',
    imageName: 'web',
    imageDigest: digest,
    scanStatus: ScanStatus.SUCCESS,
    latestUpdateTime: Date.now() - 3_600_000,
    latestScanTime: Date.now() - 3_600_000,
  };
  const bad = { severityLevel: SeverityLevel.HIGH, maliciousFileNum: 2 };
  const good = { severityLevel: SeverityLevel.LOW, maliciousFileNum: 0 };
  const stack = new TerraformStack(Testing.app(), 'shop');
  const source = HssSource.fixture({
    cicdImages: [
      { ...row, ...bad, imageVersion: '2' },
      { ...row, ...good, imageVersion: '1' },
    ],
  });
  new HssConnection(stack, 'hss', { source, projectId: 'p' });
  const policy = new ImagePolicy({ maxSeverity: SeverityLevel.LOW });
  const gate = new HssImageGate(stack, 'gate', { policy, atPlan: true });
  const said = gate
    .evaluate('swr.cn-north-4.myhuaweicloud.com/shop/web:2')
    .findings.map(({ ruleId, message }) => `  ${ruleId}: ${message}`);
  expect(shown.split('\n').filter((line) => line.startsWith('  max-'))).toEqual(said);
  const verdict = /local\.hss_gate_1_verdicts\["(.*)…"\]\.allowed is false/.exec(shown);
  expect(verdict?.[1]).toBe(`shop/web@${digest.slice(0, 11)}`);
  expect(shown).toContain('is denied by the policy:\n');
});

describe('the configuration of a provider mirror', () => {
  const [shown] = blocks('docs/plan-time.md', 'hcl');
  const serverMirror = shown
    .replace(/ {2}filesystem_mirror \{.*?\n {2}\}\n/s, '')
    .replace(/^ {2}# (.*)$/gm, (line, text: string) => (text.endsWith(':') ? line : `  ${text}`));
  const REQUIRED = {
    required_providers: { http: { source: 'http', version: '3.5.0' } },
  };

  test('is one from which terraform init takes the provider', () => {
    const folder = project({ 'cdk.tf.json': JSON.stringify({ terraform: REQUIRED }) });
    const mirror = join(folder, 'mirror');
    const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
    const place = join(
      ...[mirror, 'registry.terraform.io', 'hashicorp', 'http', '3.5.0'],
      `${process.platform}_${architecture}`,
    );
    mkdirSync(place, { recursive: true });
    // terraform init does not run it.
    const provider = join(place, 'terraform-provider-http_v3.5.0');
    writeFileSync(provider, '#!/bin/sh\n');
    chmodSync(provider, 0o755);
    const configuration = join(folder, 'terraform.rc');
    writeFileSync(configuration, shown.replace('/opt/terraform/providers', mirror));
    const env = { TF_CLI_CONFIG_FILE: configuration, CHECKPOINT_DISABLE: '1' };
    const ran = run(folder, 'terraform', ['init', '-no-color'], env);
    expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status: 0, stderr: '' });
    expect(ran.stdout).toContain('Installed hashicorp/http v3.5.0');
  });

  test('with a server is one that terraform can read', () => {
    expect(serverMirror).toMatch(/^ {2}network_mirror \{$/m);
    expect(serverMirror).not.toContain('filesystem_mirror');
    const folder = project({ 'terraform.rc': serverMirror });
    const env = { TF_CLI_CONFIG_FILE: join(folder, 'terraform.rc'), CHECKPOINT_DISABLE: '1' };
    const { status, stderr } = run(folder, 'terraform', ['version', '-no-color'], env);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('is about the provider and the version that a stack requires', () => {
    const stack = new TerraformStack(Testing.app(), 'shop');
    new HssConnection(stack, 'hss', { source: HssSource.fixture({}), projectId: 'p' });
    const policy = new ImagePolicy({ maxSeverity: SeverityLevel.LOW });
    new HssImageGate(stack, 'gate', { policy, atPlan: true });
    const { terraform } = JSON.parse(Testing.synth(stack)) as { terraform: object };
    expect(terraform).toEqual(REQUIRED);
  });
});

test('the chart introduces all participants and numbers the decisions', () => {
  const [chart] = blocks('docs/plan-time.md', 'mermaid');
  const known = [...chart.matchAll(/^ +participant (\w) as /gm)].map(([, name]) => name);
  const lines = [...chart.matchAll(/^ +(\w)-?->>(\w): /gm)];
  expect(new Set(lines.flatMap(([, from, to]) => [from, to]))).toEqual(new Set(known));
  const notes = [...chart.matchAll(/Note over (\w): Decision (\d)/g)];
  expect(notes.map(([, who, number]) => who + number)).toEqual(['A1', 'T2', 'G3']);
});
