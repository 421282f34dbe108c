import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../support/processes';
import { manifestIn, packedTarball, root } from '../support';
import { CDKTF, installedTool, newApp, registry } from './install';
import { NpmRegistry } from './npm-registry';
import { testsOfShop } from './shop';

describe('an app of Deno, which imports by npm: specifiers', () => {
  let folder: string;
  let deno: string;
  let env: { readonly [name: string]: string };

  beforeAll(async () => {
    deno = installedTool('deno');
    // Deno takes no package from a tarball.
    const npm = await NpmRegistry.serving(packedTarball(), registry());
    const versions = { ...CDKTF, 'cdktf-hss': manifestIn(root).version };
    const imports = Object.entries(versions).map(([name, version]) => [
      name,
      `npm:${name}@${version}`,
    ]);
    folder = newApp({
      'deno.json': JSON.stringify({ imports: Object.fromEntries(imports) }),
      '.npmrc': `registry=${npm.url}`,
    });
    env = { DENO_DIR: join(folder, '.deno') };
    const installed = await run([deno, 'install'], { ...process.env, ...env }, folder);
    expect(installed).toMatchObject({ exitCode: 0 });
    npm.stop();
  }, 120_000);

  test('has no node_modules', () => {
    expect(existsSync(join(folder, 'node_modules'))).toBe(false);
  });

  testsOfShop(() => ({
    folder,
    command: (...args) => [deno, 'run', '--cached-only', ...PERMISSIONS, 'shop.mjs', ...args],
    env,
  }));

  test('is told which permission a lookup lacks', async () => {
    const command = [deno, 'run', '--cached-only', '--no-prompt', ...WITHOUT_NETWORK, 'shop.mjs'];
    const { exitCode, stderr } = await run(
      [...command, 'live', 'web'],
      { ...env, HSS_ENDPOINT: 'http://127.0.0.1:9', HW_PROJECT_ID: 'p', HW_AUTH_TOKEN: 't0ken' },
      folder,
    );
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/HSS_UNREACHABLE: HSS can't be reached: .*--allow-net/);
  });
});

const WITHOUT_NETWORK = ['--allow-env', '--allow-read', '--allow-write=out'];
const PERMISSIONS = [...WITHOUT_NETWORK, '--allow-net=127.0.0.1'];
