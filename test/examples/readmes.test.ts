import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { asInstalled, blocks, project, root, run } from '../docs/reader';
import { SimulatorProcess } from '../support/simulator';

/** Runs the commands of the examples' READMEs in a copy of their folder, which the READMEs say is possible. */

function copyOf(document: string): string {
  const folder = project({});
  cpSync(join(root, document, '..'), folder, { recursive: true });
  return folder;
}

const shell = (folder: string, commands: string, env: NodeJS.ProcessEnv = {}) =>
  run(
    folder,
    'sh',
    ['-ec', asInstalled(commands)],
    // From Node 22 on, Node warns that cdktf calls `util.isArray`.
    { NODE_OPTIONS: '--no-deprecation', ...env },
  );

test.each([
  'examples/gated-deployment/README.md',
  'examples/organisation-policy/README.md',
  'examples/registry-ids/README.md',
  'examples/registry-images/README.md',
  'examples/vulnerabilities/README.md',
])('the app of %s writes what its README says', (document) => {
  const folder = copyOf(document);
  const [synth] = blocks(document, 'sh');
  const { status, stderr } = shell(folder, synth);
  const said = expect.stringMatching(/^(allowed only by exceptions: [^]*)?$/);
  expect({ status, stderr }).toEqual({ status: 0, stderr: said });
  const [, written] = /# writes (cdktf\.out\/[\w/.]*[\w/])/.exec(synth)!;
  expect(existsSync(join(folder, written))).toBe(true);
});

test.each([
  [
    'no registryHosts',
    'image-policy.yaml',
    /^registryHosts:\n.*\n/m,
    '',
    'image-listed: HSS does not list shop/worker:2.0 in a registry at harbor.example.com; it is in prod-harbor (10.0.8.15)',
  ],
  [
    'a platform of a higher severity',
    'rows.ts',
    "'a464', severityLevel: SeverityLevel.LOW",
    "'a464', severityLevel: SeverityLevel.HIGH",
    `max-severity: platform sha256:${'a464'.repeat(16)}: its severity is High; at most Low is allowed`,
  ],
])('the README of registry-images says what is refused: %s', (_, file, before, after, finding) => {
  const folder = copyOf('examples/registry-images/README.md');
  const path = join(folder, file);
  const changed = readFileSync(path, 'utf8').replace(before, after);
  expect(changed).not.toBe(readFileSync(path, 'utf8'));
  writeFileSync(path, changed);
  const { status, stderr } = shell(folder, 'npx --no -- tsx main.ts');
  expect(status).toBe(1);
  expect(stderr).toContain('HSS_IMAGE_DENIED: stack shop is refused: 2 images: 1 denied');
  expect(stderr).toContain(finding);
});

test('the README of gated-deployment runs terraform in the stack, with the address of the proxy', async () => {
  const document = 'examples/gated-deployment/README.md';
  const folder = copyOf(document);
  const [synth, plan] = blocks(document, 'sh');
  expect(shell(folder, synth).status).toBe(0);
  // A terraform that only records its arguments, so that no Kubernetes provider is needed.
  mkdirSync(join(folder, 'bin'));
  const terraform = join(folder, 'bin', 'terraform');
  writeFileSync(
    terraform,
    `#!/bin/sh\nls cdk.tf.json && echo "$* $TF_VAR_hss_endpoint" >> '${folder}/calls'\n`,
  );
  chmodSync(terraform, 0o755);
  const simulator = await SimulatorProcess.serving({});
  const path = `${join(folder, 'bin')}${delimiter}${process.env.PATH}`;
  const { status, stderr } = shell(folder, plan, { ...simulator.env, PATH: path });
  await simulator.stop();
  expect({ status, stderr }).toEqual({
    status: 0,
    stderr: '',
  });
  expect(readFileSync(join(folder, 'calls'), 'utf8')).toMatch(
    /^init \nplan http:\/\/127\.0\.0\.1:\d+\/[\w-]+\/gate\n$/,
  );
});

describe('the README of vulnerabilities', () => {
  const document = 'examples/vulnerabilities/README.md';

  test('says that the synth is refused without the exception', () => {
    const folder = copyOf(document);
    const path = join(folder, 'policy.ts');
    const before = readFileSync(path, 'utf8');
    writeFileSync(path, before.replace(/^exceptions:\n(?: .*\n)+/m, ''));
    expect(readFileSync(path, 'utf8')).not.toContain('CVE-2026-12345');
    const { status, stderr } = shell(folder, 'npx --no -- tsx main.ts');
    expect(status).toBe(1);
    expect(stderr).toContain('1 High, at most 0 allowed (CVE-2026-12345)');
  });

  test('says which of the images of the simulator is denied, and by which CVE', async () => {
    const folder = copyOf(document);
    const [synth, check] = blocks(document, 'sh');
    expect(shell(folder, synth).status).toBe(0);
    const simulator = await SimulatorProcess.start(['--data', join(folder, 'images.yaml')]);
    const { status, stdout } = shell(folder, `${check.trim()} --output json=report.json`, {
      ...simulator.env,
    });
    await simulator.stop();
    expect(status).toBe(2);
    // The output of the list comes first, with the worst vulnerability on top.
    expect(stdout).toMatch(/^SEVERITY .*\nCritical +CVE-2021-44228 .*\nHigh +CVE-2026-12345 /);
    const { parts } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as {
      readonly parts: readonly { readonly images: readonly unknown[] }[];
    };
    expect(parts[0].images).toMatchObject([
      {
        reference: 'shop/web:1.4.2',
        decision: 'ALLOW',
        findings: [{ waivedBy: expect.stringContaining('team-shop') }],
      },
      {
        reference: 'shop/web:1.5.0',
        decision: 'DENY',
        vulnerabilities: [
          { cves: [{ cveId: 'CVE-2021-44228' }], knownExploited: true },
          { cves: [{ cveId: 'CVE-2026-12345' }] },
        ],
      },
    ]);
  });
});
