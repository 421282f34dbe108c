import fc from 'fast-check';
import { ScanStatus, SeverityLevel } from '../../../src/contract/enums';
import { Decision, IMAGE_RULE_IDS, JudgeInput, judge } from '../../../src/policy';
import { Explanation, explain } from '../../../src/policy/explain/explain';
import { explainText } from '../../../src/report/text/explain-text';
import { anyCase, anyNearCase } from '../arbitrary';
import { Case, DAY, HOUR, NOW, exception, judgeInput, registryRow, row, sha } from '../fixtures';

const inputOf = (given: Case = {}): JudgeInput =>
  judgeInput({ rows: [row()], ...given, input: { source: 'live', ...given.input } });

const explained = (given?: Case): Explanation => explain(inputOf(given));
const stateOf = (id: string, given?: Case) =>
  explained(given).rules.find((rule) => rule.id === id)!;
const HIGH = [row({ severityLevel: SeverityLevel.HIGH })];
const PENDING = [
  row({ scanStatus: ScanStatus.WAITING_FOR_SCAN, severityLevel: undefined, vulNum: undefined }),
];

describe('the rules', () => {
  test.each<{ readonly id: string; readonly given: Case; readonly rule: object }>([
    {
      id: 'scan-fresh',
      given: {},
      rule: { state: 'met', actual: '24 hours', limit: '168 hours' },
    },
    { id: 'max-severity', given: {}, rule: { state: 'met', actual: 'Security', limit: 'Low' } },
    {
      id: 'max-severity',
      given: { rows: HIGH },
      rule: { state: 'violated', actual: 'High', limit: 'Low' },
    },
    {
      id: 'max-severity',
      given: { rows: HIGH, policy: { exceptions: [exception()] } },
      rule: { state: 'waived', waivedBy: expect.stringContaining('payments') },
    },
    { id: 'max-vulnerabilities', given: {}, rule: { state: 'not-asked' } },
    {
      id: 'max-vulnerabilities',
      given: { policy: { maxVulnerabilities: 3 } },
      rule: { actual: '0', limit: '3' },
    },
    { id: 'registry-allowed', given: {}, rule: { state: 'not-asked' } },
    {
      id: 'registry-allowed',
      given: { policy: { allowedRegistries: ['swr.example.com'] } },
      rule: { state: 'met', actual: 'swr.example.com' },
    },
    {
      id: 'digest-known',
      given: { policy: { requireDigest: false } },
      rule: { state: 'not-asked' },
    },
    { id: 'snapshot-fresh', given: {}, rule: { state: 'not-asked' } },
    {
      id: 'snapshot-fresh',
      given: { input: { source: 'replay', snapshotTime: NOW - HOUR } },
      rule: { state: 'met', actual: '1 hours', limit: '24 hours' },
    },
    { id: 'scan-completed', given: { rows: [] }, rule: { state: 'no-row' } },
    { id: 'reference-pinned', given: { rows: [] }, rule: { state: 'no-row' } },
    { id: 'image-listed', given: { rows: [] }, rule: { state: 'violated' } },
    { id: 'scan-completed', given: { rows: PENDING }, rule: { state: 'violated' } },
    ...['scan-fresh', 'max-severity'].map((id) => ({
      id,
      given: { rows: PENDING },
      rule: { state: 'no-scan' },
    })),
    {
      id: 'max-malicious-files',
      given: { rows: PENDING },
      rule: { state: 'met', actual: '0', limit: '0' },
    },
    {
      id: 'max-malicious-files',
      given: { rows: [{ ...PENDING[0], maliciousFileNum: undefined }] },
      rule: { state: 'no-scan', limit: '0' },
    },
    { id: 'max-vulnerabilities', given: { rows: PENDING }, rule: { state: 'not-asked' } },
    { id: 'digest-known', given: { rows: PENDING }, rule: { state: 'met' } },
    {
      id: 'image-listed',
      given: {},
      rule: { state: 'met', actual: 'shop/web:1.4 in prod-swr' },
    },
  ])('are explained: $id as $rule', ({ id, given, rule }) => {
    expect(stateOf(id, given)).toMatchObject(rule);
  });

  test('are all there, in order', () => {
    expect(explained().rules.map(({ id }) => id)).toEqual(IMAGE_RULE_IDS);
  });
});

/** Makes an exception one about resources. */
const RESOURCE = { image: undefined, rules: ['images-determinable'] };

describe('the exceptions', () => {
  test.each<{
    readonly given: string;
    readonly change: Partial<ReturnType<typeof exception>>;
    readonly path?: string;
    readonly reference?: string;
    readonly rows?: Case['rows'];
    readonly expected: object[];
  }>([
    {
      given: 'one that waives',
      change: {},
      expected: [{ waives: ['max-severity'], obstacles: [] }],
    },
    {
      given: 'one of another rule',
      change: { rules: ['scan-fresh'] },
      expected: [{ waives: [], obstacles: [] }],
    },
    {
      given: 'one of another version',
      change: { image: 'shop/web:2.*' },
      expected: [{ waives: [], obstacles: ['it is for other versions, not for 1.4'] }],
    },
    {
      given: 'one that has ended',
      change: { expires: '2026-11-01' },
      expected: [{ waives: [], obstacles: ['it expired at the end of 2026-11-01'] }],
    },
    {
      given: 'one with a scope, without a path',
      change: { scope: 'prod/**' },
      expected: [
        { obstacles: ['it is only for constructs at prod/**, and no construct path was given'] },
      ],
    },
    {
      given: 'one with another scope',
      change: { scope: 'prod/**' },
      path: 'dev/web',
      expected: [{ obstacles: ['it is only for constructs at prod/**, not for dev/web'] }],
    },
    {
      given: 'one with this scope',
      change: { scope: 'prod/**' },
      path: 'prod/web',
      expected: [{ waives: ['max-severity'] }],
    },
    {
      given: 'one by digest',
      change: { image: sha('a') },
      expected: [{ waives: ['max-severity'] }],
    },
    {
      given: 'one of another registry',
      change: { image: 'harbor.example.com/shop/web:1.*' },
      expected: [
        {
          waives: [],
          obstacles: ['it is only for images from harbor.example.com, not from swr.example.com'],
        },
      ],
    },
    {
      given: 'one of a registry that the reference leaves out',
      change: { image: 'swr.example.com/shop/web:2.*', scope: 'prod/**' },
      reference: 'shop/web:1.4',
      path: 'dev/web',
      expected: [
        {
          waives: [],
          obstacles: [
            'it is only for images from swr.example.com, not from docker.io (the default if a reference names no registry)',
            'it is for other versions, not for 1.4',
            'it is only for constructs at prod/**, not for dev/web',
          ],
        },
      ],
    },
    ...['web', 'web:1.*', 'team/web:1.*'].map((image) => ({
      given: `one for ${image}, in another namespace`,
      change: { image },
      expected: [
        {
          waives: [],
          obstacles: [`it is only for images named ${image.split(':')[0]}, not shop/web`],
        },
      ],
    })),
    ...['web:2.*', 'team/web'].map((image) => ({
      given: `one for ${image}, in another namespace`,
      change: { image },
      expected: [],
    })),
    {
      given: 'one of another image in another registry',
      change: { image: 'harbor.example.com/shop/api' },
      expected: [],
    },
    {
      given: 'one of a namespace that looks like a registry',
      change: { image: 'harbor.example.com/shop/web' },
      rows: [row({ severityLevel: SeverityLevel.HIGH, namespace: 'harbor.example.com/shop' })],
      reference: 'swr.example.com/harbor.example.com/shop/web:1.4',
      expected: [{ waives: ['max-severity'], obstacles: [] }],
    },
    { given: 'one of another image', change: { image: 'shop/api' }, expected: [] },
    {
      given: 'one about resources',
      change: { ...RESOURCE, resource: 'helm_release.web' },
      expected: [],
    },
    {
      given: 'one about resources in a scope',
      change: { ...RESOURCE, scope: 'prod/**' },
      path: 'prod/web',
      expected: [],
    },
  ])('are explained, such as $given', ({ change, path, reference, rows = HIGH, expected }) => {
    const { exceptions } = explained({
      rows,
      ...(reference === undefined ? {} : { reference }),
      policy: { exceptions: [exception(change)] },
      input: path === undefined ? {} : { path },
    });
    expect(exceptions).toMatchObject(expected);
  });
});

describe('the changes to come', () => {
  test('include a scan that becomes too old', () => {
    expect(explained().changes).toEqual([
      {
        at: NOW + 6 * DAY + 1,
        causes: ['the scan becomes older than 168 hours'],
        begins: ['scan-fresh'],
        ends: [],
        unchecked: [],
        decision: Decision.DENY,
      },
    ]);
  });

  test('include an exception that ends, after its last day', () => {
    const { changes } = explained({
      rows: HIGH,
      policy: { exceptions: [exception({ expires: '2026-11-23' })] },
    });
    expect(changes[0]).toEqual({
      at: Date.parse('2026-11-24T00:00:00Z'),
      causes: ['the exception for shop/web:* ends (owner payments)'],
      begins: ['max-severity'],
      ends: [],
      unchecked: [],
      decision: Decision.DENY,
    });
  });

  test('name the rules that are no longer checked when an exception for a pending scan ends', () => {
    const exceptions = [exception({ rules: ['scan-completed'], expires: '2026-11-23' })];
    const given = { rows: PENDING, policy: { exceptions } };
    expect(explained(given).changes).toMatchObject([
      { begins: ['scan-completed'], ends: [], unchecked: ['max-severity'] },
    ]);
    expect(explainText(explained(given), { colour: false, asked: NOW })).toMatch(
      /ends \(owner payments\); scan-completed is violated too; max-severity is no longer checked; the image is still denied\n/,
    );
  });

  test('name a count of malicious files that is missing as no longer checked too', () => {
    const exceptions = [exception({ rules: ['scan-completed'], expires: '2026-11-23' })];
    const rows = [{ ...PENDING[0], maliciousFileNum: undefined }];
    expect(explained({ rows, policy: { exceptions } }).changes).toMatchObject([
      { begins: ['scan-completed'], ends: [], unchecked: ['max-severity', 'max-malicious-files'] },
    ]);
  });

  test('are none when the end of an exception uncovers nothing', () => {
    const { changes } = explained({
      rows: HIGH,
      policy: {
        maxScanAgeHours: 8760,
        exceptions: [exception({ expires: '2026-11-23' }), exception({ expires: '2026-11-24' })],
      },
    });
    expect(changes.slice(0, 1)).toMatchObject([{ at: Date.parse('2026-11-25T00:00:00Z') }]);
  });

  test('include the end of a clock that is ahead', () => {
    const { changes } = explained({
      rows: [row({ scanStatus: ScanStatus.SUCCESS, latestScanTime: NOW + HOUR })],
    });
    expect(changes[0]).toMatchObject({ ends: ['row-sound'], decision: Decision.ALLOW });
  });

  test('are complete: at any time the judgement is what they say', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyCase, anyNearCase, anyWaivedScan),
        fc.nat(120 * 24 * 60),
        (given, minutes) => {
          const input = inputOf(given);
          const { verdict, changes } = explain(input);
          const time = NOW + minutes * 60_000;
          const foretold = new Set(violatedIn(verdict));
          for (const { at, begins, ends, unchecked } of changes.filter(
            (change) => change.at <= time,
          )) {
            for (const id of begins) expect(foretold.has(id)).toBe(false);
            begins.forEach((id) => foretold.add(id));
            [...ends, ...unchecked].forEach((id) => foretold.delete(id));
            expect(at).toBeGreaterThan(NOW);
          }
          const then = judge({ ...input, now: time });
          // A rule may be violated by an index and by its platforms.
          expect([...new Set(violatedIn(then))].sort()).toEqual([...foretold].sort());
        },
      ),
      { numRuns: 500 },
    );
  });
});

/** Cases with a scan that is not complete, which an exception waives for some days. */
const anyWaivedScan = anyNearCase.map((given) => ({
  ...given,
  rows: given.rows.map((one) => ({ ...one, scanStatus: ScanStatus.SCANNING })),
  policy: {
    ...given.policy,
    exceptions: [
      ...(given.policy.exceptions ?? []),
      exception({ rules: ['scan-completed'], expires: '2026-11-25' }),
    ],
  },
}));

const violatedIn = (verdict: Explanation['verdict']): string[] =>
  verdict.findings.filter(({ waivedBy }) => waivedBy === undefined).map(({ ruleId }) => ruleId);

describe('an index', () => {
  const named = [sha('a'), sha('b')].map((imageDigest) => ({
    namespace: 'shop',
    imageName: 'web',
    imageDigest,
  }));
  const rows = {
    rows: [row({ imageVersion: '1.3' })],
    registryRows: [registryRow({ imageDigest: sha('f'), associationImages: named })],
  };

  test('is explained by its platforms, and by exceptions from one of them', () => {
    const exceptions = [
      exception({ image: sha('b'), rules: ['image-listed'], expires: '2026-11-25' }),
    ];
    const pending = [row({ imageVersion: '1.3', scanStatus: ScanStatus.SCANNING })];
    const partly = explained({ ...rows, rows: pending });
    expect(partly.rules.find(({ id }) => id === 'max-severity')).toMatchObject({
      state: 'no-scan',
    });
    expect(partly.rules.find(({ id }) => id === 'max-malicious-files')).toMatchObject({
      state: 'met',
    });
    const text = explainText(explained({ ...rows, policy: { exceptions } }), {
      colour: false,
      asked: NOW,
    });
    expect(text).toContain(
      `Platforms\n  ${sha('a')}: CI/CD images: scan success at 2026-11-21T12:00:00.000Z, severity Security\n` +
        `  ${sha('b')}: not listed by HSS\n`,
    );
    expect(text).toContain('scan-completed      passes on each platform that HSS lists (1 of 2)');
    expect(text).toContain(`waives image-listed`);
    expect(text).toMatch(
      /2026-11-26 00:00 UTC: the exception .* ends .*; image-listed is violated/,
    );
  });
});

describe('the text of an explanation', () => {
  const text = (given: Case, asked = NOW): string =>
    explainText(explained(given), { colour: false, asked });

  test('says what each rule saw, which exceptions there are, and what will change', () => {
    expect(
      text({ rows: HIGH, policy: { exceptions: [exception({ expires: '2026-12-03' })] } }),
    ).toBe(
      [
        'swr.example.com/shop/web:1.4: waived',
        `  judged as swr.example.com/shop/web@${sha('a')}`,
        '',
        'What HSS lists for this digest',
        '  → CI/CD images: prod-swr, tag 1.4: scan success at 2026-11-21T12:00:00.000Z, severity High (used for the decision)',
        '',
        'Rules',
        '  ✓ image-listed        shop/web:1.4 in prod-swr (required: exactly one match)',
        "  ✓ row-sound           HSS's data about the image matches the API documentation",
        '  ✓ scan-completed      success',
        '  ✓ scan-fresh          24 hours (limit: 168 hours)',
        '  · sync-fresh          not checked by this policy',
        '  – max-severity        its severity is High; at most Low is allowed, waived by owner payments until 2026-12-03: fix ships in 1.5',
        '  · max-vulnerabilities not checked by this policy',
        '  · max-vulnerabilities-by-severity not checked by this policy',
        '  · known-exploited     not checked by this policy',
        '  · max-unsafe-settings not checked by this policy',
        '  ✓ max-malicious-files 0',
        `  ✓ digest-known        ${sha('a')} (required: a digest)`,
        '  ✓ reference-pinned    the tag is replaced by the digest that HSS lists (required: a digest)',
        '  · registry-allowed    not checked by this policy',
        '  · snapshot-fresh      not checked: no snapshot is used',
        '',
        'Exceptions',
        '  shop/web:* (max-severity; owner payments, until 2026-12-03): waives max-severity',
        '',
        'What will change over time',
        '  in 6 days, at 2026-11-28 12:00 UTC: the scan becomes older than 168 hours; scan-fresh is violated; the image is then denied',
        '  in 11 days, at 2026-12-04 00:00 UTC: the exception for shop/web:* ends (owner payments); max-severity is violated too; the image is still denied',
        '',
      ].join('\n'),
    );
  });

  test('says for another day that the rows are of today', () => {
    expect(text({ input: { now: NOW + DAY } }, NOW)).toContain(
      "judged as of 2026-11-23 12:00 UTC, by HSS's rows of 2026-11-22 12:00 UTC",
    );
  });

  test('lets no text from outside move a cursor or turn a line', () => {
    const odd = '\u001b[31m\u202eevil\nline';
    const shown = text({
      rows: [row({ registryName: odd, severityLevel: SeverityLevel.HIGH })],
      policy: { exceptions: [exception({ reason: odd, owner: odd })] },
    });
    expect([...shown].filter((character) => '\u001b\u202e'.includes(character))).toEqual([]);
    expect(shown.split('\n')).toHaveLength(text({ rows: HIGH }).split('\n').length + 1);
  });
});
