import { source as axeSource } from 'axe-core';
import { Page } from 'playwright-core';
import { render } from '../../../src/report/render';
import { browserForTests, openPage } from './browser-page';
import { HOSTILE, mixed, run, runWithText } from '../run-support';
import { report } from '../support';
import { vulnerability } from '../vulnerability-support';
import { vulnerableImage } from '../vulnerable-images';

/** The page in a real browser. */

const browser = browserForTests();

const rowsShown = (page: Page): Promise<string[]> =>
  page.locator('#images tbody tr:visible td.image > code').allInnerTexts();

test.each(['light', 'dark'] as const)(
  'the page is accessible, %s, wide or narrow',
  async (colorScheme) => {
    const { page, complaints } = await openPage(browser(), await render('html', run()), {
      colorScheme,
    });
    for (const [width, unfolded] of [
      [1280, false],
      [375, false],
      [375, true],
      [1280, true],
    ] as const) {
      await page.setViewportSize({ width, height: 800 });
      if (unfolded !== ((await page.locator('#resources').getAttribute('open')) !== null)) {
        await page.locator('#resources summary').click();
      }
      const violations = await page.evaluate<{ id: string; impact: string }[]>(
        `${axeSource}; axe.run(document).then(({ violations }) => violations)`,
      );
      expect(violations.map(({ id, impact }) => `${impact} ${id}`)).toEqual([]);
    }
    expect(complaints).toEqual([]);
    await page.close();
  },
);

test('rows are filtered by words and by decision', async () => {
  const { page, complaints } = await openPage(browser(), await render('html', run()));
  expect(await page.locator('#status').innerText()).toBe('All 10 rows are shown.');
  await page.getByLabel('Filter by text').fill('REGISTRY.example high');
  expect(await rowsShown(page)).toEqual(['registry.example/shop/web:1.25.3']);
  expect(await page.locator('#status').innerText()).toBe('1 of 10 rows are shown.');
  await page.getByLabel('Filter by text').fill('');
  await page.getByLabel('Decision', { exact: true }).selectOption('waived');
  expect(await rowsShown(page)).toEqual(['registry.example/shop/pay:7', 'helm_release.mesh']);
  expect(complaints).toEqual([]);
  await page.close();
});

test('rows are sorted by a click, a key or the list', async () => {
  const { page, complaints } = await openPage(browser(), await render('html', run()));
  const [worst] = await rowsShown(page);
  expect(worst).toBe('registry.example/shop/web:1.25.3');
  const head = page.getByRole('columnheader', { name: 'Image' });
  await head.getByRole('button').click();
  const ascending = await rowsShown(page);
  expect(ascending).toEqual([...ascending].sort());
  expect(await head.getAttribute('aria-sort')).toBe('ascending');
  await page.keyboard.press('Enter');
  expect(await rowsShown(page)).toEqual([...ascending].reverse());
  expect(await head.getAttribute('aria-sort')).toBe('descending');
  await page.getByLabel('Sort by').selectOption('severity descending');
  expect((await rowsShown(page)).slice(0, 3)).toEqual([
    'registry.example/shop/web:1.25.3',
    'registry.example/shop/pay:7',
    expect.stringContaining('shop/cart@sha256'),
  ]);
  expect(complaints).toEqual([]);
  await page.close();
});

test('resources are folded up, and filtered by words of any order', async () => {
  const { page, complaints } = await openPage(browser(), await render('html', run()));
  const shown = (): Promise<string[]> =>
    page.locator('#resources [data-resource]:visible > code').allInnerTexts();
  expect(await shown()).toEqual([]);
  // By a key, as whoever has no mouse opens it.
  await page.locator('#resources summary').focus();
  await page.keyboard.press('Enter');
  expect(await shown()).toHaveLength(7);
  expect(await page.locator('#resource-status').innerText()).toBe(
    'All 7 listed resources are shown.',
  );
  const filter = page.getByLabel('Filter resources by text');
  await filter.fill('NAME chart helm');
  expect(await shown()).toEqual(['helm_release.ingress', 'helm_release.mesh', 'helm_release.db']);
  expect(await page.locator('#resource-status').innerText()).toBe(
    '3 of 7 listed resources are shown.',
  );
  await filter.fill('waived');
  expect(await shown()).toEqual(['helm_release.mesh']);
  expect(await page.locator('#resources h3:visible').count()).toBe(1);
  // The images are left alone.
  expect(await rowsShown(page)).toHaveLength(10);
  expect(complaints).toEqual([]);
  await page.close();
});

test('the page is complete without scripts, except for what needs one', async () => {
  const { page } = await openPage(browser(), await render('html', run()), {
    javaScriptEnabled: false,
  });
  expect(await rowsShown(page)).toHaveLength(10);
  expect(await page.locator('#controls').isVisible()).toBe(false);
  await page.locator('#resources summary').click();
  expect(await page.locator('#resources [data-resource]:visible').count()).toBe(7);
  expect(await page.locator('#resource-controls').isVisible()).toBe(false);
  expect(await page.locator('button').count()).toBe(0);
  await page.close();
});

test('no name brings anything into the page', async () => {
  const hostile = HOSTILE.flatMap(([, text]) => runWithText(text).parts);
  const given = run({ ...runWithText(HOSTILE.map(([, text]) => text).join('')), parts: hostile });
  const { page, complaints } = await openPage(browser(), await render('html', given));
  const tags = await page.evaluate<string[]>(
    `[...new Set([...document.querySelectorAll('*')].map(({ localName }) => localName))].sort()`,
  );
  const unlinked = vulnerability({ url: undefined });
  const ordinary = await openPage(
    browser(),
    await render(
      'html',
      run({ parts: [mixed(), report({ images: [vulnerableImage([unlinked])] })] }),
    ),
  );
  expect(tags).toEqual(
    await ordinary.page.evaluate<string[]>(
      `[...new Set([...document.querySelectorAll('*')].map(({ localName }) => localName))].sort()`,
    ),
  );
  const handlers = await page.evaluate<string[]>(
    `[...document.querySelectorAll('*')].flatMap(({ attributes }) => [...attributes]).filter(({ name, value }) => /^on|^style$|^src$|^href$/.test(name) && !/^#error-\\d+$/.test(value)).map(({ name }) => name)`,
  );
  expect(handlers).toEqual([]);
  // What the browser reads is what was written: the escape and the mark are told by their numbers.
  const names = await page.locator('#images td.image > code').allTextContents();
  expect(names).toContain('<script>alert(1)</script>');
  expect(names).toContain('a\\u{1b}[31mred\\u{1b}[0m\\u{7}');
  expect(names).toContain('a\\u{202e}gpj.exe\\u{2066}b\\u{200f}');
  expect(complaints).toEqual([]);
  await page.close();
  await ordinary.page.close();
});

test('a script that gets in is not run', async () => {
  const html = await render('html', run());
  const { page, complaints } = await openPage(
    browser(),
    html.replace('</main>', '<script>document.title = "mine"</script><p onclick="1">x</p></main>'),
  );
  expect(await page.title()).toBe('Image gate: denied');
  expect(complaints.join()).toContain('Content Security Policy');
  await page.close();
});

test.each([
  ['ordinary names', run()],
  ['a long name', runWithText(`a/${'b'.repeat(500)}`)],
])('a phone scrolls in one direction, with %s', async (_, given) => {
  const { page } = await openPage(browser(), await render('html', given), {
    viewport: { width: 375, height: 667 },
  });
  await page.locator('#resources summary').click();
  for (const width of [375, 390]) {
    await page.setViewportSize({ width, height: 667 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  }
  await page.close();
});
