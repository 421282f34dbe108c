import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { policyFilesFor } from '../../src/files/policy-files';
import { loadPolicy, policyHash } from '../../src/policy';
import { planOf } from '../support/gated-plans';
import { bin, blocks, emptyProject, project, root, run, textOf } from './reader';

/** Follows the guide step by step from an empty folder, with the real npx, against the simulator that the guide starts. */

const DOCUMENT = 'docs/guide.md';

/** The blocks whose first line names their file. */
function files(language: string): { name: string; text: string }[] {
  return blocks(DOCUMENT, language).flatMap((text) => {
    const name = /^(?:\/\/|#) (\S+\.(?:ts|yaml))\n/.exec(text)?.[1];
    return name === undefined ? [] : [{ name, text }];
  });
}

const DIFFS = blocks(DOCUMENT, 'diff');
const [SHOWN_SUMMARY, SHOWN_REFUSAL] = blocks(DOCUMENT, 'text');
const COMMANDS = blocks(DOCUMENT, 'sh');
const [INSTALL, POLICY, SIMULATE, EXPORT, ASK, WATCH, REFUSE, EXCEPT, TEST, PIPELINE, EVIDENCE] =
  COMMANDS;

/** Makes npx fail unless it finds everything in the folder. */
const OFFLINE = { npm_config_offline: 'true', npm_config_update_notifier: 'false' };

const packagesOf = (install: string): string[] =>
  install.split(/\s+/).filter((word) => /^[@a-z]/.test(word) && !['npm', 'install'].includes(word));

jest.setTimeout(180_000);

describe('the guide', () => {
  const sources = Object.fromEntries(files('ts').map(({ name, text }) => [name, text]));
  let folder: string;
  beforeAll(() => {
    folder = emptyProject(packagesOf(INSTALL), ['hss-gate', 'tsx']);
    for (const [name, text] of Object.entries(sources)) writeFileSync(join(folder, name), text);
  });

  /** Runs commands in the shell that the guide opens, or in another one. */
  const shell = (commands: string, env: NodeJS.ProcessEnv = {}, around = SIMULATE.trim()) =>
    run(folder, 'sh', ['-c', `${around} -c "$0"`, commands], { ...OFFLINE, ...env });
  const passes = (commands: string, env?: NodeJS.ProcessEnv): string => {
    const { status, stdout, stderr } = shell(commands, env);
    expect({ status, stderr: status === 0 ? '' : stderr + stdout }).toEqual({
      status: 0,
      stderr: '',
    });
    return stdout;
  };
  const fileOf = (...path: string[]): string => join(folder, ...path);
  const synthesized = (): string =>
    readFileSync(fileOf('cdktf.out', 'stacks', 'shop', 'cdk.tf.json'), 'utf8');
  /** Applies a diff of the guide, which removes or adds a line, to stack.ts. */
  const change = (diff: string): void => {
    const lines = diff.trimEnd().split('\n');
    const before = lines
      .filter((line) => !line.startsWith('+'))
      .map((line) => `${line.slice(1)}\n`);
    const after = lines.filter((line) => !line.startsWith('-')).map((line) => `${line.slice(1)}\n`);
    const text = readFileSync(fileOf('stack.ts'), 'utf8');
    expect(text.split(before.join(''))).toHaveLength(2);
    writeFileSync(fileOf('stack.ts'), text.replace(before.join(''), after.join('')));
  };

  test('has TypeScript files that compile', () => {
    expect(files('ts').map(({ name }) => name)).toEqual(['stack.ts', 'main.ts', 'shop.test.ts']);
    const { stdout, status } = run(project(sources), bin('tsc'), ['-p', '.']);
    expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
  });

  test('installs in step 1 what the packed package is tested with', () => {
    const [install] = INSTALL.split('\n');
    expect(install).toContain('cdktf-hss cdktf constructs @cdktf/provider-http');
    const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      devDependencies: { [name: string]: string };
    };
    for (const name of packagesOf(INSTALL)) {
      if (name !== 'cdktf-hss') expect(devDependencies).toHaveProperty([name]);
    }
  });

  test('steps 2 and 3 have a valid policy and an image that passes', () => {
    expect(passes(POLICY)).toContain('image-policy.yaml: valid, no warnings');
    const hashOf = (file: string): string =>
      policyHash(loadPolicy(file, policyFilesFor(file), Date.now()));
    writeFileSync(fileOf('shown.yaml'), files('yaml')[0].text);
    expect(hashOf(fileOf('image-policy.yaml'))).toBe(hashOf(fileOf('shown.yaml')));
    const asked = ASK.trim().split('\n');
    expect(asked).toHaveLength(4);
    expect(passes(asked[1])).toContain('1.6.0');
    expect(passes(asked[2])).toContain('worker');
    expect(passes(asked[3])).toContain('sha256:5e0c');
    expect(asked[0]).toBe('npx --no -- hss-gate doctor');
    expect(shell(asked[0]).stdout).toContain('no check failed');
  });

  test('step 3 exports settings that are used', () => {
    const bare = { HSS_ENDPOINT: 'http://127.0.0.1:9', HW_PROJECT_ID: '', HW_AUTH_TOKEN: '' };
    const { stdout } = shell(`${EXPORT}npx --no -- hss-gate doctor`, bare, 'bash');
    // Both names are needed: a key without its secret is not a credential.
    for (const name of ['HW_REGION_NAME', 'HW_ACCESS_KEY']) {
      expect(stdout).toMatch(new RegExp(`✓ .*, from ${name}$`, 'm'));
    }
  });

  test('steps 4 to 6 warn, refuse, and pass with an exception', () => {
    passes(WATCH);
    expect(synthesized()).toContain('shop/web@sha256:60d0');
    const summary = readFileSync(fileOf('summary.md'), 'utf8');
    for (const words of SHOWN_SUMMARY.trim().split('\n')) expect(summary).toContain(words);

    change(DIFFS[0]);
    const { status, stderr } = shell(REFUSE);
    expect(status).toBe(1);
    for (const line of SHOWN_REFUSAL.trimEnd().split('\n')) expect(stderr).toContain(line);

    const soon = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const excepted = files('yaml')[1].text.replace(/(?<=expires: ).*/, soon);
    writeFileSync(fileOf('image-policy.yaml'), excepted);
    passes(EXCEPT);
    expect(synthesized()).toContain('shop/web@sha256:60d0');
  });

  test('the test of step 7 passes without HSS', () => {
    const told = passes(TEST, { HSS_ENDPOINT: 'http://127.0.0.1:9' });
    expect(told).toMatch(/pass 2\b/);
  });

  test('steps 8 to 10 decide at plan, and the pipeline applies and keeps evidence', () => {
    change(DIFFS[1]);
    // A terraform that only records its arguments, so that no Kubernetes provider is needed.
    mkdirSync(fileOf('bin'));
    writeFileSync(
      fileOf('bin', 'terraform'),
      `#!/bin/sh\necho "$*" >> '${fileOf('calls')}'\ncase "$1" in show) cat '${fileOf('plan.json')}' ;; plan) : > plan.bin ;; esac\n`,
    );
    chmodSync(fileOf('bin', 'terraform'), 0o755);
    writeFileSync(fileOf('plan.json'), JSON.stringify(planOf([])));
    const path = `${fileOf('bin')}${delimiter}${process.env.PATH}`;
    passes(PIPELINE, { PATH: path });
    const calls = readFileSync(fileOf('calls'), 'utf8').trim().split('\n');
    expect(calls.slice(0, 2)).toEqual(['init', 'plan -out plan.bin']);
    expect(calls[2]).toMatch(/^show -json /);
    expect(calls[3]).toMatch(/^apply /);
    expect(synthesized()).toContain('precondition');
    expect(existsSync(fileOf('summary.md'))).toBe(true);

    const evidence = JSON.parse(passes(EVIDENCE)) as {
      images: { reference: string }[];
    };
    expect(evidence.images.map(({ reference }) => reference)).toEqual([
      'swr.cn-north-4.myhuaweicloud.com/shop/web:1.6.0',
    ]);
  });

  test('the steps are numbered, and each block is tested here', () => {
    const steps = [...textOf(DOCUMENT).matchAll(/^## (\d+)\. /gm)].map(([, number]) =>
      Number(number),
    );
    expect(steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const exported = COMMANDS.filter((text) => text.startsWith('export '));
    expect(exported).toHaveLength(1);
    expect([COMMANDS.length, DIFFS.length, files('ts').length, files('yaml').length]).toEqual([
      11, 2, 3, 2,
    ]);
  });
});
