import { source as axeSource } from 'axe-core';
import { Page } from 'playwright-core';
import { render } from '../../../src/report/render';
import { HOSTILE, run } from '../run-support';
import { report } from '../support';
import {
  EACH,
  manyVulnerabilities,
  vulnerability,
  vulnerabilityWithText,
} from '../vulnerability-support';
import { exceptedImage, vulnerableImage } from '../vulnerable-images';
import { browserForTests, openPage } from './browser-page';

/** The vulnerabilities of the page in a real browser. */

const browser = browserForTests();

const TWO = run({ parts: [report({ images: [vulnerableImage(), exceptedImage()] })] });
const shownIds = (page: Page): Promise<string[]> =>
  page.locator('[data-image] [data-severity]:visible code').allInnerTexts();
const statusOf = (page: Page): Promise<string> => page.locator('#vulnerability-status').innerText();

test('they are folded up by image, and filtered by severity, package and text', async () => {
  const { page, complaints } = await openPage(browser(), await render('html', TWO));
  expect(await shownIds(page)).toEqual([]);
  expect(await statusOf(page)).toBe('10 vulnerabilities of 2 images.');
  await page.getByLabel('Vulnerability severity').selectOption('Critical');
  expect(await shownIds(page)).toEqual(['CVE-2026-33', 'HWSA-2026-7']);
  expect(await page.locator('[data-image]:visible').count()).toBe(1);
  await page.getByLabel('Vulnerability severity').selectOption('');
  await page.getByLabel('Package', { exact: true }).fill('LOG4J');
  expect(await shownIds(page)).toEqual(['HWSA-2026-1']);
  expect(await statusOf(page)).toBe('1 of 10 vulnerabilities match.');
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
    const { page, complaints } = await openPage(browser(), html, { colorScheme });
    // The only image is unfolded.
    expect(await page.locator('[data-image] [data-severity]:visible').count()).toBe(500);
    const text = (await page.locator('#vulnerabilities').textContent())!;
    expect(new Set(text.match(/CVE-2026-\d{5}/g)).size).toBe(20_000);
    await page.getByLabel('Package', { exact: true }).fill('package-7');
    expect(await statusOf(page)).toBe('10 of 500 vulnerabilities match.');
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
  90_000,
);

test('they have column heads, what became of each, and the platforms that have it', async () => {
  const digests = ['a', 'b', 'c'].map((digit) => `sha256:${digit.repeat(64)}`);
  const images = [
    vulnerableImage(
      [
        vulnerability({ platforms: digests.slice(1, 2) }),
        vulnerability({ platforms: digests, violates: undefined }),
        ...EACH.slice(4, 5),
      ],
      { platforms: digests.map((digest) => ({ digest, names: [] })) },
    ),
  ];
  const html = await render('html', run({ parts: [report({ images })] }));
  const { page } = await openPage(browser(), html);
  const table = page.getByRole('table', { name: /^Vulnerabilities of / });
  const textsOf = (role: 'columnheader' | 'cell'): Promise<string[]> =>
    table.getByRole(role).allInnerTexts();
  expect(await textsOf('columnheader')).toEqual([
    ...['Severity', 'Vulnerability', 'Packages', 'Status', 'Solution'],
  ]);
  const cells = await textsOf('cell');
  const column = (at: number): string[] =>
    cells.filter((_, index) => index % 5 === at).map((text) => text.replace(/\s+/g, ' ').trim());
  expect(column(2).slice(0, 2)).toEqual([
    'openssl 1.1.1k on sha256:bbbbbbbbbbbb',
    'openssl 1.1.1k on each of 3 platforms',
  ]);
  expect(column(3)).toEqual([
    'counts: over the limit',
    'counts: within the limit',
    'not limited by the policy',
  ]);
  await page.close();
});

test('they are complete without scripts', async () => {
  const { page } = await openPage(browser(), await render('html', TWO), {
    javaScriptEnabled: false,
  });
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
    browser(),
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
