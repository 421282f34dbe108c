// Compiles src/ to lib/ with jsii, from scratch, so that no output of a deleted source remains. A
// build with unchanged inputs and outputs is kept, because `npm ci` builds, and `npm test` builds
// again.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isUpToDate, recordBuild } from './build-record.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const jsii = createRequire(import.meta.url).resolve('jsii/bin/jsii');

await import('./page-assets.mjs');
if (isUpToDate(root)) {
  console.error('lib/ is up to date: nothing was built');
} else {
  rmSync(`${root}lib`, { recursive: true, force: true });
  // `namespace` is the API's own name; C# users write @Namespace.
  const { status } = spawnSync(
    process.execPath,
    [jsii, '--silence-warnings=reserved-word', '--fail-on-warnings'],
    {
      cwd: root,
      stdio: 'inherit',
      // jsii warns about the end of life of Node 20, which the package supports on purpose.
      env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
    },
  );
  if (status !== 0) process.exit(status ?? 1);
  await import('./bundle.mjs');
  recordBuild(root);
}
