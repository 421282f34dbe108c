import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryPaths } from '../../../../src/cli/shared/output/repository-paths';
import { BAD, DATA, POLICY, hssGate, planOf } from '../../../support/gated-plans';
import { envOf, startHss } from '../../../support/hss';

/** How files are named for a code host, with real folders, links and worktrees. */

const EXPIRES = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
const WAIVER = `exceptions:
  - {image: 'shop/web:*', rules: [max-severity], owner: payments, reason: fixed soon, expires: ${EXPIRES}}
`;
const STACK = {
  resource: { kubernetes_pod: { p: { spec: { container: [{ image: BAD }] } } } },
};

let top: string;
beforeAll(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'repository-')));
  for (const folder of [
    'repo/.git/worktrees/tree',
    'repo/infra/stacks',
    'tree/infra',
    'repo/module/infra',
    'workspace/repo/.git',
    'workspace/repo/infra',
    'bare/infra',
  ]) {
    mkdirSync(join(top, folder), { recursive: true });
  }
  writeFileSync(join(top, 'tree/.git'), `gitdir: ${join(top, 'repo/.git/worktrees/tree')}\n`);
  writeFileSync(join(top, 'repo/module/.git'), 'gitdir: ../.git/modules/module\n');
  writeFileSync(join(top, 'bare/plan.json'), '{}');
  symlinkSync(join(top, 'repo'), join(top, 'to-repo'));
  symlinkSync(join(top, 'bare/plan.json'), join(top, 'repo/infra/link.json'));
  symlinkSync(join(top, 'bare/infra'), join(top, 'repo/infra/linked-folder'));
});

interface Case {
  readonly what: string;
  /** The working directory, the file and what variables say, where `@` stands for the folder of the test. */
  readonly from: string;
  readonly file: string;
  readonly variables?: { readonly [name: string]: string };
  readonly named: string;
}

const CASES: readonly Case[] = [
  { what: 'at the root', from: 'repo', file: 'plan.json', named: 'plan.json' },
  { what: 'in a folder', from: 'repo/infra', file: 'plan.json', named: 'infra/plan.json' },
  { what: 'with a dot', from: 'repo/infra', file: './plan.json', named: 'infra/plan.json' },
  { what: 'above', from: 'repo/infra/stacks', file: '../../p.yaml', named: 'p.yaml' },
  { what: 'by its whole path', from: 'repo/infra', file: '@/repo/p.json', named: 'p.json' },
  { what: 'that is not there yet', from: 'repo', file: 'no/such/p.json', named: 'no/such/p.json' },
  { what: 'in a worktree', from: 'tree/infra', file: 'plan.json', named: 'infra/plan.json' },
  {
    what: 'in a submodule',
    from: 'repo/module/infra',
    file: 'p.json',
    named: 'module/infra/p.json',
  },
  {
    what: 'in a submodule, from above',
    from: 'repo',
    file: 'module/infra/p.json',
    named: 'module/infra/p.json',
  },
  { what: 'outside', from: 'repo/infra', file: '../../bare/p.json', named: '@/bare/p.json' },
  { what: 'from outside', from: 'bare', file: '../repo/infra/p.json', named: 'infra/p.json' },
  { what: 'without a repository', from: 'bare/infra', file: 'p.json', named: 'p.json' },
  {
    what: 'without a repository, above',
    from: 'bare/infra',
    file: '../p.json',
    named: '@/bare/p.json',
  },
  {
    what: 'in a working directory that is reached by a link',
    from: 'to-repo/infra',
    file: 'p.json',
    named: 'infra/p.json',
  },
  { what: 'by a link', from: 'bare', file: '@/to-repo/infra/p.json', named: 'infra/p.json' },
  { what: 'that is a link', from: 'repo/infra', file: 'link.json', named: 'infra/link.json' },
  {
    what: 'below a link that leads out',
    from: 'repo/infra',
    file: 'linked-folder/p.json',
    named: '@/bare/infra/p.json',
  },
  {
    what: 'in a repository in a folder of the workspace of GitHub',
    from: 'workspace/repo/infra',
    file: 'p.json',
    variables: { GITHUB_WORKSPACE: '@/workspace' },
    named: 'infra/p.json',
  },
  {
    what: 'in the workspace of GitHub, without .git',
    from: 'bare/infra',
    file: 'p.json',
    variables: { GITHUB_WORKSPACE: '@/bare' },
    named: 'infra/p.json',
  },
  {
    what: 'in the checkout of GitLab',
    from: 'bare/infra',
    file: 'p.json',
    variables: { CI_PROJECT_DIR: '@/bare' },
    named: 'infra/p.json',
  },
  {
    what: 'in a checkout that is named by a link',
    from: 'repo/infra',
    file: 'p.json',
    variables: { GITHUB_WORKSPACE: '@/to-repo' },
    named: 'infra/p.json',
  },
  {
    what: 'outside of the checkout, in a repository',
    from: 'repo/infra',
    file: 'p.json',
    variables: { GITHUB_WORKSPACE: '@/workspace' },
    named: 'infra/p.json',
  },
  {
    what: 'beside a checkout whose name begins the same',
    from: 'repo/infra',
    file: 'p.json',
    variables: { GITHUB_WORKSPACE: '@/rep' },
    named: 'infra/p.json',
  },
  {
    what: 'where the checkout is no whole path',
    from: 'repo/infra',
    file: 'p.json',
    variables: { GITHUB_WORKSPACE: '.', CI_PROJECT_DIR: '' },
    named: 'infra/p.json',
  },
];

test.each(CASES)('a file $what is $named', ({ from, file, variables = {}, named }) => {
  const placed = (text: string): string => text.replace('@', top);
  const environment = Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, placed(value)]),
  );
  const pathOf = repositoryPaths(environment, join(top, from));
  expect(pathOf(placed(file))).toBe(placed(named));
});

describe('hss-gate in a folder of a repository', () => {
  let folder: string;
  let env: { readonly [name: string]: string };
  beforeAll(async () => {
    env = envOf(await startHss({ data: DATA }));
    folder = join(top, 'repo', 'infra');
    writeFileSync(join(top, 'repo/image-policy.yaml'), `${POLICY}${WAIVER}`);
    writeFileSync(join(folder, 'plan.json'), JSON.stringify(planOf([BAD])));
    mkdirSync(join(folder, 'out'));
    writeFileSync(join(folder, 'out/cdk.tf.json'), JSON.stringify(STACK));
  });

  test.each([
    { format: 'sarif', shown: '"uri": "infra/plan.json"' },
    { format: 'gitlab', shown: '"path": "infra/plan.json"' },
    { format: 'github', shown: '::notice file=infra/plan.json,line=1,' },
  ])('names the plan from the root, as $format', async ({ format, shown }) => {
    const { stdout } = await hssGate(folder, ['plan', '-o', format, 'plan.json'], env);
    expect(stdout).toContain(shown);
  });

  test.each(['out', './out', join('..', 'infra', 'out', '')])(
    'names a stack of %s',
    async (out) => {
      const { stdout } = await hssGate(folder, ['plan', '-o', 'gitlab', out], env);
      expect(stdout).toContain('"path": "infra/out/cdk.tf.json"');
    },
  );

  test('names a stack of the working directory', async () => {
    const { stdout } = await hssGate(join(folder, 'out'), ['plan', '-o', 'gitlab', '.'], env);
    expect(stdout).toContain('"path": "infra/out/cdk.tf.json"');
  });

  test('names the line of a policy above, from the root', async () => {
    const { stdout } = await hssGate(folder, ['check', '-o', 'sarif', BAD], env);
    const [{ locations, suppressions }] = JSON.parse(stdout).runs[0].results;
    const place = { artifactLocation: { uri: 'image-policy.yaml' }, region: { startLine: 4 } };
    expect(locations[0].physicalLocation).toMatchObject(place);
    expect(suppressions[0].location.physicalLocation).toEqual(place);
  });
});
