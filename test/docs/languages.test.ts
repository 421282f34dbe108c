import { blocks, brokenLinks, textOf } from './reader';

/**
 * Checks that the programs of the document are those that the projects in test/languages run (C#: compile), and that its
 * versions are those that the projects install. `npm run test:languages` runs the projects.
 */

const DOCUMENT = 'docs/languages.md';
const text = textOf(DOCUMENT);

interface Manifest {
  readonly version: string;
  readonly scripts: { readonly [name: string]: string };
  readonly jsii: {
    readonly targets: {
      readonly python: { readonly distName: string; readonly module: string };
      readonly java: {
        readonly package: string;
        readonly maven: { readonly groupId: string; readonly artifactId: string };
      };
      readonly dotnet: { readonly packageId: string };
      readonly go: { readonly moduleName: string; readonly packageName: string };
    };
  };
}

const manifest = JSON.parse(textOf('package.json')) as Manifest;

test.each([
  { language: 'python', file: 'python/stack/main.py' },
  { language: 'go', file: 'go/stack/main.go' },
  { language: 'java', file: 'java/src/main/java/shop/Main.java' },
  { language: 'csharp', file: 'dotnet/stack/Program.cs' },
])('the stack in $language is $file, which is tested', ({ language, file }) => {
  expect(blocks(DOCUMENT, language)[0]).toBe(textOf(`test/languages/${file}`));
});

test('the function that ends a Go program is part of a tested program', () => {
  const [, ending] = blocks(DOCUMENT, 'go');
  const program = textOf('test/languages/go/ending/main.go');
  expect(program.endsWith(`\n\n${ending}`)).toBe(true);
  expect(program).toContain('\tdefer end()\n');
});

test('each package is built by a script', () => {
  const commands = blocks(DOCUMENT, 'sh')[0].trim().split('\n');
  const scripts = commands.map((line) => /^npm run (\S+) +# dist\//.exec(line)?.[1]);
  const there = Object.keys(manifest.scripts).filter((name) => name.startsWith('package:'));
  expect([...scripts].sort()).toEqual([...there].sort());
});

test('packages have the names of the jsii configuration', () => {
  const { python, java, dotnet, go } = manifest.jsii.targets;
  for (const name of [
    `'${python.distName}[cdktf]'`,
    `\`${python.module}\``,
    `\`${java.maven.groupId}:${java.maven.artifactId}\``,
    `\`${java.package}\``,
    `\`${dotnet.packageId}\``,
    `\`${go.moduleName}/${go.packageName}\``,
    `${go.moduleName}/${go.packageName}@v${manifest.version} `,
  ]) {
    expect(text).toContain(name);
  }
});

/** The rows of the last table. Its first row of a language names the language. */
function runs(): { language: string; framework: string; from: string }[] {
  const table = text.slice(text.indexOf('## What was tested')).match(/^\|.*\|$/gm)!;
  let language = '';
  return table.slice(2).map((row) => {
    const [, name, framework, from] = row.split('|').map((cell) => cell.trim());
    language = name || language;
    return { language: language.split(' ')[0], framework, from };
  });
}

test.each([
  { language: 'Python', file: 'python/requirements/cdktf.txt', version: /^cdktf==(.*) / },
  { language: 'Python', file: 'python/requirements/cdktn.txt', version: /^cdktn==(.*) / },
  { language: 'Go', file: 'go/go.mod', version: /cdk-go\/cdktf v(.*)/ },
  { language: 'Go', file: 'go/go.mod', version: /cdk-terrain-go\/cdktn v(.*)/ },
  { language: 'Java', file: 'java/pom.xml', version: /cdktf<.*\s+<version>(.*)</ },
])('the version of $version is what $language installs', ({ language, file, version }) => {
  const [match, installed] = version.exec(textOf(`test/languages/${file}`))!;
  const name = match.includes('cdktn') ? 'cdktn' : 'cdktf';
  expect(runs()).toContainEqual(
    expect.objectContaining({ language, framework: `${name} ${installed}` }),
  );
});

test('the frameworks marked as generated are those that the projects generate', () => {
  const generated = (language: string): string[] =>
    runs()
      .filter((row) => row.language === language && row.from === 'generated')
      .map(({ framework }) => framework.split(' ')[0]);
  expect(generated('Python')).toEqual([]);
  expect(generated('Go')).toEqual(['cdktn']);
  expect(generated('Java')).toEqual(['cdktf', 'cdktn']);
  const go = textOf('test/languages/go/run.mjs');
  expect(go.match(/go: generating the module of \w+/g)).toEqual([
    'go: generating the module of cdktn',
  ]);
  const java = textOf('test/languages/java/run.mjs');
  expect(java.match(/generated\('[\w.]+:\w+'/g)).toEqual([
    "generated('com.hashicorp:cdktf'",
    "generated('io.cdktn:cdktn'",
  ]);
});

test('every link of the document leads somewhere', () => {
  expect(brokenLinks(DOCUMENT)).toEqual([]);
});
