import { join } from 'node:path';
import { CDKTN, appManifest, installedLock, installedTool, newApp, npm } from './install';
import { testsOfShop } from './shop';

describe('an app that the command line of cdktn synthesizes', () => {
  let folder: string;
  let node: string;
  let cdktn: string;

  beforeAll(() => {
    // It refuses older versions.
    node = installedTool('node');
    cdktn = join(installedLock('cdktn-cli'), 'node_modules', '.bin', 'cdktn');
    const project = { language: 'typescript', app: 'see --app', projectId: 'p' };
    folder = newApp(
      {
        'package.json': appManifest(CDKTN),
        'cdktf.json': JSON.stringify({ ...project, sendCrashReports: 'false' }),
      },
      'cdktn',
    );
    npm(folder, 'install');
  }, 240_000);

  testsOfShop(
    () => ({
      folder,
      command: (...args) => {
        const app = [node, 'shop.mjs', ...args].join(' ');
        return [node, cdktn, 'synth', '--app', app, '--output', 'out'];
      },
      env: { CI: 'true', CHECKPOINT_DISABLE: '1', HOME: folder },
      printsMessageAlone: true,
    }),
    // It starts slowly, and from where rows come makes no difference to it.
    ['live'],
  );
});
