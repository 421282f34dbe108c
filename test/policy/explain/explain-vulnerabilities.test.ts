import { SeverityLevel, VulnerabilitySeverity } from '../../../src/contract/enums';
import { KnownExploited } from '../../../src/policy';
import { Explanation, explain } from '../../../src/policy/explain/explain';
import { explainText } from '../../../src/report/text/explain-text';
import { Case, DAY, NOW, feed, judgeInput, row } from '../fixtures';
import {
  cve,
  cveException,
  daysAgo,
  publishedAt,
  vulnerability,
  vulnerable,
} from '../vulnerabilities/cases';

const explained = (given: Case): Explanation => explain(judgeInput(given));
const LIMITS = { max: { high: 0 }, graceDays: { high: 14 } };
const one = [vulnerability()];
const changesOf = (given: Case) =>
  explained(given).changes.map(({ at, causes, begins, ends }) => ({ at, causes, begins, ends }));
const RULE = 'max-vulnerabilities-by-severity';

describe('time changes what vulnerabilities come to', () => {
  test('when grace ends', () => {
    const published = { 'HSS-1': publishedAt(daysAgo(12), cve(1)) };
    expect(changesOf(vulnerable(one, LIMITS, { published }))[0]).toEqual({
      at: NOW + 2 * DAY + 1,
      causes: [`the grace of ${cve(1)} ends`],
      begins: [RULE],
      ends: [],
    });
  });

  test('when a publication passes out of the future, and its grace ends', () => {
    const published = { 'HSS-1': publishedAt(NOW + DAY, cve(1)) };
    const policy = { maxScanAgeHours: 8760 };
    expect(changesOf(vulnerable(one, LIMITS, { published, policy })).slice(0, 2)).toEqual([
      {
        at: NOW + DAY - 5 * 60_000,
        causes: [`the publication of ${cve(1)} is no longer in the future`],
        begins: [],
        ends: [RULE],
      },
      {
        at: NOW + 15 * DAY + 1,
        causes: [`the grace of ${cve(1)} ends`],
        begins: [RULE],
        ends: [],
      },
    ]);
  });

  test('when an exception ends', () => {
    const exceptions = [cveException([cve(1)], { expires: '2026-11-23' })];
    expect(changesOf(vulnerable(one, { max: { high: 0 } }, { policy: { exceptions } }))[0]).toEqual(
      {
        at: Date.parse('2026-11-24T00:00:00Z'),
        causes: ['the exception for shop/web:* ends (owner payments)'],
        begins: [RULE],
        ends: [],
      },
    );
  });

  test('when the feed becomes too old, or its release is no longer in the future', () => {
    const limits = { knownExploited: KnownExploited.DENY };
    expect(changesOf(vulnerable([], limits, { feed: feed([]) }))).toContainEqual({
      at: NOW + 6 * DAY + 1,
      causes: [
        'the scan becomes older than 168 hours',
        'the feed of known exploited vulnerabilities becomes older than 7 days',
      ],
      begins: ['scan-fresh', 'known-exploited'],
      ends: [],
    });
    const future = feed([], { releasedAt: NOW + DAY });
    expect(changesOf(vulnerable([], limits, { feed: future }))[0]).toMatchObject({
      at: NOW + DAY - 5 * 60_000,
      ends: ['known-exploited'],
    });
  });

  test('and asks for the times that will matter then', () => {
    const exceptions = [cveException(['HSS-1'], { expires: '2026-11-23' })];
    const given = vulnerable(one, LIMITS, { policy: { exceptions } });
    expect(explained(given).wantedTimes).toEqual(['HSS-1']);
    expect(explained(vulnerable(one, LIMITS)).wantedTimes).toEqual(['HSS-1']);
    expect(explained(vulnerable(one, { max: { high: 0 } })).wantedTimes).toEqual([]);
  });
});

describe('an exception for vulnerabilities', () => {
  const two = vulnerability({ cves: [{ cveId: cve(1) }, { cveId: cve(2) }] });
  const gapsOf = (ids: string[], change = {}, listed = [two]) =>
    explained(
      vulnerable(listed, LIMITS, { policy: { exceptions: [cveException(ids, change)] } }),
    ).exceptions.map(({ gaps }) => gaps);
  test.each<[given: string, ids: string[], gaps: string[]]>([
    ['all CVEs', [cve(1), cve(2)], []],
    ['the ID', ['HSS-1'], []],
    ['one of two CVEs', [cve(1)], ['HSS-1 also has CVE-2026-0002, which no exception covers']],
    ['another', [cve(8), cve(9)], ['the image does not have CVE-2026-0008 and CVE-2026-0009']],
    [
      'one of two, and another',
      [cve(2), cve(9)],
      [
        'the image does not have CVE-2026-0009',
        'HSS-1 also has CVE-2026-0001, which no exception covers',
      ],
    ],
  ])('that names %s (%j) leaves open %j', (_, ids, gaps) => {
    expect(gapsOf(ids)).toEqual([gaps]);
  });
  test('that does not apply, or is for the rule as a whole, leaves nothing open', () => {
    expect(gapsOf([cve(9)], { expires: '2026-11-01' })).toEqual([[]]);
    expect(gapsOf([], { vulnerabilities: undefined, rules: [RULE] })).toEqual([[]]);
  });
  test('says where HSS does not name a CVE', () => {
    const listed = [vulnerability({ cves: [{ cveId: cve(1) }, {}] })];
    expect(gapsOf([cve(1)], {}, listed)).toEqual([
      ['HSS-1 also has a CVE that HSS does not name, which no exception covers'],
    ]);
  });
});

describe('why a vulnerability that counts has no grace', () => {
  const notesOf = (given: Case) =>
    explained(given).notes.filter((note) => note.includes('no grace'));
  const published = (time: number | undefined, ...ids: string[]) => ({
    published: { 'HSS-1': publishedAt(time, ...ids) },
  });
  test.each<[given: string, answer: Case, note: string]>([
    ['is too old', published(daysAgo(15), cve(1)), 'it ended at 2026-11-21T12:00:00.000Z'],
    [
      'is of the future',
      published(NOW + DAY, cve(1)),
      'HSS says that it was published in the future',
    ],
    [
      'has no time',
      published(undefined, cve(1)),
      'HSS does not say when each of its CVEs was published',
    ],
    ['is of no CVE', published(NOW), 'HSS does not say when each of its CVEs was published'],
    [
      'is of another',
      published(NOW, cve(2)),
      'HSS does not say when each of its CVEs was published',
    ],
  ])('that %s', (_, answer, note) => {
    expect(notesOf(vulnerable(one, LIMITS, answer))).toEqual([`${cve(1)} has no grace: ${note}`]);
  });
  test('because it has no ID, or there are too many', () => {
    const nameless = [vulnerability({ vulId: '', cves: undefined })];
    expect(notesOf(vulnerable(nameless, LIMITS))).toEqual([
      expect.stringMatching(/^\(no ID\) has no grace: without an ID/),
    ]);
    const ids = Array.from({ length: 55 }, (_, at) => `HSS-${10 + at}`);
    const listed = ids.map((vulId) => vulnerability({ vulId, cves: [] }));
    const answer = {
      published: Object.fromEntries(ids.map((id) => [id, publishedAt(NOW, cve(1))])),
    };
    expect(notesOf(vulnerable(listed, LIMITS, answer))).toEqual([
      'HSS-60, HSS-61, HSS-62 and 2 more have no grace: HSS is asked for the publication of at most 50 vulnerabilities of an image, the worst first',
    ]);
  });
  test('is not said where there is grace, none is given, or it would change nothing', () => {
    expect(notesOf(vulnerable(one, LIMITS, published(NOW, cve(1))))).toEqual([]);
    expect(notesOf(vulnerable(one, { max: { high: 0 } }))).toEqual([]);
    expect(notesOf(vulnerable(one, { ...LIMITS, max: { high: 1 } }))).toEqual([]);
  });
});

describe('max-severity beside vulnerabilities', () => {
  const noteOf = (maxSeverity: SeverityLevel, severityLevel: SeverityLevel, limits: object) => {
    const rows = [row({ imageId: 'i-1', vulNum: 1, severityLevel })];
    return explained(vulnerable(one, limits, { rows, policy: { maxSeverity } })).notes.slice(1);
  };
  test('is not changed by an exception, which is said with how to move over', () => {
    expect(noteOf(SeverityLevel.MEDIUM, SeverityLevel.HIGH, {})).toEqual([
      expect.stringMatching(
        /no exception for a vulnerability changes it.* remove maxSeverity: Medium and set vulnerabilities\.max: { critical: 0, high: 0 } instead$/,
      ),
    ]);
    expect(noteOf(SeverityLevel.SECURITY, SeverityLevel.HIGH, {})[0]).toContain('low: 0 }');
    expect(noteOf(SeverityLevel.LOW, SeverityLevel.HIGH, LIMITS)[0]).toContain('max stays');
  });
  test('says nothing where it is met', () => {
    expect(noteOf(SeverityLevel.HIGH, SeverityLevel.HIGH, {})).toEqual([]);
  });
});

test('the text says which vulnerabilities count, are excepted or in grace, and until when', () => {
  const listed = [
    vulnerability({
      severityLevel: VulnerabilitySeverity.CRITICAL,
      vulId: 'HSS-9',
      cves: undefined,
    }),
    vulnerability(),
    vulnerability({ vulId: 'HSS-2', cves: [{ cveId: cve(2) }] }),
    vulnerability({ vulId: 'HSS-3', severityLevel: VulnerabilitySeverity.LOW, cves: [] }),
  ];
  const given = vulnerable(
    listed,
    { ...LIMITS, max: { critical: 0, high: 0 } },
    {
      published: { 'HSS-2': publishedAt(daysAgo(12), cve(2)) },
      policy: { exceptions: [cveException([cve(1), cve(7)])] },
    },
  );
  const text = explainText(explained(given), { colour: false, asked: NOW });
  expect(text).toContain(
    [
      'Vulnerabilities',
      '  Critical HSS-9 (CVEs unknown): counts',
      '  High HSS-1 (CVE-2026-0001): excepted (owner payments until 2026-12-31: fix ships in 1.5)',
      '  High HSS-2 (CVE-2026-0002): in grace until 2026-11-24 12:00 UTC',
      '  Low HSS-3: the policy does not limit its severity',
      '',
      'Notes',
      "  HSS's number of vulnerabilities, 4, counts the rows of its list",
      '',
      'Exceptions',
      '  shop/web:* (known-exploited, max-vulnerabilities-by-severity for CVE-2026-0001 and CVE-2026-0007; owner payments, until 2026-12-31): ' +
        'waives max-vulnerabilities-by-severity; the image does not have CVE-2026-0007',
    ].join('\n'),
  );
});

test('the text names some of many, and how many more there are', () => {
  const listed = Array.from({ length: 60 }, (_, at) => vulnerability({ vulId: `HSS-${at}` }));
  const text = explainText(explained(vulnerable(listed, LIMITS)), { colour: false, asked: NOW });
  expect(text).toContain('  + 40 more: counts\n');
  expect(text.match(/^ {2}High /gm)).toHaveLength(20);
});

test.each<[id: string, limits: object, rule: object]>([
  [
    RULE,
    { max: { critical: 0, high: 3 } },
    { actual: '0 Critical, 1 High', limit: '0 Critical, 3 High' },
  ],
  [RULE, { max: { low: 0 } }, { actual: '0 Low', limit: '0 Low' }],
  [
    'known-exploited',
    { knownExploited: KnownExploited.DENY },
    { actual: 'none by the feed of 2026-11-21' },
  ],
])('%s with %j is explained by %j', (id, limits, rule) => {
  const { rules } = explained(vulnerable(one, limits, { feed: feed([]) }));
  expect(rules.find((each) => each.id === id)).toMatchObject({ state: 'met', ...rule });
});
