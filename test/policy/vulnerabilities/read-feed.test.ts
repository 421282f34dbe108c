import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { FEED_URL, MAX_FEED_BYTES, readFeed } from '../../../src/policy/vulnerabilities/read-feed';
import { catalog, feedFileText } from './feeds';

const read = (content: string | Uint8Array) => readFeed(Buffer.from(content as string), 'kev.json');
const faultOf = (content: string | Uint8Array): string => {
  const reading = read(content);
  return 'fault' in reading ? reading.fault : 'no fault';
};
const faultWith = (change: object): string => faultOf(JSON.stringify(catalog(undefined, change)));

test('a feed is read with its date, its hash and its CVEs', () => {
  const text = feedFileText(['CVE-2026-1000', 'cve-2026-2000000000000000000']);
  expect(read(text)).toEqual({
    feed: {
      file: 'kev.json',
      releasedAt: Date.parse('2026-11-21T14:00:34.284Z'),
      sha256: createHash('sha256').update(text).digest('hex'),
      cves: new Set(['CVE-2026-1000', 'CVE-2026-2000000000000000000']),
    },
  });
});

test.each<[what: string, bytes: Buffer]>([
  ['a byte order mark', Buffer.from(`\ufeff${feedFileText()}`)],
  ['UTF-16, as PowerShell writes it', Buffer.from(`\ufeff${feedFileText()}`, 'utf16le')],
])('a feed is read with %s, which its hash is of', (_, bytes) => {
  expect(read(bytes)).toMatchObject({
    feed: {
      cves: new Set(['CVE-2026-1000']),
      sha256: createHash('sha256').update(bytes).digest('hex'),
    },
  });
});

test.each([
  ['2026-11-21', '2026-11-21T00:00:00Z'],
  ['2026-11-21T14:00Z', '2026-11-21T14:00:00Z'],
  ['2026-11-21T14:00:00+02:00', '2026-11-21T12:00:00Z'],
  ['2026-11-21T14:00:00.123456789Z', '2026-11-21T14:00:00.123Z'],
])('the date %s is read', (dateReleased, meant) => {
  expect(read(JSON.stringify(catalog(undefined, { dateReleased })))).toMatchObject({
    feed: { releasedAt: Date.parse(meant) },
  });
});

test.each<[what: string, content: string | Uint8Array, fault: string]>([
  ['nothing', '', 'the file is empty; download the catalog again from https://www.cisa.gov/'],
  ['a page', '<html>Access denied</html>', 'the file is not valid JSON; download'],
  ['a private file', 'root:x:0:0:secret', 'the file is not valid JSON; download'],
  ['half of a feed', feedFileText().slice(0, -9), 'the file is not valid JSON; download'],
  ['a feed and a half', feedFileText() + '{', 'the file is not valid JSON; download'],
  ['depth', '['.repeat(1e6), 'the file is not valid JSON; download'],
  ['bytes', Buffer.from([0xff, 0xfe, 0x00]), 'the file is not valid JSON; download'],
  ['null', 'null', 'the file is not a catalog: it is not a JSON object; download'],
  ['a list', '[]', 'the file is not a catalog: it is not a JSON object; download'],
  ['a text', '"kev"', 'the file is not a catalog: it is not a JSON object; download'],
  ['a map', '{}', 'vulnerabilities is missing, or not a list; download'],
])('a file with %s is refused', (_, content, fault) => {
  expect(faultOf(content)).toContain(fault);
  expect(faultOf(content)).toMatch(new RegExp(`${FEED_URL.replaceAll('.', '[.]')}$`));
  // Any file can be named as a feed.
  expect(faultOf(content)).not.toMatch(/secret|denied/);
});

const one = { cveID: 'CVE-2026-1000' };

test.each<[change: object, fault: string]>([
  [{ vulnerabilities: {} }, 'vulnerabilities is missing, or not a list'],
  [{ vulnerabilities: [], count: 0 }, 'vulnerabilities is empty'],
  [{ count: 2 }, 'count is 2, but vulnerabilities has 1 item;'],
  [{ count: '1' }, 'count is missing, or not a number, but vulnerabilities has 1 item'],
  [{ count: undefined }, 'count is missing, or not a number'],
  [{ dateReleased: undefined }, 'dateReleased is missing'],
  ...[
    null,
    0,
    '',
    'yesterday',
    '2026-13-01',
    '2026-02-30',
    '2026-11-31T00:00:00Z',
    '2026-11-21T14:00:00',
    '21.11.2026',
    {},
  ].map((dateReleased): [object, string] => [
    { dateReleased },
    'dateReleased is not a time such as',
  ]),
  ...[null, 5, 'CVE-2026-1000', [], {}].map((entry): [object, string] => [
    { vulnerabilities: [one, entry], count: 2 },
    'vulnerabilities[1].cveID is missing;',
  ]),
  [{ vulnerabilities: [{ cveID: 1 }] }, 'cveID is not a text, but should be CVE-YYYY-NNNN'],
  ...['', 'GHSA-x', 'secret', `secret CVE ${'x'.repeat(40)}`].map((cveID): [object, string] => [
    { vulnerabilities: [{ cveID }] },
    '[0].cveID is not a CVE ID (CVE-YYYY-NNNN, with four digits or more at the end);',
  ]),
  [
    { vulnerabilities: [{ cveID: 'CVE-2026-77' }] },
    '"CVE-2026-77", not a CVE ID (CVE-YYYY-NNNN, with four digits or more at the end); did you mean CVE-2026-0077?;',
  ],
  [{ vulnerabilities: [{ cveID: ' CVE-2026-1000' }] }, 'remove the spaces around it'],
  [{ vulnerabilities: [{ cveID: 'CVE-2026-1000\n' }] }, 'remove the spaces around it'],
])('a feed changed by %j is refused', (change, fault) => {
  expect(faultWith(change)).toContain(fault);
});

test('the largest feed has 16 MiB', () => {
  const text = feedFileText();
  const padded = Buffer.concat([
    Buffer.from(text),
    Buffer.alloc(MAX_FEED_BYTES - text.length, ' '),
  ]);
  expect(faultOf(padded)).toBe('no fault');
  expect(faultOf(Buffer.concat([padded, Buffer.from(' ')]))).toContain(
    'the file is larger than 16 MiB; download',
  );
});

test('a feed that lost some of its CVEs, or any of its end, is never read', () => {
  const whole = feedFileText(['CVE-2026-1000', 'CVE-2026-1001', 'CVE-2026-1002']);
  fc.assert(
    fc.property(fc.nat(whole.length - 2), (end) => {
      expect(faultOf(whole.slice(0, end))).not.toBe('no fault');
    }),
  );
  const { vulnerabilities } = catalog(['CVE-2026-1000', 'CVE-2026-1001']) as {
    vulnerabilities: object[];
  };
  expect(faultWith({ vulnerabilities: vulnerabilities.slice(1), count: 2 })).toContain(
    'count is 2',
  );
});

test('any bytes are a feed or a fault', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.json().map((text) => Buffer.from(text)),
      ),
      (bytes) => {
        expect(faultOf(bytes)).toContain('; download the catalog again from');
      },
    ),
  );
});
