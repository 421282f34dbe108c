import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runScript } from '../support/processes';
import { SimulatorProcess } from '../support/simulator';

/** Globals of Node that a test environment of jest such as jsdom lacks, where users test their stacks. */
const MISSING = [
  'MessageChannel',
  'TextDecoder',
  'TextEncoder',
  'clearImmediate',
  'fetch',
  'performance',
  'setImmediate',
  'structuredClone',
];

const folder = mkdtempSync(join(tmpdir(), 'hss-globals-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SCRIPT = `
  const { App, TerraformOutput, TerraformStack, Testing } = require('cdktf');
  const hss = require(lib + '/bundle/index.js');
  for (const name of ${JSON.stringify(MISSING)}) delete globalThis[name];
  const row = {
    namespace: 'shop', imageName: 'web', imageVersion: '1', imageDigest: 'sha256:' + 'a'.repeat(64),
    scanStatus: 'success', severityLevel: 'Low', maliciousFileNum: 0,
    latestUpdateTime: Date.now(), latestScanTime: Date.now(),
  };
  const stack = new TerraformStack(Testing.app(), 'shop');
  const source = hss.HssSource.fixture({ cicdImages: [row] });
  new hss.HssConnection(stack, 'hss', { source, projectId: 'p' });
  const policy = hss.ImagePolicy.fromFile(process.env.POLICY);
  const gate = new hss.HssImageGate(stack, 'gate', { policy, atPlan: true });
  new TerraformOutput(stack, 'image', { value: gate.require('registry.example/shop/web:1') });
  const pinned = Testing.synth(stack).includes('/shop/web@sha256:');
  const live = new TerraformStack(Testing.app(), 'live');
  const { rows } = new hss.DataHssCicdImages(live, 'images');
  console.log(JSON.stringify({ pinned, verdicts: gate.verdicts.length, rows: rows.length }));
`;

test('a stack is gated and a lookup asked without globals that jsdom lacks', async () => {
  const simulator = await SimulatorProcess.start(['--rows', '7']);
  const policy = join(folder, 'image-policy.yaml');
  writeFileSync(policy, 'version: 1\nmaxSeverity: Low\n');
  const ended = await runScript(SCRIPT, { ...simulator.env, POLICY: policy });
  expect(ended).toEqual({
    exitCode: 0,
    stdout: '{"pinned":true,"verdicts":1,"rows":7}\n',
    stderr: '',
  });
  await simulator.stop();
});
