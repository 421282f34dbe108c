import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../support';
import { CDKTF, appManifest, installedTool, newApp, registry } from './install';
import { testsOfShop } from './shop';

describe('an app installed by pnpm, each package seeing only what it declares', () => {
  let folder: string;

  beforeAll(() => {
    folder = newApp({
      'package.json': appManifest(CDKTF),
      '.npmrc': `registry=${registry()}`,
      'pnpm-workspace.yaml': `
nodeLinker: isolated
hoist: false
publicHoistPattern: []
autoInstallPeers: false
strictPeerDependencies: true
storeDir: .store
`,
    });
    run(folder, installedTool('pnpm'), 'install', '--ignore-scripts');
  }, 120_000);

  test('has nothing beside what it asks for', () => {
    const packages = readdirSync(join(folder, 'node_modules', '.pnpm')).filter((name) =>
      name.includes('@'),
    );
    expect(packages).toHaveLength(Object.keys(CDKTF).length + 1);
  });

  testsOfShop(() => ({ folder, command: (...args) => [process.execPath, 'shop.mjs', ...args] }));
});
