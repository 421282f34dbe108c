import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImagePolicy, SeverityLevel } from '../../src';
import { RULE_IDS } from '../../src/policy';
import { SimulatorProcess } from '../support/simulator';
import { bin, blocks, project, run, textOf } from './reader';
import { ROWS } from './rows';

const policies = blocks('docs/policy.md', 'yaml');

/** What a fragment leaves out. */
const whole = (text: string): string =>
  text.includes('version:') ? text : `version: 1\nmaxSeverity: Low\n${text}`;

test.each(policies.map((text, index) => [index, text]))(
  'the policy %i of the page is sound',
  (index) => {
    const folder = project({
      'policy.yaml': whole(policies[index]),
      'base.yaml': policies.find((text) => text.startsWith('# base.yaml'))!,
    });
    expect(ImagePolicy.fromFile(join(folder, 'policy.yaml')).hash).toMatch(/^[0-9a-f]{64}$/);
  },
);

test("the two files together make the team's policy", () => {
  const [base, shop] = policies.filter((text) => /^# (base|shop)\.yaml/.test(text));
  const folder = project({ 'base.yaml': base, 'shop.yaml': shop });
  const same = new ImagePolicy({
    maxSeverity: SeverityLevel.LOW,
    maxVulnerabilities: 40,
    maxScanAgeHours: 24,
  });
  expect(ImagePolicy.fromFile(join(folder, 'shop.yaml')).hash).toBe(same.hash);
});

test('every rule has a line in the table', () => {
  const [, section] = textOf('docs/policy.md').split('\n### Rules\n');
  const lines = [...section.split('\n### ')[0].matchAll(/^\| `([\w-]+)` /gm)].map(([, id]) => id);
  expect(lines.sort()).toEqual([...RULE_IDS].sort());
});

test('every setting of the schema is in a table', () => {
  const { properties } = JSON.parse(textOf('schema/image-policy.schema.json')) as {
    properties: object;
  };
  const tables = textOf('docs/policy.md')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .join('\n');
  const missing = Object.keys(properties)
    .filter((name) => !['$schema', 'version'].includes(name))
    .filter((name) => !new RegExp(`\`${name}[\`.]`).test(tables));
  expect(missing).toEqual([]);
});

test('a snapshot is recorded and replayed by the commands that are shown', async () => {
  const [record, replay] = blocks('docs/policy.md', 'sh')[0].trim().split('\n');
  const folder = project({
    'main.ts': blocks('README.md', 'ts')[0],
    'image-policy.yaml': blocks('README.md', 'yaml')[0],
  });
  const shell = (command: string, env: NodeJS.ProcessEnv) =>
    run(folder, 'sh', ['-c', command.replace('npx --no -- tsx', bin('tsx'))], env);
  const json = (): string =>
    readFileSync(join(folder, 'cdktf.out', 'stacks', 'shop', 'cdk.tf.json'), 'utf8');

  const simulator = await SimulatorProcess.serving({ cicd_images: ROWS });
  const recorded = shell(record, simulator.env);
  await simulator.stop();
  expect({ status: recorded.status, stderr: recorded.stderr }).toEqual({ status: 0, stderr: '' });
  const live = json();
  const snapshot = readFileSync(join(folder, 'hss.json'), 'utf8');
  for (const credential of [simulator.env.HW_AUTH_TOKEN, simulator.env.HW_SECRET_KEY]) {
    expect(snapshot).not.toContain(credential);
  }

  const replayed = shell(replay, {});
  expect({ status: replayed.status, stderr: replayed.stderr }).toEqual({ status: 0, stderr: '' });
  expect(json()).toBe(live.replace('"source": "live"', '"source": "replay"'));
});
