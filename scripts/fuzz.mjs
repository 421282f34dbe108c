// The fuzz tests with new cases, 20,000 of each or as many as FUZZ_RUNS says. A script, because Windows' shell sets no variable for one command.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const args = [jest, 'test/fuzz', '--testTimeout=1800000', ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, args, {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  stdio: 'inherit',
  env: { FUZZ_RUNS: '20000', ...process.env },
});
process.exitCode = status ?? 1;
