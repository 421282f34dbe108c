import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder, run } from '../support';
import { LOCKS, installedTool, newApp, registry } from './install';
import { testsOfShop } from './shop';

let yarn: string;
let cacheFolder: string;
beforeAll(() => {
  yarn = installedTool('yarn');
  cacheFolder = newFolder();
}, 120_000);

/** Where Yarn puts this package: unplugged, as its package.json prefers, or left in its archive as all others are. */
describe.each([
  { where: 'unplugged', settings: {}, at: /unplugged[\\/]cdktf-hss/ },
  { where: 'in its zip archive', settings: { unplugged: false }, at: /cdktf-hss[^\\/]*\.zip/ },
])('an app installed by Yarn PnP, with this package $where', ({ settings, at }) => {
  let folder: string;

  beforeAll(() => {
    const locked = (file: string): string => readFileSync(join(LOCKS, 'yarn', file), 'utf8');
    folder = newApp({
      'package.json': JSON.stringify({
        ...JSON.parse(locked('package.json')),
        dependenciesMeta: { 'cdktf-hss': settings },
      }),
      'yarn.lock': locked('yarn.lock'),
      // The lock file has everything but the tarball, which differs with each build.
      '.yarnrc.yml': `
nodeLinker: pnp
pnpMode: strict
pnpFallbackMode: none
enableGlobalCache: false
enableImmutableInstalls: false
enableTelemetry: false
cacheFolder: ${JSON.stringify(cacheFolder)}
npmRegistryServer: ${JSON.stringify(registry())}
`,
    });
    run(folder, yarn, 'install');
  }, 120_000);

  test('has no node_modules', () => {
    expect(existsSync(join(folder, 'node_modules'))).toBe(false);
    const resolved = `console.log(require.resolve('cdktf-hss'))`;
    expect(run(folder, yarn, 'node', '-e', resolved)).toMatch(at);
  });

  testsOfShop(() => ({ folder, command: (...args) => [yarn, 'node', 'shop.mjs', ...args] }));
});
