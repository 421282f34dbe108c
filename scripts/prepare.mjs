// Runs after `npm ci`, and before each `npx` in a clone, because npm then links the package into
// its cache. A build of half a minute would be a surprise there, so npx uses the last build.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../lib/bundle/command/hss-gate.js', import.meta.url));
if (process.env.npm_command !== 'exec' || !existsSync(command)) await import('./build.mjs');
