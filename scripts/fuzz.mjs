// Runs the fuzz tests with new cases, 20,000 each or FUZZ_RUNS, and the property tests with a new
// seed. A script, because the shell of Windows can't set a variable for one command.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const withProperties = readdirSync(join(root, 'test'), { recursive: true })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => join('test', file))
  .filter((file) => readFileSync(join(root, file), 'utf8').includes("from 'fast-check'"));
const PROPERTY_SEED = String(randomInt(2 ** 31));
console.log(`PROPERTY_SEED=${PROPERTY_SEED}`);

const args = [jest, 'test/fuzz', ...withProperties, '--testTimeout=1800000'];
const { status } = spawnSync(process.execPath, [...args, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { FUZZ_RUNS: '20000', PROPERTY_SEED, ...process.env },
});
process.exitCode = status ?? 1;
