import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, textOf } from './reader';

/** Lists every fenced block of the documents with the test that runs, compiles or compares it. A new block fails until it has one. */

/** document: { language: [number of blocks, test file] } */
const TESTED: { readonly [document: string]: { readonly [language: string]: [number, string] } } = {
  'README.md': {
    sh: [6, 'test/docs/readme.test.ts'],
    ts: [1, 'test/docs/readme.test.ts'],
    yaml: [1, 'test/docs/readme.test.ts'],
  },
  'CONTRIBUTING.md': { sh: [1, 'test/docs/commands.test.ts'] },
  'docs/cdktn.md': {
    sh: [1, 'test/docs/cdktn.test.ts'],
    ts: [1, 'test/docs/cdktn.test.ts'],
  },
  'docs/connection.md': { sh: [2, 'test/docs/connection.test.ts'] },
  'docs/guide.md': {
    diff: [2, 'test/docs/guide.test.ts'],
    sh: [11, 'test/docs/guide.test.ts'],
    text: [2, 'test/docs/guide.test.ts'],
    ts: [3, 'test/docs/guide.test.ts'],
    yaml: [2, 'test/docs/guide.test.ts'],
  },
  'docs/languages.md': {
    csharp: [1, 'test/docs/languages.test.ts'],
    go: [2, 'test/docs/languages.test.ts'],
    java: [1, 'test/docs/languages.test.ts'],
    python: [1, 'test/docs/languages.test.ts'],
    sh: [1, 'test/docs/languages.test.ts'],
  },
  'docs/lookups.md': { ts: [2, 'test/docs/lookups.test.ts'] },
  'docs/performance.md': { sh: [1, 'test/docs/commands.test.ts'] },
  'docs/pipelines.md': {
    sh: [8, 'test/pipelines/docs.test.ts'],
    yaml: [1, 'test/pipelines/docs.test.ts'],
  },
  'docs/plan-time.md': {
    hcl: [1, 'test/docs/plan-time.test.ts'],
    mermaid: [1, 'test/docs/plan-time.test.ts'],
    sh: [1, 'test/docs/plan-time.test.ts'],
    text: [1, 'test/docs/plan-time.test.ts'],
    ts: [2, 'test/docs/plan-time.test.ts'],
  },
  'docs/policy.md': {
    sh: [1, 'test/docs/policy.test.ts'],
    yaml: [8, 'test/docs/policy.test.ts'],
  },
  'docs/scan.md': { sh: [2, 'test/docs/scan.test.ts'], text: [1, 'test/docs/scan.test.ts'] },
  'docs/testing.md': {
    ts: [1, 'test/docs/testing.test.ts'],
    yaml: [1, 'test/docs/testing.test.ts'],
  },
  'docs/troubleshooting.md': {
    sh: [2, 'test/docs/troubleshooting.test.ts'],
    text: [20, 'test/docs/troubleshooting.test.ts'],
  },
  'docs/vulnerabilities.md': {
    sh: [2, 'test/docs/commands.test.ts'],
    ts: [1, 'test/docs/vulnerabilities.test.ts'],
    yaml: [3, 'test/docs/vulnerabilities.test.ts'],
  },
  'examples/gated-deployment/README.md': { sh: [2, 'test/examples/readmes.test.ts'] },
  'examples/organisation-policy/README.md': { sh: [1, 'test/examples/readmes.test.ts'] },
  'examples/registry-ids/README.md': { sh: [1, 'test/examples/readmes.test.ts'] },
  'examples/registry-images/README.md': { sh: [1, 'test/examples/readmes.test.ts'] },
  'examples/vulnerabilities/README.md': { sh: [2, 'test/examples/readmes.test.ts'] },
};

/** Generated from the sources; jsii compiles its examples. */
const GENERATED = 'API.md';

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md') && name !== GENERATED)
    .map((name) => `docs/${name}`),
  ...readdirSync(join(root, 'examples'))
    .map((name) => `examples/${name}/README.md`)
    .filter((name) => existsSync(join(root, name))),
];

/** Counts the blocks of each language, including indented fences and fences of tildes. */
function counts(document: string): { [language: string]: number } {
  const found: { [language: string]: number } = {};
  let open: string | undefined;
  for (const line of textOf(document).split('\n')) {
    const [, fence, language] = /^[\s>]*(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (fence === undefined) continue;
    if (open === undefined) {
      found[language.trim()] = (found[language.trim()] ?? 0) + 1;
      open = fence;
    } else if (fence.startsWith(open)) open = undefined;
  }
  return found;
}

test('every block of the documents has its test', () => {
  const there = documents
    .map((document) => [document, counts(document)] as const)
    .filter(([, found]) => Object.keys(found).length > 0);
  const told = Object.entries(TESTED).map(([document, languages]) => [
    document,
    Object.fromEntries(Object.entries(languages).map(([language, [count]]) => [language, count])),
  ]);
  expect(Object.fromEntries(there)).toEqual(Object.fromEntries(told));
});

test.each(
  Object.entries(TESTED).flatMap(([document, languages]) =>
    [...new Set(Object.values(languages).map(([, file]) => file))].map((file) => [document, file]),
  ),
)('%s is read by %s', (document, file) => {
  expect(file).not.toBe('test/docs/blocks.test.ts');
  expect(textOf(file)).toContain(`'${document}'`);
});
