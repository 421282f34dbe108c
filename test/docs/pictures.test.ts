import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ImagePolicy } from '../../src';
import { EXEC_EXIT, EXIT } from '../../src/cli/shared/exit-codes';
import { RULE_IDS } from '../../src/policy';
import { blocks, project, root, textOf } from './reader';

/** The pictures of the documents: readable without sight, without anything from elsewhere, and in agreement with the code. */

const FOLDER = 'docs/pictures';
const pictures = readdirSync(join(root, FOLDER));
const pictureOf = (name: string): string => textOf(`${FOLDER}/${name}`);

const documents = ['README.md'].concat(
  readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
);

/** The texts in a group of a picture, in reading order, or in all of it. */
function textsOf(picture: string, group?: string): string[] {
  const part =
    group === undefined
      ? picture
      : new RegExp(`<g id="${group}">(.*?)</g>`, 's').exec(picture)?.[1];
  return [...(part ?? '').matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
}

test.each(pictures)('%s has a title and a background of its own', (name) => {
  const picture = pictureOf(name);
  const [, ids] = /^<svg [^>]*role="img" aria-labelledby="([\w ]+)"/.exec(picture)!;
  for (const id of ids.split(' ')) {
    expect(picture).toMatch(new RegExp(`<(?:title|desc) id="${id}">[^<]{10,}</`));
  }
  const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(picture)!;
  const [background] = /<rect [^>]*>/.exec(picture)!;
  expect(background).toContain(` width="${width}" height="${height}"`);
});

test.each(pictures)('%s loads and runs nothing', (name) => {
  const picture = pictureOf(name);
  expect(picture).not.toMatch(/<(?:image|script|foreignObject|use)\b|\s(?:[\w:]*href|src|on\w+)=/);
  expect(picture).not.toMatch(/@import|url\((?!#)/);
});

test.each(pictures)('a document shows %s, with a text in its place', (name) => {
  const shown = documents.flatMap((document) =>
    [...textOf(document).matchAll(/!\[([^\]]*)\]\((?:docs\/)?pictures\/([^)]+)\)/g)]
      .filter(([, , picture]) => picture === name)
      .map(([, text]) => text),
  );
  expect(shown.length).toBeGreaterThan(0);
  for (const text of shown) expect(text.length).toBeGreaterThan(30);
});

describe('the three decisions', () => {
  const picture = pictureOf('three-decisions.svg');
  const codesOf = (group: string): number[] =>
    textsOf(picture, group).flatMap((text) => {
      const code = /^exit code (\d+)$/.exec(text)?.[1];
      return code === undefined ? [] : Number(code);
    });

  test('are the outcomes of a command, each with its exit code', () => {
    const heads = textsOf(picture).filter((text) => /^[✓✗?] /.test(text));
    const outcomes = heads.map((text) => text.slice(2).toLowerCase());
    expect(outcomes).toEqual(['allowed', 'denied', 'undecided']);
    expect(codesOf('command')).toEqual(
      outcomes.map((outcome) => EXIT[outcome as 'allowed' | 'denied' | 'undecided']),
    );
  });

  test('end hss-gate exec with its own exit code unless the plan is applied', () => {
    expect(codesOf('apply')).toEqual([EXEC_EXIT.ownFailure, EXEC_EXIT.ownFailure]);
  });

  test('end a synth as Node.js and Terraform end', () => {
    expect(codesOf('synth')).toEqual([0, 1, 1]);
    expect(codesOf('plan')).toEqual([0, 1, 1]);
  });
});

describe('base and team', () => {
  const picture = pictureOf('base-and-team.svg');
  const base = blocks('docs/policy.md', 'yaml').find((text) => text.startsWith('# base.yaml'))!;

  /** What the picture says in the font of code. */
  const codeOf = (group: string): string[] => {
    const code = [...picture.matchAll(/<text class="code"[^>]*>([^<]*)<\/text>/g)];
    const texts = textsOf(picture, group);
    return code.map(([, text]) => text).filter((text) => texts.includes(text));
  };

  /** A team's policy with a line of the picture. */
  function take(line: string): ImagePolicy {
    const expires = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const common = `owner: payments, reason: none, images: ['shop/web@sha256:${'0'.repeat(64)}']`;
    const whole = line.startsWith('rules:')
      ? `exceptions: [{ image: shop/web:1, owner: payments, reason: none, expires: ${expires}, ${line} }]`
      : line.replace('[...]', `[{ resource: helm_release.web, ${common} }]`);
    const folder = project({
      'base.yaml': base,
      'team.yaml': `version: 1\nextends: ./base.yaml\n${whole}\n`,
    });
    return ImagePolicy.fromFile(join(folder, 'team.yaml'));
  }

  test('begin with the base of the page', () => {
    const settings = base.trim().split('\n').slice(2);
    expect(codeOf('base')).toEqual(settings);
  });

  test.each(codeOf('applies'))('%s applies', (line) => {
    expect(take(line).hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each(codeOf('invalid'))('%s is invalid', (line) => {
    expect(() => take(line)).toThrow(/^HSS_POLICY_INVALID.*(?:overridable|waivable)/s);
  });

  test('show several of each, under the error that they are', () => {
    expect(textsOf(picture, 'invalid')[0]).toContain('HSS_POLICY_INVALID');
    expect(codeOf('applies').length).toBeGreaterThan(3);
    expect(codeOf('invalid').length).toBeGreaterThan(4);
  });
});

test.each([
  ['which-record.svg', 'image-listed'],
  ['discovery.svg', 'images-determinable'],
])('%s names the rule %s', (name, rule) => {
  expect(RULE_IDS).toContain(rule);
  expect(textsOf(pictureOf(name)).join(' ').replaceAll('- ', '-')).toContain(rule);
});
