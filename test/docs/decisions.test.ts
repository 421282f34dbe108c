import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { anchorOf, root, textOf } from './reader';

/** Checks the index of docs/decisions.md and the links to its sections. */

const text = textOf('docs/decisions.md');
const headings = [...text.matchAll(/^#{2,} (.*)$/gm)].map(([, title]) => title);

test('the index at the top of decisions.md has every heading, in order, and no other', () => {
  const index = text.slice(0, text.indexOf('\n## '));
  const links = [...index.matchAll(/\[([^\]]+)\]\(#([\w-]+)\)/g)];
  expect(links.map(([, title]) => title)).toEqual(headings);
  expect(links.map(([, , anchor]) => anchor)).toEqual(headings.map(anchorOf));
  // GitHub would add a number to a second one.
  expect(new Set(headings.map(anchorOf)).size).toBe(headings.length);
});

test('every section of decisions.md is in a topic, and every topic has a section', () => {
  const levels = [...text.matchAll(/^(#{2,}) /gm)].map(([, marks]) => marks.length);
  expect(new Set(levels)).toEqual(new Set([2, 3]));
  levels.forEach((level, at) => {
    if (level === 2) expect([headings[at], levels[at + 1]]).toEqual([headings[at], 3]);
  });
});

test('every link to a section of decisions.md leads to one', () => {
  const anchors = new Set(headings.map(anchorOf));
  const documents = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md'].concat(
    readdirSync(join(root, 'docs'))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`),
  );
  const links = documents.flatMap((document) =>
    [...textOf(document).matchAll(/decisions\.md#([\w-]+)/g)].map(([, anchor]) => anchor),
  );
  const inside = [...text.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor]) => anchor);
  expect(links.length).toBeGreaterThan(0);
  expect([...links, ...inside].filter((anchor) => !anchors.has(anchor))).toEqual([]);
});
