// Makes the package for another language from the npm package: `node scripts/package-language.mjs
// LANGUAGE [DIRECTORY]` writes it to DIRECTORY (default: dist/LANGUAGE) and prints the directory.
// It packs the last build, like scripts/pack.mjs.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LANGUAGES, packageLanguage } from './languages/package.mjs';

const [language, directory] = process.argv.slice(2);
if (!LANGUAGES.includes(language)) {
  console.error(`usage: node scripts/package-language.mjs ${LANGUAGES.join('|')} [DIRECTORY]`);
  process.exit(1);
}
const own = join(fileURLToPath(new URL('..', import.meta.url)), 'dist', language);
const to = resolve(directory ?? own);
// Files of an earlier run must not be published. Only the default directory may be cleared.
if (to === own) rmSync(own, { recursive: true, force: true });
if (existsSync(to) && readdirSync(to).length > 0) {
  console.error(`${to} is not empty: name a new directory`);
  process.exit(1);
}
packageLanguage(language, to, { samples: 'translate' });
console.log(to);
