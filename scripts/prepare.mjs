// Runs after `npm ci`, and before each `npx` in a clone: npm links the package into its cache for that. A build that takes half a
// minute would be a surprise there, so npx takes what was built last.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../lib/bundle/command/hss-gate.js', import.meta.url));
if (process.env.npm_command !== 'exec' || !existsSync(command)) await import('./build.mjs');
