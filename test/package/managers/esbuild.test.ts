import { buildSync } from 'esbuild';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder } from '../support';
import { CDKTF, appManifest, newApp, npm } from './install';
import { testsOfShop } from './shop';

describe('an app that esbuild made one file of', () => {
  let folder: string;

  beforeAll(() => {
    const app = newApp({ 'package.json': appManifest(CDKTF) });
    npm(app, 'install');
    folder = newFolder();
    const { warnings } = buildSync({
      absWorkingDir: app,
      entryPoints: ['shop.mjs'],
      outfile: join(folder, 'shop.cjs'),
      bundle: true,
      platform: 'node',
      target: 'node20',
      minify: true,
      logLevel: 'silent',
    });
    expect(warnings).toEqual([]);
    // Nothing that the file may look for is where it was.
    rmSync(app, { recursive: true });
  }, 120_000);

  testsOfShop(() => ({ folder, command: (...args) => [process.execPath, 'shop.cjs', ...args] }));
});
