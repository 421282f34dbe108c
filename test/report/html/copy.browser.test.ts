import { Page } from 'playwright-core';
import { Decision } from '../../../src/policy';
import { render } from '../../../src/report/render';
import { run } from '../run-support';
import { SHA, report, reported } from '../support';
import { browserForTests, openPage } from './browser-page';

/** The buttons that copy digests, in a real browser. */

const browser = browserForTests();

const PINNED = `r.io/shop/web@${SHA}`;
const passing = { decision: Decision.ALLOW, findings: [] };
const pageOf = async (
  verdict: Parameters<typeof reported>[0],
): Promise<{ page: Page; complaints: string[] }> => {
  const html = await render('html', run({ parts: [report({ images: [reported(verdict)] })] }));
  return openPage(browser(), html);
};

test.each([
  { of: 'an allowed image', given: { ...passing, pinnedReference: PINNED }, copied: PINNED },
  {
    of: 'an image that is named by its digest',
    given: { ...passing, reference: PINNED, pinnedReference: PINNED },
    copied: PINNED,
  },
  {
    of: 'a denied image',
    given: { image: { imageDigest: SHA }, pinnedReference: PINNED },
    copied: SHA,
  },
])(
  'the digest of $of is copied by a key, and a screen reader hears it',
  async ({ given, copied }) => {
    const { page, complaints } = await pageOf(given);
    const button = page.getByRole('button', { name: `Copy ${copied}`, exact: true });
    expect(await page.locator('.copy').count()).toBe(1);
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Copied to the clipboard.').waitFor();
    expect(await button.innerText()).toBe('Copied');
    await page.getByLabel('Filter by text').focus();
    await page.keyboard.press('Control+V');
    expect(await page.getByLabel('Filter by text').inputValue()).toBe(copied);
    // It can be copied again.
    expect(await button.innerText()).toBe('Copy');
    expect(complaints).toEqual([]);
    await page.close();
  },
);

test('the clipboard of a secure page is used', async () => {
  const { page } = await pageOf({ ...passing, pinnedReference: PINNED });
  await page.evaluate(
    `Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { document.title = text; } } })`,
  );
  await page.locator('.copy').click();
  await page.getByText('Copied to the clipboard.').waitFor({ state: 'attached' });
  expect(await page.title()).toBe(PINNED);
  await page.close();
});

test('what a browser does not copy is selected, and the page says so', async () => {
  const { page } = await pageOf({ ...passing, pinnedReference: PINNED });
  await page.evaluate('document.execCommand = () => false');
  await page.locator('.copy').click();
  await page
    .getByText('Selected: copy it with Ctrl+C or Command+C.')
    .waitFor({ state: 'attached' });
  expect(await page.evaluate('getSelection().toString()')).toBe(PINNED);
  await page.close();
});

test('an image without a digest has no button', async () => {
  const { page } = await pageOf({});
  expect(await page.locator('.copy').count()).toBe(0);
  await page.close();
});
