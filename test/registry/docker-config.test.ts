import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { registryCredential } from '../../src/registry/docker-config';

/** Where docker's configuration is looked for. */

const folder = mkdtempSync(join(os.tmpdir(), 'hss-docker-'));
const HOME = join(folder, 'home');
const DOCKER_CONFIG = join(folder, 'docker');
for (const [path, user] of [
  [join(HOME, '.docker'), 'of-home'],
  [DOCKER_CONFIG, 'of-docker'],
]) {
  mkdirSync(path, { recursive: true });
  const entry = { username: user, password: 'p' };
  const config = { auths: { 'registry.example': entry } };
  writeFileSync(join(path, 'config.json'), JSON.stringify(config));
}
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => jest.restoreAllMocks());

async function userIn(variables: NodeJS.ProcessEnv): Promise<string | undefined> {
  const found = await registryCredential('registry.example', variables);
  return found?.credential.kind === 'password' ? found.credential.user : undefined;
}

test.each([
  { variables: { HOME }, user: 'of-home' },
  { variables: { USERPROFILE: HOME }, user: 'of-home' },
  { variables: { HOME, DOCKER_CONFIG }, user: 'of-docker' },
  { variables: { HOME, DOCKER_CONFIG: '' }, user: 'of-home' },
])('$variables leads to the user $user', async ({ variables, user }) => {
  expect(await userIn(variables)).toBe(user);
});

test.each([{}, { HOME: '' }])(
  'with %j the system says where the home directory is',
  async (variables) => {
    jest.spyOn(os, 'homedir').mockReturnValue(HOME);
    expect(await userIn(variables)).toBe('of-home');
  },
);

test('where no home directory is known, there is no credential', async () => {
  jest.spyOn(os, 'homedir').mockImplementation(() => {
    throw new Error('ENOENT: no such file or directory, uv_os_homedir');
  });
  expect(await userIn({})).toBeUndefined();
  expect(await userIn({ DOCKER_CONFIG })).toBe('of-docker');
});
