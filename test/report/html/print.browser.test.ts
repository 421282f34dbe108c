import { render } from '../../../src/report/render';
import { HOSTILE, run, runWithText } from '../run-support';
import { browserForTests, openPage } from './browser-page';

/** The page as a real browser prints it. */

const browser = browserForTests();

/** Columns in CSS pixels of A4 within its margins. */
const PAPER = 703;

/** What each column of the table is like, from its widest cell. */
interface Column {
  readonly name: string;
  readonly width: number;
  /** How far content stands out of its cell. */
  readonly beyond: number;
}

const COLUMNS = `[...document.querySelectorAll('#images thead th')].map((head, at) => ({
  name: head.textContent,
  width: head.getBoundingClientRect().width,
  beyond: Math.max(...[...document.querySelectorAll('#images tr')].map(({ cells }) => {
    const range = document.createRange();
    range.selectNodeContents(cells[at]);
    return Math.ceil(range.getBoundingClientRect().right - cells[at].getBoundingClientRect().right);
  })),
}))`;

const LONG = HOSTILE.map(([, text]) => text.slice(0, 300)).join(' ');

test.each([
  ['ordinary names', run()],
  ['hostile names', runWithText(LONG)],
])(
  'the table is a table on paper, and no column stands out of its own, with %s',
  async (_, given) => {
    const { page } = await openPage(browser(), await render('html', given), {
      viewport: { width: PAPER, height: 1000 },
      colorScheme: 'dark',
    });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const columns = await page.evaluate<Column[]>(COLUMNS);
    expect(columns.map(({ name }) => name)).toEqual([
      ...['Decision', 'Image', 'Severity', 'Scanned', 'Why'],
    ]);
    // Why and Image share more than half of the paper.
    const [decision, image, severity, scanned, why] = columns.map(({ width }) => width / PAPER);
    expect(image).toBeGreaterThan(0.28);
    expect(why).toBeGreaterThan(0.25);
    for (const share of [decision, severity, scanned]) expect(share).toBeLessThan(0.16);
    for (const { name, beyond } of columns) expect([name, beyond <= 0]).toEqual([name, true]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PAPER);
    await page.close();
  },
);

test('paper is white, and without what only a screen can do', async () => {
  const { page } = await openPage(browser(), await render('html', run()), { colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const colour = (name: string): Promise<string> =>
    page.evaluate(`getComputedStyle(document.body).${name}`);
  expect(await colour('backgroundColor')).toBe('rgb(255, 255, 255)');
  expect(await colour('color')).toBe('rgb(0, 0, 0)');
  expect(await page.locator('.copy:visible, .controls:visible').count()).toBe(0);
  // A browser does not repeat what is a box of its own, as a button is.
  expect(
    await page.evaluate(`getComputedStyle(document.querySelector('#images th button')).display`),
  ).toBe('contents');
  expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
  await page.close();
});
