import { parse } from 'yaml';
import { xmlProblems } from '../report/validators';
import { Hss } from '../support/hss';
import {
  ALLOWED,
  CREDENTIAL,
  DENIED,
  Project,
  Ran,
  codes,
  expectNoCredential,
  pipelineHss,
  textOf,
} from './support';

/** examples/pipelines/codearts: tasks of CodeArts Build. */

interface Action {
  readonly name: string;
  readonly image?: string;
  readonly inputs: { readonly [name: string]: string };
}

interface Task {
  readonly version: number;
  readonly steps: {
    readonly PRE_BUILD: readonly { readonly [action: string]: Action }[];
    readonly BUILD: readonly { readonly [action: string]: Action }[];
  };
}

const task = (name: string): Task =>
  parse(textOf('examples', 'pipelines', 'codearts', name)) as Task;
const stepsOf = ({ steps }: Task): [string, Action][] =>
  [...steps.PRE_BUILD, ...steps.BUILD].flatMap((step) => Object.entries(step));

/** The actions that CodeArts Build's manual has, with their parameters. */
const ACTIONS: { readonly [action: string]: readonly string[] } = {
  checkout: ['scm', 'url', 'branch'],
  npm: ['command'],
  sh: ['command'],
  upload_artifact: ['path'],
};

let hss: Hss;
beforeAll(async () => {
  hss = await pipelineHss();
});

test.each(['build.yml', 'deploy.yml'])('%s is a task by CodeArts Build’s manual', (name) => {
  const { version, steps, ...more } = task(name);
  expect({ version, more, phases: Object.keys(steps) }).toEqual({
    version: 2,
    more: {},
    phases: ['PRE_BUILD', 'BUILD'],
  });
  for (const [action, step] of stepsOf(task(name))) {
    const { name: title, inputs } = step;
    expect([title, Object.keys(inputs)]).toEqual([title, ACTIONS[action]]);
    expect(['name', 'image', 'inputs']).toEqual(expect.arrayContaining(Object.keys(step)));
    // What CodeArts takes for a step's name.
    expect(title).toMatch(/^[\w\-,;:./() ]{1,128}$/);
  }
});

test.each(['build.yml', 'deploy.yml'])('%s says ${} of parameters alone', (name) => {
  const names = stepsOf(task(name)).flatMap(([, { inputs }]) =>
    [
      ...Object.values(inputs)
        .join('\n')
        .matchAll(/\$\{([^}]*)\}/g),
    ].map(([, found]) => found),
  );
  const known = ['codeBranch', 'HW_ACCESS_KEY', 'HW_SECRET_KEY', 'IMAGE_TAG'];
  expect(known).toEqual(expect.arrayContaining(names));
});

/** CodeArts' manual has parameters as ${NAME} in commands; both ways of getting them there are tried. */
type Way = 'in the environment' | 'filled in';

/** Runs a task up to the first step that fails. */
async function run(project: Project, file: string, way: Way, tag = ALLOWED): Promise<Ran[]> {
  const parameters: { readonly [name: string]: string } = { ...CREDENTIAL, IMAGE_TAG: tag };
  const ran: Ran[] = [];
  for (const [action, { name, inputs }] of stepsOf(task(file))) {
    if (inputs.command === undefined) {
      if (action === 'upload_artifact') {
        const at = inputs.path.replace('*', 'xml');
        ran.push({ name, exitCode: project.has(at) ? 0 : 1, stdout: '', stderr: '' });
      }
      continue;
    }
    const script =
      way === 'filled in'
        ? inputs.command.replace(/\$\{(\w+)\}/g, (_whole, found: string) => parameters[found])
        : inputs.command;
    const ended = await project.run(['sh'], script, way === 'filled in' ? {} : parameters);
    ran.push({ name, ...ended });
    if (ended.exitCode !== 0) return ran;
  }
  return ran;
}

const WAYS: Way[] = ['in the environment', 'filled in'];

test.each(WAYS)('an image that is allowed is deployed, with parameters %s', async (way) => {
  const project = Project.create(hss);
  const built = await run(project, 'build.yml', way);
  expect(codes(built)).toEqual([
    ['Judge the image', 0],
    ['Keep the reports', 0],
    ['End as the image was judged', 0],
  ]);
  const deployed = await run(project, 'deploy.yml', way);
  expect(codes(deployed)).toEqual([
    ['Plan, and judge the plan', 0],
    ['Keep the reports', 0],
    ['End as the plan was judged', 0],
    ['Apply', 0],
  ]);
  expect(project.has('applied')).toBe(true);
  expectNoCredential([...built, ...deployed]);
});

test.each([
  {
    given: 'an image',
    file: 'build.yml',
    deployed: ALLOWED,
    tag: DENIED,
    report: 'hss-image',
    last: 'End as the image was judged',
  },
  {
    given: 'a plan',
    file: 'deploy.yml',
    deployed: DENIED,
    tag: ALLOWED,
    report: 'hss-plan',
    last: 'End as the plan was judged',
  },
])(
  '$given that is denied ends $file with 2, after its reports are kept',
  async ({ file, deployed, tag, report, last }) => {
    const project = Project.create(hss, deployed);
    const ran = await run(project, file, 'in the environment', tag);
    expect(codes(ran).slice(1)).toEqual([
      ['Keep the reports', 0],
      [last, 2],
    ]);
    const contents = project.read(`reports/${report}.xml`);
    expect(await xmlProblems([{ fileName: 'report.xml', contents }])).toEqual([]);
    expect(project.read(`reports/${report}.html`)).toContain('max-severity');
    expect(project.has('applied')).toBe(false);
  },
);

test('a missing code means that nothing was decided', async () => {
  const [, { inputs }] = stepsOf(task('build.yml')).at(-1)!;
  const { exitCode } = await Project.create(hss).run(['sh'], inputs.command);
  expect(exitCode).toBe(1);
});
