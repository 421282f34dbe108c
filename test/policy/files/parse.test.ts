import fc from 'fast-check';
import { HssError } from '../../../src/contract/error';
import { readPolicy } from '../../../src/policy';
import { NOW } from '../fixtures';
import { HEAD, parse, refusal, withException } from './parse-support';

test('a file with every setting is read', () => {
  const policy = parse(`version: 1
maxSeverity: Low          # required. Security < Low < Medium < High
maxScanAgeHours: 168      # default 168
maxVulnerabilities: 50
maxUnsafeSettings: 5
maxMaliciousFiles: 0      # default 0
requireDigest: true
registryNames: [prod-swr, prod-harbor]
imageSources: [registry]
registryHosts:
  prod-harbor: [harbor.example.com]
maxSyncAgeHours: 48       # default: not checked
allowedRegistries: ["swr.cn-north-4.myhuaweicloud.com"]
exceptions:
  - image: "shop/web:1.4.*"
    rules: [max-severity]
    owner: payments
    reason: fix ships in 1.5
    expires: 2026-12-31
    scope: "prod/**"
`);
  expect(policy).toEqual({
    maxSeverity: 'Low',
    maxScanAgeHours: 168,
    imageSources: ['registry'],
    registryHosts: { 'prod-harbor': ['harbor.example.com'] },
    maxSyncAgeHours: 48,
    maxVulnerabilities: 50,
    maxUnsafeSettings: 5,
    maxMaliciousFiles: 0,
    requireDigest: true,
    registryNames: ['prod-harbor', 'prod-swr'],
    allowedRegistries: ['swr.cn-north-4.myhuaweicloud.com'],
    exceptions: [
      {
        image: 'shop/web:1.4.*',
        rules: ['max-severity'],
        owner: 'payments',
        reason: 'fix ships in 1.5',
        expires: '2026-12-31',
        scope: 'prod/**',
      },
    ],
    maxExceptionDays: 90,
    maxSnapshotAgeHours: 24,
    declarations: [],
    strictDiscovery: false,
    stackFiles: [],
  });
  expect(Object.isFrozen(policy) && Object.isFrozen(policy.exceptions[0].rules)).toBe(true);
});

test.each([
  ['yaml', HEAD],
  ['json', '{"version": 1, "maxSeverity": "Low"}'],
  [
    'json with tabs and $schema',
    '{\n\t"$schema": "x",\n\t"version": 1,\n\t"maxSeverity": "Low"\n}\n',
  ],
  ['byte order mark', `\ufeff${HEAD}`],
  ['windows lines', HEAD.replaceAll('\n', '\r\n')],
  ['document marks', `---\n${HEAD}...\n`],
  ['an alias', `${HEAD}registryNames: &r [a]\nallowedRegistries: *r\n`],
  ['1.0 is a whole number', `${HEAD}maxMaliciousFiles: 0.0\n`],
])('a policy file is accepted with %s', (_, text) => {
  expect(parse(text).maxSeverity).toBe('Low');
});

// Each place is exact.
const refused: [what: string, text: string, message: string][] = [
  ['an empty file', '', 'p.yaml:1:1: it is empty'],
  ['a comment', '# later\n', 'p.yaml:1:1: it is empty'],
  ['null', '~\n', 'p.yaml:1:1: expected a map of settings, got nothing'],
  ['a list', '- a\n', 'p.yaml:1:1: expected a map of settings, got a list'],
  ['a text', 'hello', 'p.yaml:1:1: expected a map of settings, got "hello"'],
  ['no version', 'maxSeverity: Low\n', 'p.yaml:1:1: version is missing: write version: 1'],
  ['version 2', 'version: 2\nmaxSeverity: Low', 'p.yaml:1:10: version: expected 1, got 2'],
  ['version "1"', 'version: "1"\nmaxSeverity: Low', 'p.yaml:1:10: version: expected 1, got "1"'],
  [
    'no maxSeverity',
    'version: 1\n',
    'p.yaml:1:1: maxSeverity is missing: set it to one of Security, Low, Medium, High',
  ],
  [
    'lower case',
    'version: 1\nmaxSeverity: low\n',
    'p.yaml:2:14: maxSeverity: expected one of Security, Low, Medium, High, got "low": write Low',
  ],
  ['Critical', 'version: 1\nmaxSeverity: Critical\n', 'HSS knows no level above High'],
  [
    'a parent, with nowhere to look for it',
    'version: 1\nextends: ./base.yaml\n',
    "p.yaml:2:10: extends: from a text alone the other file can't be found",
  ],
  [
    'a snapshot age below nothing',
    `${HEAD}maxSnapshotAgeHours: -1\n`,
    'p.yaml:3:22: maxSnapshotAgeHours: expected a whole number from 0 to 2147483647, got -1',
  ],
  [
    'a waivable rule that is none',
    `${HEAD}waivable: [max-severity, snapshot-fresh]\n`,
    "p.yaml:3:26: waivable[1]: snapshot-fresh can't be waived",
  ],
  [
    'an overridable setting that is none',
    `${HEAD}overridable: [maxSeverety]\n`,
    'p.yaml:3:15: overridable[0]: expected one of maxSeverity, maxScanAgeHours, maxSnapshotAgeHours, ',
  ],
  [
    'an unknown key',
    `${HEAD}maxVulnerabilites: 3\n`,
    'p.yaml:3:1: unknown key "maxVulnerabilites": did you mean maxVulnerabilities?',
  ],
  ['a strange key', `${HEAD}frobnicate: 3\n`, 'p.yaml:3:1: unknown key "frobnicate": known are '],
  ['__proto__', `${HEAD}__proto__: {a: 1}\n`, 'p.yaml:3:1: unknown key "__proto__"'],
  ['constructor', `${HEAD}constructor: 1\n`, 'p.yaml:3:1: unknown key "constructor"'],
  ['a merge key', `${HEAD}<<: {requireDigest: false}\n`, 'p.yaml:3:1: unknown key "<<"'],
  [
    'a negative limit',
    `${HEAD}maxVulnerabilities: -1\n`,
    'p.yaml:3:21: maxVulnerabilities: expected a whole number from 0 to 2147483647, got -1',
  ],
  ['a huge limit', `${HEAD}maxVulnerabilities: 1e300\n`, 'p.yaml:3:21'],
  [
    'NaN',
    `${HEAD}maxScanAgeHours: .nan\n`,
    'p.yaml:3:18: maxScanAgeHours: expected a whole number from 0 to 2147483647, got NaN',
  ],
  ['infinity', `${HEAD}maxScanAgeHours: .inf\n`, 'p.yaml:3:18'],
  ['a fraction', `${HEAD}maxScanAgeHours: 1.5\n`, 'got 1.5'],
  ['a number in quotes', `${HEAD}maxScanAgeHours: "24"\n`, 'got "24"'],
  [
    'a limit left blank',
    `${HEAD}maxVulnerabilities:\n`,
    'p.yaml:3:20: maxVulnerabilities: expected a whole number from 0 to 2147483647, got nothing',
  ],
  [
    'yes',
    `${HEAD}requireDigest: yes\n`,
    'p.yaml:3:16: requireDigest: expected true or false, got "yes"',
  ],
  ['no registry', `${HEAD}registryNames: []\n`, 'p.yaml:3:16: registryNames: the list is empty'],
  ['one registry as text', `${HEAD}registryNames: a\n`, 'expected a list, got "a"'],
  [
    'a domain with scheme',
    `${HEAD}allowedRegistries: ["https://x.io"]\n`,
    'p.yaml:3:21: allowedRegistries[0]: expected a registry domain',
  ],
  [
    'a domain with path',
    `${HEAD}allowedRegistries: [x.io, x.io/shop]\n`,
    'p.yaml:3:27: allowedRegistries[1]',
  ],
  ['a domain glob', `${HEAD}allowedRegistries: ["*.x.io"]\n`, 'p.yaml:3:21'],
  ['too long exceptions', `${HEAD}maxExceptionDays: 3651\n`, 'p.yaml:3:19'],
  ['a key twice', `${HEAD}maxSeverity: High\n`, 'p.yaml:3:1: Map keys must be unique'],
  [
    'a key twice in JSON',
    '{"version": 1,\n "version": 1, "maxSeverity": "Low"}',
    'p.yaml:2:2: Map keys must be unique',
  ],
  ['two documents', `${HEAD}---\n${HEAD}`, 'p.yaml:3:1: it has several documents'],
  ['broken YAML', 'version: [1\n', 'p.yaml:2:1: '],
  ['a tab', 'exceptions:\n\t- a: 1\n', 'p.yaml:2:1: Tabs are not allowed'],
  ['a tag', 'version: 1\nmaxSeverity: !env LEVEL\n', 'p.yaml:2:14: Unresolved tag: !env'],
  ['a code tag', 'version: 1\nmaxSeverity: !!js/function "x"\n', 'p.yaml:2:14: Unresolved tag'],
  ['a date tag', withException('expires: !!timestamp 2026-12-31'), 'p.yaml:8:14: Unresolved tag'],
  ['YAML 1.1', `%YAML 1.1\n---\n${HEAD}`, 'p.yaml:1:1: it asks for YAML 1.1'],
  ['YAML 3', `%YAML 3.0\n---\n${HEAD}`, 'p.yaml:1:7: Unsupported YAML version 3.0'],
  ['a number as key', '1: 2\n', 'unknown key "1"'],
  ['a list as key', '? [a]\n: 1\n', 'p.yaml:1:3: With stringKeys, all keys must be strings'],
  ['half a character as key', '"\\ud800": 1\n', 'it could not be checked'],
  ['an unknown alias', `${HEAD}registryNames: *r\n`, 'p.yaml:3:16: Unresolved alias'],
  [
    'an alias to itself',
    `${HEAD}exceptions: &e [*e]\n`,
    'p.yaml:3:17: exceptions[0]: expected a map, got a list',
  ],
  [
    'an alias bomb',
    `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'.replace(/./g, (c) => {
      const before = String.fromCharCode(c.charCodeAt(0) - 1);
      return `${c}: &${c} [${Array(9).fill(`*${before}`).join(',')}]\n`;
    })}`,
    'p.yaml:2:8: it repeats too much by aliases',
  ],
  ['deep lists', '['.repeat(50000), 'p.yaml:1:34: it is nested more than 32 deep'],
  ['deep maps', '{a: '.repeat(50000), 'it is nested more than 32 deep'],
  ['deep blocks', '- '.repeat(50000), 'it is nested more than 32 deep'],
  ['deep keys', '? '.repeat(50000), 'it is nested more than 32 deep'],
  ['a large file', `${HEAD}#${'x'.repeat(1 << 20)}`, 'p.yaml:1:1: it is larger than 1 MiB'],

  ['no exception', `${HEAD}exceptions: [5]\n`, 'p.yaml:3:14: exceptions[0]: expected a map, got 5'],
  [
    'no end',
    withException('scope: a'),
    'p.yaml:4:5: exceptions[0]: expires is missing: a date as YYYY-MM-DD',
  ],
  [
    'an unknown exception key',
    withException('expire: 2026-12-31'),
    'p.yaml:8:5: unknown key "expire": did you mean expires?',
  ],
  [
    '30 February',
    withException('expires: 2026-02-30'),
    'p.yaml:8:14: exceptions[0].expires: "2026-02-30" is not a date',
  ],
  ['month 13', withException('expires: 2026-13-01'), 'is not a date'],
  [
    'a time',
    withException('expires: 2026-12-31T00:00:00Z'),
    'p.yaml:8:14: exceptions[0].expires: expected a date as YYYY-MM-DD',
  ],
  ['words', withException('expires: tomorrow'), 'expected a date as YYYY-MM-DD, got "tomorrow"'],
  [
    'a number',
    withException('expires: 20261231'),
    'expected a text: a date as YYYY-MM-DD, got 20261231',
  ],
  [
    '91 days',
    withException('expires: 2027-02-21'),
    'p.yaml:8:14: exceptions[0].expires: 2027-02-21 is 91 days from today; at most maxExceptionDays, 90',
  ],
  ['year 9999', withException('expires: 9999-12-31'), 'p.yaml:8:14'],
  ['year 10000', withException('expires: 10000-12-31'), 'expected a date'],
  [
    '8 days of 7',
    `maxExceptionDays: 7\n${withException('expires: 2026-11-30')}`,
    'p.yaml:9:14: exceptions[0].expires: 2026-11-30 is 8 days',
  ],
];

test.each(refused)('a policy file is refused with %s', (_, text, message) => {
  expect(refusal(text)).toContain(message);
});

test('several problems are reported together, in the order of the file', () => {
  const text = 'version: 2\nmaxSeverity: low\nmaxUnsafeSettings: -1\noops: 1\n';
  expect(refusal(text).split('\n').slice(0, 5)).toEqual([
    'HSS_POLICY_INVALID: 4 problems in p.yaml',
    '  p.yaml:1:10: version: expected 1, got 2',
    '  p.yaml:2:14: maxSeverity: expected one of Security, Low, Medium, High, got "low": write Low',
    '  p.yaml:3:20: maxUnsafeSettings: expected a whole number from 0 to 2147483647, got -1',
    expect.stringContaining('p.yaml:4:1: unknown key "oops"'),
  ]);
  const many = Array.from({ length: 50 }, (_, i) => `oops${i}: 1\n`).join('');
  expect(refusal(`${HEAD}${many}`)).toContain('50 problems in p.yaml');
  expect(refusal(`${HEAD}${many}`)).toContain('  and 30 more');
});

test('readPolicy gives lines and columns for tools', () => {
  expect(readPolicy('version: 1\nmaxSeverity: low\n', NOW)).toEqual({
    problems: [{ line: 2, column: 14, message: expect.stringContaining('write Low') as string }],
  });
});

test('whatever the text, nothing but HssError is thrown', () => {
  const piece = fc.constantFrom(
    HEAD,
    'exceptions:\n',
    '  - ',
    'image: ',
    '*',
    '&a ',
    '*a',
    '{',
    '}',
    '[',
    ']',
    ':',
    '\n',
    ' ',
    '"',
    '!!',
    '%YAML',
    '---\n',
    '? ',
    '|',
    '\t',
    '#',
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
    fc.json(),
  );
  fc.assert(
    fc.property(texts, (text) => {
      try {
        parse(text);
      } catch (error) {
        expect(error).toBeInstanceOf(HssError);
        expect((error as Error).message).toMatch(/p\.yaml:[1-9]\d*:[1-9]\d*: /);
      }
    }),
    { numRuns: 1000 },
  );
});
