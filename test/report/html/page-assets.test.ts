import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { render } from '../../../src/report/render';
import { run, runWithText } from '../run-support';

const folder = join(__dirname, '..', '..', '..', 'src', 'report', 'html');

const PARTS = [
  { tag: 'script', file: 'page.js', directive: 'script-src' },
  { tag: 'style', file: 'page.css', directive: 'style-src' },
];

describe.each(PARTS)('the $tag of the page', ({ tag, file, directive }) => {
  const inPage = (page: string): string =>
    new RegExp(`<${tag}>([^]*?)</${tag}>`).exec(page)?.[1] ?? '';

  test('is the file that is linted: run npm run build where it is not', async () => {
    const source = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n');
    expect(inPage(await render('html', run()))).toBe(source);
  });

  test('is allowed by its hash, and nothing else is', async () => {
    const page = await render('html', runWithText("a'; script-src *"));
    const hash = createHash('sha256').update(inPage(page)).digest('base64');
    const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(page)!;
    expect(policy.split('; ')).toContain(`${directive} 'sha256-${hash}'`);
    expect(policy.split('; ')).toContain("default-src 'none'");
  });
});
