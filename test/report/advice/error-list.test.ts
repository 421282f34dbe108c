import { HssError } from '../../../src/contract/error';
import { render } from '../../../src/report/render';
import { RunReport } from '../../../src/report/run-report';
import { UndecidedImage } from '../../../src/report/stack-report';
import { run } from '../run-support';
import { report } from '../support';

const LONG = `no route to ${'a-long-host-name.'.repeat(12)}example`;
const undecided = (at: number, summary: string): UndecidedImage => ({
  reference: `r.io/shop/app${at}:1`,
  path: `shop/app${at}`,
  error: new HssError('HSS_UNREACHABLE', summary, {
    query: `GET /images?name=app${at}`,
    advice: 'try again',
  }),
});
const given = (...images: UndecidedImage[]): RunReport =>
  run({ outcome: 'undecided', parts: [report({ undecided: images })] });
const TWO = given(undecided(1, LONG), undecided(2, 'refused'), undecided(3, LONG));

test('a table names an error by its number, and has it whole below, once', async () => {
  const text = await render('table', TWO);
  const [table, below] = text.split('\n\nErrors\n');
  expect(table.match(/error 1 below: HSS_UNREACHABLE/g)).toHaveLength(2);
  expect(table.match(/error 2 below: HSS_UNREACHABLE/g)).toHaveLength(1);
  expect(table).not.toContain('try again');
  expect(below.split('\n')).toEqual([
    `  1. HSS_UNREACHABLE: ${LONG}`,
    '       query: GET /images?name=app1',
    '       what to do: try again',
    '       2 images: r.io/shop/app1:1 and r.io/shop/app3:1',
    '  2. HSS_UNREACHABLE: refused',
    '       query: GET /images?name=app2',
    '       what to do: try again',
    '       image: r.io/shop/app2:1',
    '',
  ]);
});

test('a table for a terminal breaks errors at its width', async () => {
  const text = await render('table', TWO, { width: 80 });
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test('a table has the first 20 errors, and says how many more there are', async () => {
  const many = Array.from({ length: 25 }, (_, at) => undecided(at, `reason ${at}`));
  const text = await render('table', given(...many));
  expect(text).toContain(' 20. HSS_UNREACHABLE: reason 19\n');
  expect(text).not.toContain(' 21. ');
  expect(text).toContain('  and 5 more errors: see --output json\n');
});

test('Markdown and the page have them below their tables, too', async () => {
  const markdown = await render('markdown', TWO);
  const [table, below] = markdown.split('\n### Errors\n\n');
  expect(table).not.toContain('try again');
  expect(
    below.match(/^\d\. HSS\\_UNREACHABLE: .*what to do: try again<br>(?:image|2 images): .*$/gm),
  ).toHaveLength(2);
  const html = await render('html', TWO);
  const [rows, errors] = html.split('<section id="errors"');
  expect(rows.match(/<a href="#error-1">error 1<\/a>/g)).toHaveLength(2);
  expect(errors.match(/<li id="error-\d"><pre>HSS_UNREACHABLE: /g)).toHaveLength(2);
});

test('Markdown without room for errors says how many there are', async () => {
  const many = Array.from({ length: 400 }, (_, at) => undecided(at, `reason ${at}`));
  const text = await render('markdown', given(...many), { maxBytes: 60_000 });
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_000);
  expect(text).toMatch(/\nAnd \d+ more errors: see the full report\.\n/);
});

test('an image that one error keeps undecided in several places is one row', async () => {
  const image = undecided(1, 'refused');
  const text = await render('table', given(image, { ...image, path: 'shop/other' }));
  expect(text).toMatch(/^UNDECIDED {2}1 image in 2 places: 1 undecided\n/);
  expect(text.match(/│ undecided /g)).toHaveLength(1);
  expect(text).toContain('shop/other');
});

/** An image in two places: two errors with one summary, of which only the answers differ. */
const [BUSY, BROKEN] = [503, 500].map((status): UndecidedImage => ({
  reference: 'r.io/shop/web:1',
  path: `shop/status${status}`,
  error: new HssError('HSS_SERVER_ERROR', 'HSS failed', { status, constructPath: `s${status}` }),
}));

test.each(['one stack', 'two stacks'])(
  'an image with two errors has a row for each, in %s',
  async (where) => {
    const parts =
      where === 'one stack'
        ? [report({ undecided: [BUSY, BROKEN] })]
        : [BUSY, BROKEN].map((image, at) => report({ stack: `s${at}`, undecided: [image] }));
    const both = run({ outcome: 'undecided', parts });
    const table = await render('table', both);
    expect(table).toMatch(/^UNDECIDED {2}2 images undecided\n/);
    for (const text of [table, await render('markdown', both), await render('html', both)]) {
      expect(text).toMatch(/error 1\b[^]*error 2\b[^]*HTTP 503[^]*HTTP 500/);
    }
    const html = await render('html', both);
    expect(html.match(/data-state="undecided"/g)).toHaveLength(2);
  },
);
