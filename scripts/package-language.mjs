// Makes the package of another language from the npm package: `node scripts/package-language.mjs LANGUAGE [DIRECTORY]` writes
// it to DIRECTORY (default: dist/LANGUAGE) and prints the directory. It packs what is built, as scripts/pack.mjs does.
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
// What an earlier run left must not be published with the rest. Only the default is this script's to clear.
if (to === own) rmSync(own, { recursive: true, force: true });
if (existsSync(to) && readdirSync(to).length > 0) {
  console.error(`${to} is not empty: name a new directory`);
  process.exit(1);
}
packageLanguage(language, to, { samples: 'translate' });
console.log(to);
