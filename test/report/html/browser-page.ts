import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Browser, BrowserContextOptions, Page, chromium } from 'playwright-core';

function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), args: ['--no-sandbox'] });
}

/** A browser for all tests of a file, from before the first to after the last. */
export function browserForTests(): () => Browser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launchBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
  });
  return () => browser!;
}

/** Opens a page; whatever it says to the console, asks of the network or pops up is a complaint. */
export async function openPage(
  browser: Browser,
  html: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options });
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => {
    complaints.push(dialog.message());
    void dialog.dismiss();
  });
  await page.route('**/*', (route) => {
    if (route.request().url() === 'http://report.test/') {
      return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html });
    }
    complaints.push(route.request().url());
    return route.abort();
  });
  await page.goto('http://report.test/');
  return { page, complaints };
}

function chromiumPath(): string {
  const named = process.env.CHROMIUM;
  const candidates =
    named === undefined
      ? [
          '/usr/bin/chromium',
          ...(process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'chromium')),
        ]
      : [named];
  const found = candidates.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new Error(
    named === undefined
      ? 'no Chromium: install it (apt-get install chromium), or name it by the variable CHROMIUM'
      : `no Chromium at ${named}, which the variable CHROMIUM names`,
  );
}
