// Writes docs/API.md, or the named file, from the .jsii of the last build.
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Documentation, Language } from 'jsii-docgen';

const root = fileURLToPath(new URL('..', import.meta.url));
const output = process.argv[2] ?? join(root, 'docs', 'API.md');

const assembly = JSON.parse(readText('.jsii', 'build first: npm run build'));
for (const type of Object.values(assembly.types)) {
  for (const member of [...(type.methods ?? []), ...(type.properties ?? [])]) {
    sayThrows(member, member.docs?.custom?.throws, 'Throws');
  }
  sayThrows(type, type.initializer?.docs?.custom?.throws, 'The constructor throws');
}

// A temporary project, because jsii-docgen reads projects, and the assembly is changed here.
const project = mkdtempSync(join(tmpdir(), 'cdktf-hss-docs-'));
try {
  writeFileSync(join(project, '.jsii'), JSON.stringify(assembly));
  writeFileSync(join(project, 'package.json'), readText('package.json'));
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'), 'junction');
  const documentation = await Documentation.forProject(project);
  const markdown = await documentation.toMarkdown({ language: Language.TYPESCRIPT });
  const note = '<!-- Written by `npm run docs` from the comments in src/. Not to be edited. -->';
  writeFileSync(output, `${note}\n\n${tidy(markdown.render())}`);
  await documentation.cleanup();
} finally {
  rmSync(project, { recursive: true, force: true });
}

/** Adds `@throws` to the text, because jsii-docgen ignores it. */
function sayThrows(documented, throws, intro) {
  if (throws === undefined) return;
  const text = throws
    .replace(/\s+/g, ' ')
    .replace(/(?<!`)\bHSS_[A-Z_]+\b(?!`)/g, '`$&`')
    .replace(/\.?$/, '.');
  documented.docs = {
    ...documented.docs,
    remarks: [documented.docs?.remarks, `*${intro}:* ${text}`].filter(Boolean).join('\n\n'),
  };
}

function tidy(markdown) {
  return `${markdown
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}

function readText(name, advice) {
  try {
    return readFileSync(join(root, name), 'utf8');
  } catch {
    console.error(`${name} can't be read${advice === undefined ? '' : `; ${advice}`}`);
    process.exit(1);
  }
}
