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

/** examples/pipelines/jenkins. */

const TEXT = textOf('examples/pipelines/jenkins/Jenkinsfile');
const CODE = TEXT.replace(/^\s*\/\/.*$/gm, '');

interface Stage {
  readonly name: string;
  readonly text: string;
  readonly scripts: readonly string[];
}

/** The shell scripts of a piece of the file, as Groovy reads them. */
function scriptsOf(text: string): string[] {
  return [...text.matchAll(/^\s*sh ('''|')([\s\S]*?)\1$/gm)].map(([, , script]) =>
    script.replace(/\\\\/g, '\\'),
  );
}

const [head, ...rest] = CODE.split(/^ {4}stage\(/m);
const [lastStage, post] = rest.at(-1)!.split(/^ {2}post \{/m);
const stages: Stage[] = [...rest.slice(0, -1), lastStage].map((text) => ({
  name: /^'(.+)'\)/.exec(text)![1],
  text,
  scripts: scriptsOf(text),
}));

let hss: Hss;
beforeAll(async () => {
  hss = await pipelineHss();
});

test('the Jenkinsfile is a declarative pipeline with balanced brackets and quotes', () => {
  expect(CODE.trim()).toMatch(/^pipeline \{[\s\S]*\}$/);
  for (const section of ['agent', 'options', 'environment', 'stages', 'post']) {
    expect(CODE.match(new RegExp(`^ {2}${section} \\{`, 'gm'))).toHaveLength(1);
  }
  const bare = CODE.replace(/'''[\s\S]*?'''|'[^'\n]*'|"[^"\n]*"/g, '');
  expect(bare).not.toMatch(/['"]/);
  for (const [open, close] of ['{}', '()'] as const) {
    expect(bare.split(open).length).toBe(bare.split(close).length);
  }
});

test('Groovy fills no variable into a script', () => {
  const written = [...CODE.matchAll(/\bsh\b/g)].length;
  const found = [...stages.flatMap(({ scripts }) => scripts), ...scriptsOf(post)].length;
  expect(found).toBe(written);
});

test('only what is behind the branch’s condition gets a secret', () => {
  expect(head).not.toContain('credentials(');
  for (const { name, text } of stages) {
    expect([name, text.includes('credentials(')]).toEqual([name, text.includes("branch 'main'")]);
  }
});

/** Runs the stages up to the first that fails, as Jenkins' sh does, and then what is done always. */
async function pipeline(project: Project, tag: string): Promise<Ran[]> {
  const ran: Ran[] = [];
  const image = /IMAGE = "(.*:)\$\{/.exec(head)![1];
  const env = {
    HW_REGION_NAME: /HW_REGION_NAME = '(.*)'/.exec(head)![1],
    STACK: /STACK = '(.*)'/.exec(head)![1],
    IMAGE: `${image}${tag}`,
    SWR_USR: 'user',
    SWR_PSW: 'password',
  };
  for (const { name, text, scripts } of stages) {
    const secrets = text.includes("credentials('hss-access-key')") ? CREDENTIAL : {};
    for (const script of scripts) {
      const ended = await project.run(['sh', '-xe'], script, { ...env, ...secrets });
      ran.push({ name, ...ended });
      if (ended.exitCode !== 0) return ran;
    }
  }
  return ran;
}

test('an image that is allowed is deployed, and no plan is left', async () => {
  const project = Project.create(hss);
  const ran = await pipeline(project, ALLOWED);
  expect(codes(ran).slice(-1)).toEqual([['Deploy', 0]]);
  expect(project.has('applied')).toBe(true);
  expectNoCredential(ran);
  const [cleanup] = scriptsOf(post);
  await project.run(['sh', '-xe'], cleanup, { STACK: 'cdktf.out/stacks/shop' });
  expect([project.has('plan.json'), project.has('cdktf.out/stacks/shop')]).toEqual([false, false]);
});

test.each([
  { given: 'an image', name: 'Check', deployed: ALLOWED, tag: DENIED, report: 'reports/hss-image' },
  { given: 'a plan', name: 'Plan', deployed: DENIED, tag: ALLOWED, report: 'reports/hss-plan' },
])(
  '$given that is denied ends $name with 2, and reports are kept',
  async ({ name, deployed, tag, report }) => {
    const project = Project.create(hss, deployed);
    const ran = await pipeline(project, tag);
    expect(codes(ran).slice(-1)).toEqual([[name, 2]]);
    expect(post).toMatch(
      /always \{\s*junit testResults: 'reports\/\*\.xml'[^\n]*\n\s*archiveArtifacts artifacts: 'reports\/\*\.html'/,
    );
    const contents = project.read(`${report}.xml`);
    expect(await xmlProblems([{ fileName: 'report.xml', contents }])).toEqual([]);
    expect(project.read(`${report}.html`)).toContain('max-severity');
    expect(project.has('applied')).toBe(false);
    expectNoCredential(ran);
  },
);
