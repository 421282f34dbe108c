import { source as axeSource } from 'axe-core';
import { Browser, Page } from 'playwright-core';
import { render } from '../../../src/report/render';
import { HOSTILE, run } from '../run-support';
import { report } from '../support';
import {
  manyVulnerabilities,
  vulnerability,
  vulnerabilityWithText,
} from '../vulnerability-support';
import { exceptedImage, vulnerableImage } from '../vulnerable-images';
import { launchBrowser, openPage } from './browser-page';

/** The vulnerabilities of the page in a real browser. */

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
});

const TWO = run({ parts: [report({ images: [vulnerableImage(), exceptedImage()] })] });
const shownIds = (page: Page): Promise<string[]> =>
  page.locator('[data-image] [data-severity]:visible code').allInnerTexts();
const statusOf = (page: Page): Promise<string> => page.locator('#vulnerability-status').innerText();

test('they are folded up by image, and filtered by severity, package and text', async () => {
  const { page, complaints } = await openPage(browser, await render('html', TWO));
  expect(await shownIds(page)).toEqual([]);
  expect(await statusOf(page)).toBe('All 10 vulnerabilities are shown.');
  await page.getByLabel('Vulnerability severity').selectOption('Critical');
  expect(await shownIds(page)).toEqual(['CVE-2026-33', 'HWSA-2026-7']);
  expect(await page.locator('[data-image]:visible').count()).toBe(1);
  await page.getByLabel('Vulnerability severity').selectOption('');
  await page.getByLabel('Package', { exact: true }).fill('LOG4J');
  expect(await shownIds(page)).toEqual(['HWSA-2026-1']);
  expect(await statusOf(page)).toBe('1 of 10 vulnerabilities are shown.');
  await page.getByLabel('Package', { exact: true }).fill('');
  await page.getByLabel('Filter vulnerabilities by text').fill('reachable HWSA');
  expect(await shownIds(page)).toEqual(['HWSA-2026-7', 'HWSA-2026-9']);
  // The images are left alone.
  expect(await page.locator('#images tbody tr:visible').count()).toBe(2);
  const proposed = await page.evaluate<string[]>(
    `[...document.querySelectorAll('#vulnerable-packages option')].map(({ value }) => value)`,
  );
  expect(proposed).toEqual(['log4j', 'openssl', 'zlib']);
  expect(complaints).toEqual([]);
  await page.close();
});

test.each(['light', 'dark'] as const)(
  '500 of 40 CVEs each are accessible, %s, and all are there, each CVE too',
  async (colorScheme) => {
    const images = [vulnerableImage(manyVulnerabilities(500, 40))];
    const html = await render('html', run({ parts: [report({ images })] }));
    const { page, complaints } = await openPage(browser, html, { colorScheme });
    // The only image is unfolded.
    expect(await page.locator('[data-image] [data-severity]:visible').count()).toBe(500);
    const text = (await page.locator('#vulnerabilities').textContent())!;
    expect(new Set(text.match(/CVE-2026-\d{5}/g)).size).toBe(20_000);
    await page.getByLabel('Package', { exact: true }).fill('package-7');
    expect(await statusOf(page)).toBe('10 of 500 vulnerabilities are shown.');
    await page.locator('[data-image] [data-severity]:visible summary').first().click();
    for (const width of [1280, 375]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      const violations = await page.evaluate<{ id: string; impact: string }[]>(
        `${axeSource}; axe.run(document).then(({ violations }) => violations)`,
      );
      expect(violations.map(({ id, impact }) => `${impact} ${id}`)).toEqual([]);
    }
    expect(complaints).toEqual([]);
    await page.close();
  },
);

test('they are complete without scripts', async () => {
  const { page } = await openPage(browser, await render('html', TWO), { javaScriptEnabled: false });
  await page.locator('[data-image] > summary').first().click();
  expect(await shownIds(page)).toHaveLength(8);
  expect(await page.locator('#vulnerability-controls').isVisible()).toBe(false);
  await page.close();
});

test('links lead to web addresses alone, and no text brings anything in', async () => {
  const hostile = HOSTILE.map(([, text]) => vulnerabilityWithText(text));
  const linked = ['https://a.example/"onclick="x', 'javascript:alert(1)', 'data:text/html,x'].map(
    (url) => vulnerability({ url }),
  );
  const images = [vulnerableImage([...linked, ...hostile])];
  const { page, complaints } = await openPage(
    browser,
    await render('html', run({ parts: [report({ images })] })),
  );
  const links = await page.evaluate<string[][]>(
    `[...document.querySelectorAll('a')].map(({ attributes }) => [...attributes].map(({ name, value }) => name + '=' + value))`,
  );
  expect(links).toEqual([['href=https://a.example/%22onclick=%22x', 'rel=noopener noreferrer']]);
  expect(await page.locator('#vulnerabilities :is(script, img, style)').count()).toBe(0);
  expect(complaints).toEqual([]);
  await page.close();
});
