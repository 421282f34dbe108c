import { join } from 'node:path';
import { Hss } from '../support/hss';
import { Project, VERSION, pipelineHss } from './support';

/** npx itself, which the other tests have something in place of: it has to take these words so. */

let hss: Hss;
beforeAll(async () => {
  hss = await pipelineHss();
});

/** No registry: only what is installed can run. */
const OFFLINE = {
  npm_config_offline: 'true',
  npm_config_update_notifier: 'false',
  npm_config_omit: 'peer',
};

const npx = (project: Project, words: string) =>
  project.run(['sh', '-e'], `${join(process.execPath, '..', 'npx')} ${words}\n`, {
    ...OFFLINE,
    PATH: process.env.PATH!,
    npm_config_cache: join(project.folder, 'cache'),
  });

test.each(['--no --', `--yes --package cdktf-hss@${VERSION} --`])(
  'npx %s runs what the project has, with its arguments and its exit code',
  async (words) => {
    const project = Project.create(hss);
    const linted = await npx(project, `${words} hss-gate policy lint -- image-policy.yaml`);
    expect({ ...linted, stderr: '' }).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('image-policy.yaml'),
    });
    const executed = await npx(project, `${words} hss-gate exec --nonsense -- terraform plan`);
    expect(executed.exitCode).toBe(125);
  },
);

test('npx --no runs nothing that is not installed', async () => {
  const project = Project.create(hss);
  const { exitCode, stdout } = await npx(project, '--no -- hss-gate-of-another --version');
  expect(exitCode).not.toBe(0);
  expect(stdout).toBe('');
});
