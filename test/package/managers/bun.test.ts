import { CDKTF, appManifest, installedTool, newApp, registry } from './install';
import { run } from '../support';
import { testsOfShop } from './shop';

describe('an app installed and run by Bun', () => {
  let folder: string;
  let bun: string;

  beforeAll(() => {
    bun = installedTool('bun');
    folder = newApp({
      'package.json': appManifest(CDKTF),
      'bunfig.toml': `
[install]
linker = "isolated"
registry = ${JSON.stringify(registry())}
cache = { dir = ".cache" }
`,
    });
    run(folder, bun, 'install', '--ignore-scripts');
  }, 120_000);

  testsOfShop(() => ({ folder, command: (...args) => [bun, 'shop.mjs', ...args] }));
});
