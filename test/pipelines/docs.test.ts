import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { blocks, textOf } from '../docs/reader';
import { gitlabProblems, reportProblems, sarifProblems, xmlProblems } from '../report/validators';
import { Hss } from '../support/hss';
import { Ended } from '../support/processes';
import { ACTION, act } from './composite-action';
import { Context, evaluateAll } from './expressions';
import {
  ACCESS_KEY,
  ALLOWED,
  CREDENTIAL,
  DENIED,
  Project,
  SECRET_KEY,
  VERSION,
  expectNoCredential,
  pipelineHss,
} from './support';

/** Runs the commands of docs/pipelines.md. */

const shown = blocks('docs/pipelines.md', 'sh');
const [THREE_TIMES, GOING_ON, LINT, REPORTS, POLICIES, ANSWERED, PACKAGE, SNAPSHOT] = shown;

let hss: Hss;
let project: Project;
beforeAll(async () => {
  hss = await pipelineHss();
});
beforeEach(() => {
  project = Project.create(hss);
});

const run = (script: string, tag = ALLOWED, more: object = CREDENTIAL): Promise<Ended> =>
  project.run(['sh', '-e'], script, {
    HW_REGION_NAME: 'cn-north-4',
    IMAGE: `swr.cn-north-4.myhuaweicloud.com/shop/web:${tag}`,
    STACK: 'cdktf.out/stacks/shop',
    ...more,
  });

test('every block of commands is run here', () => {
  expect(shown).toHaveLength(8);
});

test('an image is checked three times before it is deployed', async () => {
  const ended = await run(THREE_TIMES);
  expect(ended).toMatchObject({ exitCode: 0 });
  expect(project.read('applied')).toBe(project.read('of-terraform.json'));
  expectNoCredential([ended]);
});

test.each([
  ['an image', ALLOWED, DENIED],
  ['a plan', DENIED, ALLOWED],
])('%s that is denied stops the pipeline', async (_what, deployed, tag) => {
  project = Project.create(hss, deployed);
  expect(await run(THREE_TIMES, tag)).toMatchObject({ exitCode: 2 });
  expect(project.has('applied')).toBe(false);
});

test('a script that continues exits with the saved code', async () => {
  expect(await run(GOING_ON, DENIED)).toMatchObject({
    exitCode: 2,
    stdout: expect.stringContaining('ended with 2'),
  });
  expect(project.has('hss.html')).toBe(true);
  expect(await run(GOING_ON, ALLOWED, {})).toMatchObject({ exitCode: 1 });
});

test('a policy can be linted without a credential', async () => {
  expect(await run(LINT, ALLOWED, {})).toMatchObject({ exitCode: 0 });
});

test('every report of a denied image is written', async () => {
  expect(await run(REPORTS, DENIED)).toMatchObject({
    exitCode: 2,
    stdout: expect.stringContaining('1 image denied'),
  });
  expect(sarifProblems(JSON.parse(project.read('hss.sarif')))).toEqual([]);
  expect(reportProblems(JSON.parse(project.read('hss-report.json')))).toEqual([]);
  expect(await xmlProblems([{ fileName: 'hss.xml', contents: project.read('hss.xml') }])).toEqual(
    [],
  );
  // Two rules and a vulnerability.
  expect(JSON.parse(project.read('hss-codequality.json'))).toHaveLength(3);
  const containerScanning = JSON.parse(project.read('hss-container-scanning.json')) as object;
  expect(gitlabProblems(containerScanning)).toEqual([]);
  expect(containerScanning).toMatchObject({ scan: { status: 'success' } });
  for (const name of ['hss.md', 'hss.html']) expect(project.read(name)).toContain('max-severity');
});

test('a policy of another repository can be used', async () => {
  mkdirSync(join(project.folder, 'policies'));
  project.write('policies/image-policy.yaml', 'version: 1\nmaxSeverity: High\n');
  expect(await run(POLICIES, DENIED)).toMatchObject({
    exitCode: 0,
    stderr: expect.stringContaining('policy: policies/image-policy.yaml'),
  });
});

test('the run fails if another endpoint answers than the pipeline expects', async () => {
  const { endpoint } = hss;
  const here = ANSWERED.replaceAll('https://hss.cn-north-4.myhuaweicloud.com', endpoint);
  expect(await run(here)).toMatchObject({ exitCode: 0 });
  expect(await run(ANSWERED)).toMatchObject({ exitCode: 1 });
});

test('the package is named with its version', async () => {
  expect(PACKAGE).toContain(`cdktf-hss@${VERSION}`);
  expect(await run(PACKAGE, DENIED)).toMatchObject({ exitCode: 2 });
});

test('a recorded snapshot decides without a credential', async () => {
  const [record, ...rest] = SNAPSHOT.trim().split('\n');
  expect(await run(record, DENIED)).toMatchObject({ exitCode: 0 });
  const offline = { HSS_ENDPOINT: '' };
  expect(await run(rest.join('\n'), DENIED, offline)).toMatchObject({ exitCode: 2 });
  expect(await run(record, ALLOWED)).toMatchObject({ exitCode: 0 });
  mkdirSync(join(project.folder, 'cdktf.out', 'stacks', 'shop'), { recursive: true });
  expect(await run(rest.join('\n'), ALLOWED, offline)).toMatchObject({ exitCode: 0 });
});

describe('the action in the document', () => {
  const [step] = parse(blocks('docs/pipelines.md', 'yaml')[0]) as [
    {
      readonly uses: string;
      readonly with: { readonly [name: string]: string };
      readonly env: { readonly [name: string]: string };
    },
  ];

  test('runs with the inputs that are shown', async () => {
    expect(step.uses).toBe(`cdktf-hss/cdktf-hss@v${VERSION}`);
    expect(Object.keys(ACTION.inputs)).toEqual(expect.arrayContaining(Object.keys(step.with)));
    const context: Context = {
      secrets: { HSS_ACCESS_KEY: ACCESS_KEY, HSS_SECRET_KEY: SECRET_KEY },
    };
    const env = evaluateAll(step.env, context);
    // HSS lists neither image.
    expect(await act(project, step.with, env)).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining('2 images denied'),
    });
  });

  test('lists each input in the table, with its default', () => {
    const rows = [
      ...textOf('docs/pipelines.md').matchAll(/^\| (`[a-z`, -]+`) +\|.*\| +(\S*) *\|$/gm),
    ];
    const told = rows.flatMap(([, names, value]) =>
      [...names.matchAll(/`([\w-]+)`/g)].map(([, name]) => [name, value.replaceAll('`', '')]),
    );
    const defaults = Object.entries(ACTION.inputs).map(([name, input]) => [
      name,
      name === 'policy' ? 'found' : input.default,
    ]);
    expect(Object.fromEntries(told)).toMatchObject(Object.fromEntries(defaults) as object);
  });
});
