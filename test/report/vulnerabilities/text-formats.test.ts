import { JudgedVulnerability, Decision } from '../../../src/policy';
import { FORMATS, Format, render } from '../../../src/report/render';
import { RunReport } from '../../../src/report/run-report';
import { markdownOf } from '../../../src/report/markdown-sections';
import { ReportedImage } from '../../../src/report/stack-report';
import { FEED, HOSTILE, run } from '../run-support';
import { report, reported } from '../support';
import {
  EACH,
  manyVulnerabilities,
  vulnerability,
  vulnerabilityWithText,
} from '../vulnerability-support';
import { exceptedImage, vulnerableImage } from '../vulnerable-images';
import { reportProblems, xmlProblems } from '../validators';

/** Vulnerabilities in the formats for people, and in JSON. */

const runOf = (...images: ReportedImage[]): RunReport => run({ parts: [report({ images })] });
const shown = (format: Format, ...images: ReportedImage[]): Promise<string> =>
  render(format, runOf(...images), { width: 200 });

test.each(FORMATS)('the format %s names the feed of known exploited CVEs', async (format) => {
  const policy = { ...run().policy, feed: FEED };
  const text = await render(format, run({ policy }));
  for (const part of [FEED.file, FEED.sha256.slice(0, 12), '2026-11-20T08:00:00.000Z']) {
    expect(text).toContain(part);
  }
  expect(await render(format, run())).not.toContain(FEED.file);
});

describe('a table', () => {
  const bullets = (text: string): string[] =>
    [...text.matchAll(/• (.*?) *│$/gm)].map(([, line]) => line);

  test('names the worst five of a denied image, and how many more count', async () => {
    const text = await shown('table', vulnerableImage(manyVulnerabilities(46, 2)));
    expect(bullets(text)).toHaveLength(5);
    expect(text).toContain(
      '• Critical HWSA-2026-10000 (CVE-2026-10000, CVE-2026-10001) in package-0',
    );
    expect(text).toContain('│ + 41 more');
  });

  test('names only those that violate a rule', async () => {
    const text = await shown('table', vulnerableImage());
    expect(bullets(text).map((line) => /[A-Z]+-2026-\d+/.exec(line)?.[0])).toEqual([
      ...['HWSA-2026-1', 'HWSA-2026-2', 'CVE-2026-33', 'HWSA-2026-4'],
    ]);
    expect(text).not.toContain('more');
    const within = vulnerability({ id: 'HWSA-2026-10', violates: undefined });
    expect(await shown('table', vulnerableImage([...EACH, within]))).not.toContain('HWSA-2026-10');
  });

  test('names none of an allowed image, but for known exploited ones that are waived', async () => {
    const allowed = vulnerableImage(EACH, { decision: Decision.ALLOW, findings: [] });
    expect(bullets(await shown('table', allowed))).toEqual([]);
    const lines = bullets(await shown('table', exceptedImage()));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('HWSA-2026-9');
  });

  test.each([40, 60, 120])('is %d columns wide with wide characters', async (width) => {
    const wide = vulnerabilityWithText('生产🚢'.repeat(40));
    const given = runOf(vulnerableImage([{ ...wide, knownExploited: true }]));
    const text = await render('table', given, { width, colour: true });
    const plain = await render('table', given, { width });
    const columns = (line: string): number =>
      [...line].reduce((sum, one) => sum + (/[\u2e80-\uffff]|[^\0-\uffff]/u.test(one) ? 2 : 1), 0);
    const drawn = plain.split('\n').filter((line) => /^[│┌├└]/.test(line));
    for (const line of drawn) expect(columns(line)).toBeLessThanOrEqual(width);
    expect(text).not.toBe(plain);
  });
});

test('JSON has all of them as they are, as its schema says', async () => {
  const all = [...EACH, ...manyVulnerabilities(500, 40)];
  const json = JSON.parse(await shown('json', vulnerableImage(all)));
  expect(json.parts[0].images[0].vulnerabilities).toEqual(JSON.parse(JSON.stringify(all)));
  expect(reportProblems(json)).toEqual([]);
  for (const [, text] of HOSTILE) {
    const [part] = JSON.parse(
      await shown('json', vulnerableImage([vulnerabilityWithText(text)])),
    ).parts;
    expect(part.images[0].vulnerabilities[0]).toMatchObject({
      id: text,
      url: text,
      solution: text,
    });
  }
});

test('JUnit names fifty of a denied image, and is valid', async () => {
  const text = await shown('junit', vulnerableImage(manyVulnerabilities(500, 40)), exceptedImage());
  expect(text.match(/^(?:Critical|High|Medium|Low) HWSA/gm)).toHaveLength(50 + 1);
  expect(text).toContain('+ 450 more vulnerabilities');
  expect(/<system-out>.*^High HWSA-2026-9 /ms.test(text)).toBe(true);
  expect(await xmlProblems([{ fileName: 'a.xml', contents: text }])).toEqual([]);
});

describe('Markdown', () => {
  const sections = (text: string): string[] =>
    [...text.matchAll(/<details><summary>(.*?)<\/summary>/g)].map(([, summary]) => summary);

  test('has a section for each image, the worst first', async () => {
    const text = await shown('markdown', exceptedImage(), vulnerableImage());
    expect(text).toContain('\n### Vulnerabilities\n');
    expect(sections(text).map((summary) => summary.replace(/<.*?>/g, ''))).toEqual([
      expect.stringMatching(/^❌ .*: 8 vulnerabilities \(/),
      expect.stringMatching(/^⚠️ .*: 2 vulnerabilities \(/),
    ]);
    expect(text).toContain(
      '| Medium | <a href="https://advisories.example/HWSA-2026-1001"><code>HWSA-2026-1</code></a> | CVE-2026-11, CVE-2026-12 | zlib 1.2, log4j 2.14 \\(/app/log4j.jar\\) | counts: within the limit<br>known to be exploited | Update openssl to 1.1.1l |',
    );
  });

  test('has none where nothing is listed', async () => {
    for (const image of [vulnerableImage([]), reported()]) {
      expect(await shown('markdown', image)).not.toContain('Vulnerabilities');
    }
  });

  test('keeps within a comment, and says what is left out', async () => {
    const images = Array.from({ length: 40 }, (_, at) =>
      vulnerableImage(
        manyVulnerabilities(500, 40),
        { reference: `r.io/shop/app${at}:1` },
        `a.b${at}`,
      ),
    );
    const text = await shown('markdown', ...images);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_000);
    expect(text).toContain('+ 450 more: see the full report.');
    const left = /And the vulnerabilities of (\d+) more, omitted here/.exec(text)!;
    expect(sections(text).length + Number(left[1])).toBe(40);
    expect(text.match(/<details>/g)).toHaveLength(text.match(/<\/details>/g)!.length);
    for (const maxBytes of [3_000, 20_000, 1e6]) {
      const cut = await render('markdown', runOf(...images), { maxBytes });
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(maxBytes);
    }
  });

  test('has the same section in the summary of gates', () => {
    const text = markdownOf([report({ images: [vulnerableImage()] })]);
    expect(text).toContain('\n## Vulnerabilities\n');
    expect(sections(text)).toHaveLength(1);
  });

  test.each<[string, Partial<JudgedVulnerability>]>([
    ['a script', { url: 'javascript:alert(1)' }],
    ['a misleading one', { url: 'https://huawei.com@evil.example/' }],
    ['text', { url: 'see the vendor' }],
  ])('makes no link of an address that is %s', async (_, change) => {
    const text = await shown('markdown', vulnerableImage([vulnerability(change)]));
    expect(text).not.toContain('<a ');
    expect(text).not.toContain('evil');
  });

  test('a link can end neither its attribute nor its cell', async () => {
    const url = 'https://a.example/"onclick=x|y)<b>';
    const text = await shown('markdown', vulnerableImage([vulnerability({ url })]));
    expect(text).toContain('<a href="https://a.example/%22onclick=x%7Cy%29%3Cb%3E">');
  });
});
