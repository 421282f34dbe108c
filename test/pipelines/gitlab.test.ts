import { parse } from 'yaml';
import { gitlabProblems, xmlProblems } from '../report/validators';
import { Hss } from '../support/hss';
import {
  ALLOWED,
  CREDENTIAL,
  DENIED,
  DENIED_CVE,
  DENIED_VULNERABILITY,
  Project,
  Ran,
  codes,
  expectNoCredential,
  pipelineHss,
  textOf,
} from './support';

/** examples/pipelines/gitlab. */

interface Job {
  readonly extends?: string;
  readonly stage?: string;
  readonly before_script?: readonly string[];
  readonly script?: readonly string[];
  readonly rules?: readonly { readonly if: string; readonly when?: string }[];
  readonly artifacts?: {
    readonly when?: string;
    readonly access?: string;
    readonly expose_as?: string;
    readonly paths?: readonly string[];
    readonly reports?: { readonly [kind: string]: string };
  };
}

const document = parse(textOf('examples/pipelines/gitlab/.gitlab-ci.yml')) as {
  readonly stages: readonly string[];
  readonly variables: { readonly [name: string]: string };
} & { readonly [name: string]: Job };

const { stages, variables, ...all } = document;
const jobs = Object.entries(all)
  .filter(([name]) => !name.startsWith('.'))
  .map(([name, job]) => ({
    name,
    // What a job has of its own replaces what it extends.
    ...(job.extends === undefined ? {} : all[job.extends]),
    ...job,
  }));

/** The keywords of GitLab's schema that the template may use; a slip in one would be a job that GitLab refuses. */
const KEYWORDS = [
  'name',
  'extends',
  'stage',
  'image',
  'services',
  'cache',
  'before_script',
  'script',
  'artifacts',
  'environment',
  'resource_group',
  'rules',
];
const ARTIFACTS = ['access', 'exclude', 'expire_in', 'expose_as', 'paths', 'reports', 'when'];

let hss: Hss;
beforeAll(async () => {
  hss = await pipelineHss();
});

test('every job is of a stage, and has keywords of GitLab’s', () => {
  expect(jobs.map(({ stage }) => stage)).toEqual(stages);
  for (const { script, ...job } of jobs) {
    expect(KEYWORDS).toEqual(expect.arrayContaining(Object.keys(job)));
    expect(ARTIFACTS).toEqual(expect.arrayContaining(Object.keys(job.artifacts ?? {})));
    for (const line of script!) expect(typeof line).toBe('string');
    // GitLab refuses a variable in what it exposes.
    if (job.artifacts?.expose_as !== undefined) {
      expect(job.artifacts.paths!.join()).not.toContain('$');
    }
  }
});

test('a merge request gets what needs no secret', () => {
  const inMergeRequests = jobs.filter(({ rules }) =>
    JSON.stringify(rules).includes('merge_request'),
  );
  expect(inMergeRequests.map(({ name }) => name)).toEqual(['policy']);
  expect(jobs.filter(({ rules }) => rules === undefined)).toEqual([]);
});

test('a plan is kept for the deployment alone', () => {
  const { artifacts } = jobs.find(({ name }) => name === 'plan')!;
  expect(artifacts).toMatchObject({ access: 'none', paths: ['$STACK'] });
});

const expand = (text: string, known: { readonly [name: string]: string }): string =>
  text.replace(/\$(\w+)/g, (_whole, name: string) => known[name]);

/** Runs the jobs one behind the other, up to the first that fails, as GitLab's runner does in sh. */
async function pipeline(project: Project, tag: string): Promise<Ran[]> {
  const ran: Ran[] = [];
  const predefined = { CI_COMMIT_SHORT_SHA: tag };
  const given = Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, expand(value, predefined)]),
  );
  for (const { name, before_script = [], script = [] } of jobs) {
    const ended = await project.run(['sh', '-e'], [...before_script, ...script].join('\n'), {
      ...given,
      ...(name === 'policy' ? {} : CREDENTIAL),
      SWR_USER: 'user',
      SWR_PASSWORD: 'password',
    });
    ran.push({ name, ...ended });
    if (ended.exitCode !== 0) return ran;
  }
  return ran;
}

/** What the reports of a job hold that was denied. */
async function expectReports(project: Project, name: string): Promise<void> {
  const { artifacts } = jobs.find((job) => job.name === name)!;
  expect(artifacts!.when).toBe('always');
  const { junit, codequality } = artifacts!.reports!;
  expect(await xmlProblems([{ fileName: junit, contents: project.read(junit) }])).toEqual([]);
  const degradation = (checkName: string) => ({
    description: expect.stringContaining('shop/web'),
    check_name: checkName,
    content: { body: expect.stringContaining('image-policy.yaml') },
    fingerprint: expect.any(String),
    severity: expect.stringMatching(/^(info|minor|major|critical|blocker)$/),
    location: { path: expect.any(String), lines: { begin: expect.any(Number) } },
  });
  expect(JSON.parse(project.read(codequality))).toEqual(
    ['max-severity', 'max-vulnerabilities-by-severity', DENIED_VULNERABILITY].map((check) =>
      degradation(check),
    ),
  );
  for (const path of artifacts!.paths!) expect(project.has(expand(path, variables))).toBe(true);
}

/** What the container-scanning report of the check holds, which is a complete scan: names of vulnerabilities. */
function expectContainerScanning(project: Project, names: readonly string[]): void {
  const { reports } = jobs.find(({ name }) => name === 'check')!.artifacts!;
  const report = JSON.parse(project.read(reports!.container_scanning)) as object;
  expect(gitlabProblems(report)).toEqual([]);
  expect(report).toMatchObject({
    scan: { type: 'container_scanning', status: 'success' },
    vulnerabilities: names.map((name) => ({
      identifiers: expect.arrayContaining([expect.objectContaining({ name })]),
    })),
  });
}

test('an image that is allowed is deployed', async () => {
  const project = Project.create(hss);
  const ran = await pipeline(project, ALLOWED);
  expect(codes(ran)).toEqual(stages.map((name) => [name, 0]));
  expect(project.has('applied')).toBe(true);
  expectContainerScanning(project, []);
  expectNoCredential(ran);
});

test('an image that is denied ends the pipeline, with reports', async () => {
  const project = Project.create(hss);
  const ran = await pipeline(project, DENIED);
  expect(codes(ran).slice(-1)).toEqual([['check', 2]]);
  await expectReports(project, 'check');
  expectContainerScanning(project, [DENIED_CVE]);
  expect(project.has('applied')).toBe(false);
});

test('a plan that is denied ends the pipeline, with reports', async () => {
  const project = Project.create(hss, DENIED);
  const ran = await pipeline(project, ALLOWED);
  expect(codes(ran).slice(-1)).toEqual([['plan', 2]]);
  await expectReports(project, 'plan');
  expect(project.has('applied')).toBe(false);
});
