import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Hss } from '../support/hss';
import { sarifProblems, xmlProblems } from '../report/validators';
import { ACTION, act } from './composite-action';
import { CREDENTIAL, DENIED, Project, VERSION, expectNoCredential, pipelineHss } from './support';

/** action.yml, as GitHub's runner runs it. */

const GOOD = 'swr.cn-north-4.myhuaweicloud.com/shop/web:1';
const BAD = 'swr.cn-north-4.myhuaweicloud.com/shop/web:2';

let hss: Hss;
beforeAll(async () => {
  hss = await pipelineHss();
});

describe('the metadata of the action', () => {
  const [step] = ACTION.runs.steps;

  test('is of a composite action, by GitHub’s rules', () => {
    expect(Object.keys(ACTION).sort()).toEqual(
      ['author', 'branding', 'description', 'inputs', 'name', 'outputs', 'runs'].sort(),
    );
    expect(Object.keys(ACTION.runs)).toEqual(['using', 'steps']);
    expect(ACTION.runs.using).toBe('composite');
    // A composite's step with run has to name its shell.
    expect(Object.keys(step)).toEqual(['id', 'shell', 'working-directory', 'env', 'run']);
    for (const [name, input] of Object.entries(ACTION.inputs)) {
      expect(name).toMatch(/^[a-z][a-z-]*$/);
      expect(Object.keys(input)).toEqual(['description', 'default']);
      // What is no text would come as GitHub writes it, such as a version without its last zero.
      expect(typeof input.default).toBe('string');
    }
    expect(Object.values(ACTION.outputs).map(({ value }) => value)).toEqual(
      Object.keys(ACTION.outputs).map((name) => `\${{ steps.${step.id}.outputs.${name} }}`),
    );
  });

  test('has every input in the environment, and none in the script', () => {
    expect(step.run).not.toContain('${{');
    const handed = [...Object.values(step.env), step['working-directory']];
    expect(handed.sort()).toEqual(
      Object.keys(ACTION.inputs)
        .map((name) => `\${{ inputs.${name} }}`)
        .sort(),
    );
    for (const name of Object.keys(step.env)) expect(step.run).toContain(`$${name}`);
  });

  test('runs this version of the package', () => {
    expect(ACTION.inputs.version.default).toBe(VERSION);
  });
});

test('an image that is allowed passes', async () => {
  const project = Project.create(hss);
  const acted = await act(project, { images: GOOD }, CREDENTIAL);
  expect({ ...acted, summary: '' }).toMatchObject({
    exitCode: 0,
    outputs: { 'exit-code': '0', decision: 'allowed' },
    stdout: expect.stringContaining('1 image allowed'),
  });
  expect(acted.summary).toContain('shop/web');
  // The runner empties it after the job; a self-hosted one is shared until then.
  expect(readdirSync(join(project.folder, 'temporary')).sort()).toEqual(['output', 'summary']);
});

test('an image that is denied ends with 2, and every report is there', async () => {
  const project = Project.create(hss);
  const acted = await act(
    project,
    { images: `# images\n${GOOD}\n\n${BAD}\n`, sarif: 'hss.sarif', junit: 'hss.xml' },
    CREDENTIAL,
  );
  expect(acted.exitCode).toBe(2);
  expect(acted.outputs).toEqual({ 'exit-code': '2', decision: 'denied' });
  expect(acted.stdout).toContain('1 denied, 1 allowed');
  expect(acted.stdout).toMatch(/^::error file=image-policy\.yaml,line=1,title=Denied/m);
  expect(acted.summary).toContain('max-severity');
  expect(sarifProblems(JSON.parse(project.read('hss.sarif')))).toEqual([]);
  expect(await xmlProblems([{ fileName: 'hss.xml', contents: project.read('hss.xml') }])).toEqual(
    [],
  );
  expectNoCredential([acted, { exitCode: 0, stdout: acted.summary, stderr: '' }]);
});

test('a plan is judged, where the action is told to', async () => {
  const project = Project.create(hss, DENIED);
  const inputs = { command: 'plan', plan: 'of-terraform.json', args: '--require-gate\r\n' };
  const acted = await act(project, { ...inputs, version: 'project' }, CREDENTIAL);
  expect({ exitCode: acted.exitCode, ...acted.outputs }).toEqual({
    exitCode: 2,
    'exit-code': '2',
    decision: 'denied',
  });
});

test('without a credential nothing is decided', async () => {
  const acted = await act(Project.create(hss), { images: GOOD });
  expect({ exitCode: acted.exitCode, ...acted.outputs }).toEqual({
    exitCode: 1,
    'exit-code': '1',
    decision: 'undecided',
  });
});

test('summary and annotations can be left out, and another directory and policy named', async () => {
  const project = Project.create(hss);
  const acted = await act(
    project,
    {
      images: BAD,
      summary: 'false',
      annotations: 'false',
      policy: '../image-policy.yaml',
      'working-directory': 'bin',
    },
    CREDENTIAL,
  );
  expect({ exitCode: acted.exitCode, summary: acted.summary }).toEqual({
    exitCode: 2,
    summary: '',
  });
  expect(acted.stdout).not.toContain('::error');
  expect(acted.stderr).toContain('policy: ../image-policy.yaml');
});

test.each<[string, { readonly [name: string]: string }]>([
  ['images', { images: '$(touch run)`touch run`";touch run;"\n--output\ntable=run\n-' }],
  ['args', { images: GOOD, args: '$(touch run)' }],
  ['args with a wildcard', { images: GOOD, args: '*' }],
  ['policy', { images: GOOD, policy: '";touch run;"' }],
  ['plan', { command: 'plan', plan: '--output=table=run' }],
  ['command', { images: GOOD, command: 'check;touch run' }],
  ['another command', { images: GOOD, command: 'exec' }],
  ['version', { images: GOOD, version: '0.2.0 --package touch' }],
  ['a version that is an address', { images: GOOD, version: 'https://registry.example/x.tgz' }],
  ['a version that is a folder', { images: GOOD, version: '0/../../x' }],
  ['summary', { images: GOOD, summary: 'yes' }],
  ['no image', {}],
  ['no plan', { command: 'plan' }],
])('what is wrong or hostile in %s runs nothing, and passes nothing', async (_what, inputs) => {
  const project = Project.create(hss);
  const acted = await act(project, inputs, CREDENTIAL);
  expect(acted.exitCode).not.toBe(0);
  expect(acted.outputs.decision).toMatch(/^(denied|undecided)$/);
  expect(project.has('run')).toBe(false);
});
