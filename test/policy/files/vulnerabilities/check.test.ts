import { ImagePolicyProps, policyFromProps } from '../../../../src/policy';
import { NOW } from '../../fixtures';
import { refusal as refusalOfTwo } from '../extension-support';
import { HEAD, parse, refusal, validatesSchema } from '../parse-support';

/** `vulnerabilities`, and exceptions for some of them, as a user writes them. */

const ALONE = 'version: 1\n';
const limits = (...lines: string[]): string =>
  `${ALONE}vulnerabilities:\n${lines.map((line) => `  ${line}\n`).join('')}`;

test.each<[written: string, read: object]>([
  ['max: {critical: 0}', { max: { critical: 0 } }],
  [
    'max: {low: 2147483647, medium: 20, high: 1, critical: 0}',
    { max: { critical: 0, high: 1, medium: 20, low: 2147483647 } },
  ],
  [
    'max: {high: 0}\n  graceDays: {high: 3650, low: 0}\n  handled: skip\n  maxFeedAgeDays: 0',
    {
      max: { high: 0 },
      graceDays: { high: 3650 },
      handled: 'skip',
      maxFeedAgeDays: 0,
    },
  ],
])('the limits %j are read', (written, read) => {
  const text = limits(written);
  expect(parse(text).vulnerabilities).toEqual({ handled: 'count', maxFeedAgeDays: 7, ...read });
  expect(parse(text)).not.toHaveProperty('maxSeverity');
  expect(Object.isFrozen(parse(text).vulnerabilities?.max)).toBe(true);
  expect(validatesSchema(text)).toBe(true);
  expect(parse(`${text}maxSeverity: Low\n`)).toMatchObject({ maxSeverity: 'Low' });
});

test.each<[text: string, message: string]>([
  [
    ALONE,
    'p.yaml:1:1: maxSeverity is missing: set it to one of Security, Low, Medium, High; or set limits under "vulnerabilities" instead',
  ],
  [
    `${ALONE}vulnerabilities: {}\n`,
    'p.yaml:2:18: vulnerabilities: the map is empty: name at least one, or remove the setting',
  ],
  [
    `${ALONE}vulnerabilities: [critical]\n`,
    'p.yaml:2:18: vulnerabilities: expected a map: limits for vulnerabilities, such as max, got a list',
  ],
  [`${ALONE}vulnerabilities:\n`, 'vulnerabilities: expected a map'],
  [
    limits('handled: skip'),
    'p.yaml:3:3: vulnerabilities: max is missing: set max, or knownExploited and feed',
  ],
  [`${HEAD}vulnerabilities: {graceDays: {low: 1}}\n`, 'max is missing: set max, or'],
  [
    limits('max: {}'),
    'p.yaml:3:8: vulnerabilities.max: the map is empty: name at least one, or remove the setting',
  ],
  [
    limits('max: 5'),
    'p.yaml:3:8: vulnerabilities.max: expected a map: a number for critical, high, medium or low, got 5',
  ],
  [
    limits('max: {high: -1}'),
    'p.yaml:3:15: vulnerabilities.max.high: expected a whole number from 0 to 2147483647, got -1',
  ],
  [limits('max: {high: 1.5}'), 'vulnerabilities.max.high: expected a whole number'],
  [limits('max: {high: }'), 'vulnerabilities.max.high: expected a whole number'],
  [limits('max: {high: none}'), 'vulnerabilities.max.high: expected a whole number'],
  [limits('max: {hihg: 1}'), 'p.yaml:3:9: unknown key "hihg": did you mean high?'],
  [limits('max: {High: 1}'), 'unknown key "High": did you mean high?'],
  [limits('max: {security: 1}'), 'unknown key "security": known are critical, high, medium, low'],
  [
    limits('max: {high: 1}', 'graceDay: {high: 1}'),
    'p.yaml:4:3: unknown key "graceDay": did you mean graceDays?',
  ],
  [limits('max: {high: 1}', 'grace: 1'), 'unknown key "grace": known are max, graceDays,'],
  [
    limits('max: {high: 1}', 'graceDays: {high: 3651}'),
    'p.yaml:4:21: vulnerabilities.graceDays.high: expected a whole number from 0 to 3650, got 3651',
  ],
  [limits('max: {high: 1}', 'graceDays: {}'), 'graceDays: the map is empty'],
  [limits('max: {high: 1}', 'graceDays: 14'), 'graceDays: expected a map: a number of days for'],
  [
    limits('max: {high: 1}', 'handled: ignore'),
    'p.yaml:4:12: vulnerabilities.handled: expected one of count, skip, got "ignore": count to count',
  ],
  [limits('max: {high: 1}', 'handled: true'), 'expected one of count, skip, got true'],
  [
    limits('max: {high: 1}', 'maxFeedAgeDays: 3651'),
    'vulnerabilities.maxFeedAgeDays: expected a whole number from 0 to 3650, got 3651',
  ],
  [
    limits('knownExploited: deny'),
    'p.yaml:3:19: vulnerabilities.knownExploited: feed is missing: download the catalog from https://',
  ],
  [
    limits('knownExploited: true', 'feed: a.json'),
    'p.yaml:3:19: vulnerabilities.knownExploited: expected deny, got true',
  ],
  [limits('knownExploited: warn', 'feed: a.json'), 'expected deny, got "warn"'],
  [
    limits('max: {high: 1}', 'feed: a.json'),
    'p.yaml:4:9: vulnerabilities.feed: nothing uses the feed: add knownExploited: deny, or remove feed',
  ],
  [
    limits('knownExploited: deny', 'feed: " "'),
    'p.yaml:4:9: vulnerabilities.feed: it is blank: expected the path of a file, such as ./known',
  ],
  [limits('knownExploited: deny', 'feed: [a.json]'), 'feed: expected a text: the path of a file'],
  [
    limits('knownExploited: deny', `feed: ${'a'.repeat(1025)}`),
    'feed: it has more than 1024 characters',
  ],
])('the policy %j is refused', (text, message) => {
  expect(refusal(text)).toContain(message);
  expect(validatesSchema(text)).toBe(false);
});

test.each<[feed: string, message: string]>([
  [
    'https://www.cisa.gov/known_exploited_vulnerabilities.json',
    'is a URL: download the file first, and write its path',
  ],
  ['file:///tmp/kev.json', 'is a URL'],
  ['a\u0000.json', 'has control characters'],
  ['a\n.json', 'has control characters'],
  // Sound paths, but a text alone has no place from which they could be found.
  ['./kev.json', "from a text alone the feed can't be found"],
  ['C:\\kev.json', "from a text alone the feed can't be found"],
])('the feed %j is refused', (feed, message) => {
  const text = limits('knownExploited: deny', `feed: ${JSON.stringify(feed)}`);
  expect(refusal(text)).toContain(message);
  expect(refusal(text)).toMatch(/p\.yaml:4:9: vulnerabilities\.feed: /);
});

describe('an exception for vulnerabilities', () => {
  const exception = (...lines: string[]): string =>
    `${HEAD}exceptions:\n  - owner: a\n    reason: b\n    expires: 2026-12-31\n${lines
      .map((line) => `    ${line}\n`)
      .join('')}`;
  const IMAGE = 'image: shop/web:1.5.*';

  test.each<[lines: string[], read: object]>([
    [
      ['vulnerabilities: [CVE-2026-12345]'],
      {
        vulnerabilities: ['CVE-2026-12345'],
        rules: ['known-exploited', 'max-vulnerabilities-by-severity'],
      },
    ],
    [
      ['vulnerabilities: [hce-1, CVE-2026-2, cve-2026-2, HCE-1]', 'rules: [known-exploited]'],
      { vulnerabilities: ['CVE-2026-2', 'HCE-1'], rules: ['known-exploited'] },
    ],
    [
      ['rules: [max-vulnerabilities-by-severity]', 'vulnerabilities: [A]', 'scope: prod/**'],
      { vulnerabilities: ['A'], rules: ['max-vulnerabilities-by-severity'], scope: 'prod/**' },
    ],
    [[`vulnerabilities: [${'x'.repeat(128)}]`], { vulnerabilities: ['X'.repeat(128)] }],
    [['rules: [known-exploited, max-severity]'], { rules: ['known-exploited', 'max-severity'] }],
  ])('is read with %j', (lines, read) => {
    const text = exception(IMAGE, ...lines);
    expect(parse(text).exceptions).toEqual([expect.objectContaining(read)]);
    expect(validatesSchema(text)).toBe(true);
  });

  test('may name 1000 of them, and no more', () => {
    const named = (count: number) =>
      exception(
        IMAGE,
        `vulnerabilities: [${Array.from({ length: count }, (_, at) => `A-${at}`).join()}]`,
      );
    expect(parse(named(1000)).exceptions[0].vulnerabilities).toHaveLength(1000);
    expect(refusal(named(1001))).toContain(
      'exceptions[0].vulnerabilities: the list has more than 1000 items',
    );
    expect(validatesSchema(named(1001))).toBe(false);
  });

  test.each<[lines: string[], message: string]>([
    [[IMAGE], 'p.yaml:4:5: exceptions[0]: rules is missing: ids of the rules that are waived'],
    [
      ['vulnerabilities: [CVE-2026-1]'],
      'p.yaml:4:5: exceptions[0]: image is missing: a glob over namespace/name:version',
    ],
    [
      ['vulnerabilities: [CVE-2026-1]', 'scope: prod/**'],
      'exceptions[0]: image is missing: a glob over',
    ],
    [
      ['vulnerabilities: [CVE-2026-1]', 'resource: helm_release.a'],
      'p.yaml:8:15: exceptions[0].resource: vulnerabilities are those of images, not of resources: replace resource with image',
    ],
    [
      ['vulnerabilities: [CVE-2026-1]', IMAGE, 'resource: helm_release.a'],
      'p.yaml:9:15: exceptions[0].resource: vulnerabilities are those of images, not of resources: remove resource',
    ],
    [
      ['vulnerabilities: [CVE-2026-1]', IMAGE, 'rules: [known-exploited, max-severity]'],
      'p.yaml:9:30: exceptions[0].rules[1]: max-severity does not judge vulnerabilities one by one: write an exception without vulnerabilities for it, or remove it here',
    ],
    [
      ['vulnerabilities: [CVE-2026-1]', IMAGE, 'rules: [images-determinable]'],
      'exceptions[0].rules[0]: images-determinable does not judge vulnerabilities one by one',
    ],
    [
      ['vulnerabilities: [CVE-2026-1]', IMAGE, 'rules: [snapshot-fresh]'],
      "exceptions[0].rules[0]: snapshot-fresh can't be waived",
    ],
    [
      ['vulnerabilities: [CVE-2026-1]', IMAGE, 'rules: [known-exploits]'],
      'got "known-exploits": did you mean known-exploited?',
    ],
    [['vulnerabilities: [CVE-2026-1]', IMAGE, 'rules: []'], 'rules: the list is empty'],
    [
      [IMAGE, 'vulnerabilities: []'],
      'p.yaml:8:22: exceptions[0].vulnerabilities: the list is empty: name at least one',
    ],
    [
      [IMAGE, 'vulnerabilities: CVE-2026-1'],
      'exceptions[0].vulnerabilities: expected a list, got "CVE-2026-1"',
    ],
    [[IMAGE, 'vulnerabilities: [5]'], 'exceptions[0].vulnerabilities[0]: expected a text: the ID'],
    [[IMAGE, 'vulnerabilities: [""]'], 'it is blank: expected the ID of one vulnerability'],
    [
      [IMAGE, 'vulnerabilities: ["CVE-2026-1, CVE-2026-2"]'],
      'p.yaml:8:23: exceptions[0].vulnerabilities[0]: expected the ID of one vulnerability, such as CVE-2026-12345, with no spaces, commas or wildcards, got "CVE-2026-1, CVE-2026-2"',
    ],
    ...['CVE-2026-*', 'CVE-2026-1?', 'CVE 2026 1', ' CVE-2026-1', 'CVE-2026-1\n', 'a\u0000'].map(
      (id): [string[], string] => [
        [IMAGE, `vulnerabilities: [A, ${JSON.stringify(id)}]`],
        'p.yaml:8:26: exceptions[0].vulnerabilities[1]: expected the ID of one vulnerability',
      ],
    ),
    [
      [IMAGE, `vulnerabilities: [${'x'.repeat(129)}]`],
      'exceptions[0].vulnerabilities[0]: it has more than 128 characters',
    ],
    [
      [IMAGE, 'vulnerability: [CVE-2026-1]', 'rules: [known-exploited]'],
      'unknown key "vulnerability": did you mean vulnerabilities?',
    ],
  ])('is refused with %j', (lines, message) => {
    const text = exception(...lines);
    expect(refusal(text)).toContain(message);
    expect(refusal(text)).not.toContain('problems in');
    expect(validatesSchema(text)).toBe(false);
  });
});

test.each<[props: object, message: string]>([
  [
    {},
    'maxSeverity is missing: set it to one of Security, Low, Medium, High; or set limits under "vulnerabilities" instead',
  ],
  [{ vulnerabilities: { max: { critical: undefined } } }, 'vulnerabilities.max: the map is empty'],
  [{ vulnerabilities: { max: undefined } }, 'vulnerabilities: the map is empty'],
  [
    { vulnerabilities: { max: { critical: '0' } } },
    'vulnerabilities.max.critical: expected a whole',
  ],
  [
    { vulnerabilities: { max: new Map([['high', 0]]) } },
    'vulnerabilities.max: expected plain data',
  ],
  [
    { vulnerabilities: { knownExploited: 'deny' } },
    'vulnerabilities.knownExploited: feed is missing',
  ],
  [
    { vulnerabilities: { knownExploited: 'deny', feed: 'a.json' } },
    'vulnerabilities.feed: a feed is not supported here',
  ],
])('the props %j are refused', (props, message) => {
  expect(refusalOfTwo(() => policyFromProps(props as ImagePolicyProps, NOW))).toContain(message);
});
