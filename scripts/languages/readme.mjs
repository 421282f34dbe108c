import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The name of a language, how to install its package, and where its users get the command. */
const LANGUAGES = {
  python: {
    name: 'Python',
    install: ['sh', "pip install 'cdktf-hss[cdktf]' # or [cdktn]"],
    program: 'python',
    command: 'The command `hss-gate` comes with this package.',
  },
  go: {
    name: 'Go',
    install: ['sh', 'go get github.com/cdktf-hss/cdktf-hss-go/hss'],
    program: 'go',
  },
  java: {
    name: 'Java',
    install: [
      'xml',
      '<dependency>\n  <groupId>io.github.cdktf-hss</groupId>\n  <artifactId>cdktf-hss</artifactId>\n</dependency>',
    ],
    program: 'java',
  },
  dotnet: {
    name: 'C#',
    install: ['sh', 'dotnet add package CdktfHss'],
    program: 'csharp',
  },
};

const IN_NPM = 'The command `hss-gate` is in the npm package `cdktf-hss`.';

/**
 * Replaces the README in a package's assembly, from which the bindings are made. The npm README
 * explains installation and use in TypeScript, and its links don't work in another registry.
 *
 * @param {string} folder the folder of the npm package
 * @param {string} language `python`, `java`, `go` or `dotnet`
 * @param {string} guide docs/languages.md, which contains the sample program
 */
export function writeReadme(folder, language, guide) {
  const file = join(folder, '.jsii');
  const assembly = JSON.parse(readFileSync(file, 'utf8'));
  const { name, install, program, command = IN_NPM } = LANGUAGES[language];
  const documents = `${assembly.repository.url.replace(/[.]git$/, '')}/blob/main`;
  const markdown = [
    `# ${assembly.name} for ${name}`,
    `${assembly.description}.`,
    fenced(...install),
    'Node.js 20.18.1 or newer has to be on the `PATH`: the constructs run in it.',
    fenced(program, programIn(guide, program)),
    command,
    `- [In Python, Go, Java and C#](${documents}/docs/languages.md): refusals, rows, pitfalls`,
    `- [What the package does](${documents}/README.md), in TypeScript`,
    `- [Policies](${documents}/docs/policy.md)`,
  ].join('\n\n');
  writeFileSync(file, JSON.stringify({ ...assembly, readme: { markdown } }));
  writeFileSync(join(folder, 'README.md'), `${markdown}\n`);
}

function fenced(language, text) {
  return `\`\`\`${language}\n${text.trim()}\n\`\`\``;
}

/** Returns the first block of a language in the guide, which is the gated stack. */
function programIn(guide, language) {
  const [, program] = new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'm').exec(guide) ?? [];
  if (program === undefined) throw new Error(`docs/languages.md has no block of ${language}`);
  return program;
}
