import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brokenAnchors, brokenLinks, root, textOf } from './reader';

const documents = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  ...readdirSync(join(root, 'examples'))
    .map((name) => `examples/${name}/README.md`)
    .filter((path) => existsSync(join(root, path))),
];

test.each(documents)('every link of %s within the repository leads somewhere', (document) => {
  expect(brokenLinks(document)).toEqual([]);
});

// API.md is generated, with anchors of its own.
test.each(documents.filter((document) => document !== 'docs/API.md'))(
  'every link of %s to a section leads to one',
  (document) => {
    expect(brokenAnchors(document)).toEqual([]);
  },
);

test('the index of the documents has each document', () => {
  const index = textOf('docs/README.md');
  const others = readdirSync(join(root, 'docs')).filter(
    (name) => name.endsWith('.md') && name !== 'README.md',
  );
  expect(others.filter((name) => !index.includes(`](${name})`))).toEqual([]);
});

test('each picture is shown in a document', () => {
  const texts = documents.map(textOf).join('\n');
  const pictures = readdirSync(join(root, 'docs', 'pictures'));
  expect(pictures.filter((name) => !texts.includes(`pictures/${name})`))).toEqual([]);
});
