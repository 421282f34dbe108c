// Makes the package of another language from the npm package: `node scripts/package-language.mjs LANGUAGE [DIRECTORY]` writes
// it to DIRECTORY (default: dist/LANGUAGE) and prints the directory. It packs what is built, as scripts/pack.mjs does.
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LANGUAGES, packageLanguage } from './languages/package.mjs';

const [language, directory] = process.argv.slice(2);
if (!LANGUAGES.includes(language)) {
  console.error(`usage: node scripts/package-language.mjs ${LANGUAGES.join('|')} [DIRECTORY]`);
  process.exit(1);
}
const to = resolve(
  directory ?? join(fileURLToPath(new URL('..', import.meta.url)), 'dist', language),
);
packageLanguage(language, to);
console.log(to);
