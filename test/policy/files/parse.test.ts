import Ajv2020 from 'ajv/dist/2020';
import fc from 'fast-check';
import { parse as parseYaml } from 'yaml';
import { HssError } from '../../../src/contract/error';
import {
  ImagePolicyException,
  ImagePolicyProps,
  POLICY_SCHEMA,
  parsePolicy,
  policyFromProps,
  readPolicy,
} from '../../../src/policy';
import { NOW, exception, policyProps } from '../fixtures';

const ajv = new Ajv2020({ strict: true, allErrors: true });
const validate = ajv.compile(POLICY_SCHEMA);
/** Whether the schema alone, as an editor applies it, accepts a text. */
const validatesSchema = (text: string): boolean => validate(parseYaml(text));

const HEAD = 'version: 1\nmaxSeverity: Low\n';
const parse = (text: string) => parsePolicy(text, 'p.yaml', NOW);

function refusal(text: string): string {
  try {
    parse(text);
  } catch (error) {
    expect(error).toBeInstanceOf(HssError);
    expect((error as HssError).code).toBe('HSS_POLICY_INVALID');
    return (error as Error).message;
  }
  throw new Error('it was taken');
}

test('the file of the design', () => {
  const policy = parse(`version: 1
maxSeverity: Low          # required. Security < Low < Medium < High
maxScanAgeHours: 168      # default 168
maxVulnerabilities: 50
maxUnsafeSettings: 5
maxMaliciousFiles: 0      # default 0
requireDigest: true
registryNames: [prod-swr]
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
    maxVulnerabilities: 50,
    maxUnsafeSettings: 5,
    maxMaliciousFiles: 0,
    requireDigest: true,
    registryNames: ['prod-swr'],
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
])('takes %s', (_, text) => {
  expect(parse(text).maxSeverity).toBe('Low');
});

const withException = (line: string) =>
  `${HEAD}exceptions:\n  - image: shop/web:1\n    rules: [max-severity]\n    owner: a\n    reason: b\n    ${line}\n`;

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
    'p.yaml:1:1: maxSeverity is missing: one of Security, Low, Medium, High',
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
    'p.yaml:8:14: exceptions[0].expires: "2026-02-30" is no date',
  ],
  ['month 13', withException('expires: 2026-13-01'), 'is no date'],
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

test.each(refused)('refuses %s', (_, text, message) => {
  expect(refusal(text)).toContain(message);
});

test.each([
  ['rules', '[]', 'the list is empty'],
  ['rules', '[max-severty]', 'got "max-severty": did you mean max-severity?'],
  ['rules', '[MAX-SEVERITY]', 'write max-severity'],
  ['rules', '[snapshot-fresh]', "snapshot-fresh can't be waived"],
  ['rules', '["*"]', 'expected one of image-listed'],
  ['rules', 'max-severity', 'expected a list'],
  ['owner', '" "', 'it is blank'],
  ['owner', '""', 'it is blank'],
  ['reason', '"\\t"', 'it is blank'],
  ['reason', '', 'got nothing'],
  ['image', '""', 'it is blank'],
  ['image', '"*"', 'would match every image name'],
  ['image', '"**"', 'would match every image name'],
  ['image', '"*/*:1.0"', 'would match every image name'],
  ['image', '"?*"', 'would match every image name'],
  ['image', '"shop/*:1"', 'would match every image name'],
  ['image', '"shop/**"', 'would match every image name'],
  ['image', '"shop/*-*"', 'would match every image name'],
  ['image', '"shop/web:"', 'the version after ":" is empty'],
  ['image', '":1"', 'empty path segment'],
  ['image', '"shop//web:1"', 'empty path segment'],
  ['image', '"/web:1"', 'empty path segment'],
  ['image', '"shop/../web:1"', 'path segment "." or ".."'],
  ['image', '"shop/web**:1"', '** must be a whole path segment'],
  ['image', '"shop/***/web:1"', '** must be a whole path segment'],
  ['image', '"shop/web:**"', 'a version has no path segments'],
  ['image', '"shop/{web,api}:1"', '"{" is not allowed in a glob'],
  ['image', '"shop/we[bc]:1"', '"[" is not allowed in a glob'],
  ['image', '"shop/@(web):1"', '"(" is not allowed in a glob'],
  ['image', '"!shop/web:1"', '"!" is not allowed in a glob'],
  ['image', '"shop\\\\web:1"', 'is not allowed in a glob'],
  ['image', '"shop/web 1"', '" " occurs in no image name or version'],
  ['image', '"x.io:5000/shop/web:1"', 'rows carry no registry domain'],
  ['image', '"x.io:5000/shop/web"', 'rows carry no registry domain'],
  ['image', '"x.io:5000/shop/web:1.4.*"', 'write shop/web:1.4.*'],
  ['image', '"x.io:5000/shop/web"', 'write shop/web'],
  ['image', '"shop/web:1:2"', 'write namespace/name:version'],
  ['image', `"x.io/shop/web@sha256:${'a'.repeat(64)}"`, 'a digest stands alone: write sha256:…'],
  ['image', '"a*b*c*d*e*f*g"', 'more than 5 wildcards'],
  ['image', '"sha256:abc"', 'is no whole digest'],
  ['image', `"sha256:${'A'.repeat(64)}"`, 'is no whole digest'],
  ['image', '"sha256:*"', 'is no whole digest'],
  ['image', `"SHA256:${'a'.repeat(64)}"`, 'is no whole digest'],
  ['scope', '"prod/{a,b}"', 'is no scope'],
  ['scope', '"!prod"', 'is no scope'],
  ['scope', '"/prod"', 'is no scope'],
  ['scope', '"prod/"', 'is no scope'],
  ['scope', '""', 'it is blank'],
])('refuses an exception whose %s is %s', (key, value, message) => {
  const lines = {
    image: 'shop/web:1',
    rules: '[max-severity]',
    owner: 'a',
    reason: 'b',
    expires: '2026-12-31',
    [key]: value,
  };
  const text = Object.entries(lines).map(
    ([name, item], i) => `  ${i ? ' ' : '-'} ${name}: ${item}\n`,
  );
  const at = Object.keys(lines).indexOf(key) + 4;
  // An empty value has its place right after the colon.
  const column = value === '' ? 6 + key.length : 7 + key.length;
  const found = refusal(`${HEAD}exceptions:\n${text.join('')}`);
  expect(found).toContain(message);
  expect(found).toMatch(
    new RegExp(`p\\.yaml:${at}:(${column}|${column + 1}): exceptions\\[0\\]\\.${key}`),
  );
});

describe('an exception is about images or about resources', () => {
  const target = (...lines: string[]) =>
    `${HEAD}exceptions:\n  - owner: a\n    reason: b\n    expires: 2026-12-31\n${lines
      .map((line) => `    ${line}\n`)
      .join('')}`;
  const DETERMINABLE = 'rules: [images-determinable]';

  test.each([
    ['an image', ['rules: [max-severity]', 'image: shop/web']],
    ['an image in a scope', ['rules: [max-severity]', 'image: shop/web', 'scope: a']],
    ['a resource', [DETERMINABLE, 'resource: helm_release.a']],
    ['a quoted resource', [DETERMINABLE, `resource: 'module.a["x.y"].**'`]],
    ['a scope', [DETERMINABLE, 'scope: prod/**']],
    ['a resource in a scope', [DETERMINABLE, 'resource: helm_release.*', 'scope: "**"']],
  ])('takes %s', (_, lines) => {
    expect(parse(target(...lines)).exceptions).toHaveLength(1);
    expect(validatesSchema(target(...lines))).toBe(true);
  });

  test.each<[string, string[], string]>([
    [
      'rules of both kinds',
      ['rules: [images-determinable, max-severity, scan-fresh]', 'image: shop/web'],
      'p.yaml:7:12: exceptions[0].rules: images-determinable is about resources, and scan-fresh and max-severity are about images: write two exceptions',
    ],
    [
      'rules of both kinds for a resource',
      ['rules: [max-severity, images-determinable]', 'resource: helm_release.a'],
      'p.yaml:7:12: exceptions[0].rules: images-determinable is about resources, and max-severity is about images: write two exceptions',
    ],
    [
      'an image',
      [DETERMINABLE, 'image: shop/web'],
      'p.yaml:8:12: exceptions[0].image: images-determinable is about resources, not images: replace image with resource or scope',
    ],
    [
      'an image and a resource',
      [DETERMINABLE, 'resource: helm_release.a', 'image: shop/web'],
      'p.yaml:9:12: exceptions[0].image: images-determinable is about resources, not images',
    ],
    [
      'neither resource nor scope',
      [DETERMINABLE],
      'p.yaml:4:5: exceptions[0]: resource or scope is missing: images-determinable is about resources, so name them',
    ],
    [
      'a resource and rules about images',
      ['rules: [max-severity, scan-fresh]', 'resource: helm_release.a'],
      'p.yaml:8:15: exceptions[0].resource: scan-fresh and max-severity are about images, not resources: replace resource with image',
    ],
    [
      'an image, a resource, and a rule about images',
      ['rules: [max-severity]', 'resource: helm_release.a', 'image: shop/web'],
      'p.yaml:8:15: exceptions[0].resource: max-severity is about images, not resources: remove resource',
    ],
    [
      'no image',
      ['rules: [max-severity]', 'scope: prod/**'],
      'p.yaml:4:5: exceptions[0]: image is missing: a glob over namespace/name:version, or sha256: and 64 hex digits',
    ],
    ['nothing', ['rules: [max-severity]'], 'exceptions[0]: image is missing'],
  ])('refuses %s', (_, lines, message) => {
    expect(refusal(target(...lines))).toContain(message);
    expect(refusal(target(...lines))).not.toContain('problems in');
    expect(validatesSchema(target(...lines))).toBe(false);
  });

  test('rules that are missing or unknown are what is wrong first', () => {
    expect(readPolicy(target('resource: helm_release.a'), NOW).problems).toMatchObject([
      { message: expect.stringContaining('rules is missing') as string },
    ]);
    expect(
      readPolicy(target('rules: [image-determinable]', 'resource: helm_release.a'), NOW).problems,
    ).toMatchObject([
      { message: expect.stringContaining('did you mean images-determinable?') as string },
    ]);
    expect(refusal(`${HEAD}exceptions: [{}]\n`)).toContain('exceptions[0]: image is missing');
  });

  test.each([
    ['resource', 'helm_release', 'is not an address glob: an address has a type and a name'],
    ['resource', '"*.*"', 'is not an address glob: it would match every resource'],
    ['resource', 'helm_release.x[a]', 'is not an address glob: an index must be'],
    ['resource', '""', 'it is blank: expected a glob over Terraform addresses'],
    ['resource', '[helm_release.x]', 'expected a text: a glob over Terraform addresses'],
    ['resource', `a.${'b'.repeat(1023)}`, 'it has more than 1024 characters'],
    ['scope', '"**"', '"**" would match every construct: add a letter or digit'],
    ['scope', '"*/*"', '"*/*" would match every construct: add a letter or digit'],
    ['scope', 'prod/{a,b}', '"prod/{a,b}" is no scope: "{" is not allowed in a glob'],
    ['resorce', 'helm_release.a', 'unknown key "resorce": did you mean resource?'],
  ])('refuses the %s %s', (key, value, message) => {
    const found = refusal(target(DETERMINABLE, `${key}: ${value}`));
    expect(found).toContain(message);
    expect(found).toMatch(/p\.yaml:8:\d+: /);
  });
});

describe('declarations', () => {
  const LINES = {
    resource: 'helm_release.a',
    images: '[shop/web:1]',
    owner: 'a',
    reason: 'b',
  };
  const written = (lines: { readonly [key: string]: string | undefined }): string =>
    `${HEAD}declarations:\n  -\n${Object.entries(lines)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => `    ${key}: ${value}\n`)
      .join('')}`;

  test('of whole references and digests are taken', () => {
    const images = `[shop/web, "x.io:5000/shop/web:1", shop/web@sha256:${'a'.repeat(64)}]`;
    expect(parse(written({ ...LINES, images })).declarations[0].images).toHaveLength(3);
  });

  test.each(Object.keys(LINES))('without %s are refused', (key) => {
    expect(refusal(written({ ...LINES, [key]: undefined }))).toContain(
      `p.yaml:5:5: declarations[0]: ${key} is missing: `,
    );
  });

  test.each([
    ['resource', 'helm_release', 'an address has a type and a name'],
    ['resource', '"**"', 'it would match every resource'],
    ['resource', '""', 'it is blank'],
    ['images', '[]', 'the list is empty'],
    ['images', 'shop/web:1', 'expected a list'],
    ['images', '[""]', 'it is blank: expected an image reference'],
    ['images', '[5]', 'expected a text: an image reference'],
    ['images', '["Shop/Web:1"]', 'upper-case letters'],
    ['images', '["${var.image}"]', 'it holds a token, which only Terraform can resolve'],
    ['images', '["oci://x.io/a:1"]', 'leave the scheme out'],
    ['images', '["shop/web@sha256:abc"]', 'sha256 has 64 lower-case hex digits'],
    ['owner', '" "', 'it is blank: expected who answers for the declaration'],
    ['reason', '', 'got nothing'],
  ])('whose %s is %s are refused', (key, value, message) => {
    const found = refusal(written({ ...LINES, [key]: value }));
    expect(found).toContain(message);
    const line = Object.keys(LINES).indexOf(key) + 5;
    expect(found).toMatch(new RegExp(`p\\.yaml:${line}:\\d+: declarations\\[0\\]\\.${key}`));
  });

  test.each([
    ['declarations: 5', 'p.yaml:3:15: declarations: expected a list, got 5'],
    ['declarations: [5]', 'p.yaml:3:16: declarations[0]: expected a map, got 5'],
    ['declaration: []', 'p.yaml:3:1: unknown key "declaration": did you mean declarations?'],
    ['stackFiles: 5', 'p.yaml:3:13: stackFiles: expected a list, got 5'],
    ['stackFiles: [5]', 'p.yaml:3:14: stackFiles[0]: expected a text'],
    ['stackFiles: [a.tf, zz.auto.tfvars]', 'stackFiles[1]: expected the name of a file, or a glob'],
    ['stackFiles: [stacks/shop/a.tf]', 'stackFiles[0]: expected the name of a file, or a glob'],
    ["stackFiles: ['a.tf', '*']", 'stackFiles[1]: expected the name of a file, or a glob'],
    ["stackFiles: ['{a,b}.tf']", 'stackFiles[0]: "{" is not allowed in a glob'],
    ['strictDiscovery: yes', 'p.yaml:3:18: strictDiscovery: expected true or false, got "yes"'],
    ['strictdiscovery: true', 'did you mean strictDiscovery?'],
  ])('%s is refused', (line, message) => {
    expect(refusal(`${HEAD}${line}\n`)).toContain(message);
  });

  test('with an end or a scope are refused: they state a fact', () => {
    expect(refusal(written({ ...LINES, expires: '2026-12-31' }))).toContain(
      'p.yaml:9:5: unknown key "expires": known are resource, images, owner, reason',
    );
  });
});

test.each(['2026-12-31', '"2026-12-31"', '2027-02-20', '2026-11-22', '2020-02-29', '0001-01-01'])(
  'takes an exception that expires %s',
  (expires) => {
    expect(parse(withException(`expires: ${expires}`)).exceptions[0].expires).toBe(
      expires.replaceAll('"', ''),
    );
  },
);

test('days are counted from the UTC day, whatever the hour', () => {
  const text = withException('expires: 2027-02-20');
  const midnight = Date.parse('2026-11-22T00:00:00Z');
  expect(readPolicy(text, midnight).problems).toEqual([]);
  expect(readPolicy(text, midnight + 86_399_999).problems).toEqual([]);
  expect(readPolicy(text, midnight - 1).problems).toHaveLength(1);
  expect(readPolicy(text, NaN).problems).toHaveLength(1);
});

test('several problems come together, in the order of the file', () => {
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

describe('props', () => {
  const refuses = (props: unknown, message: string) =>
    expect(() => policyFromProps(props as ImagePolicyProps, NOW)).toThrow(message);
  test('are checked as a file is, and named', () => {
    refuses({}, 'HSS_POLICY_INVALID: maxSeverity is missing');
    refuses({ maxSeverity: 'low' }, 'HSS_POLICY_INVALID: maxSeverity: expected one of');
    refuses(policyProps({ maxVulnerabilities: -1 }), 'maxVulnerabilities: expected a whole number');
    refuses(
      policyProps({ exceptions: [exception({ owner: '' })] }),
      'exceptions[0].owner: it is blank',
    );
    refuses(
      policyProps({ exceptions: [exception({ expires: '9999-12-31' })] }),
      'exceptions[0].expires: 9999',
    );
    refuses({ ...policyProps(), maxSeverty: 1 }, 'did you mean maxSeverity?');
    refuses({ extends: 'a.yaml' }, 'HSS_POLICY_INVALID: extends: only a policy file can say that');
    refuses({ ...policyProps(), waivable: [] }, 'waivable: only a policy file can say that');
    refuses({ ...policyProps(), overridable: [] }, 'overridable: only a policy file can say that');
    refuses(
      policyProps({ exceptions: [{ ...exception(), origin: 'x:1' } as ImagePolicyException] }),
      'unknown key "origin"',
    );
    refuses(
      policyProps({ exceptions: [exception({ rules: ['snapshot-fresh'] })] }),
      "exceptions[0].rules[0]: snapshot-fresh can't be waived",
    );
    refuses(
      { ...policyProps(), maxVulnerabilities: -1.8881545897087504e289 },
      'maxVulnerabilities',
    );
  });
  test('that are no data are refused', () => {
    refuses(undefined, 'expected a map of settings');
    refuses(null, 'expected a map of settings');
    refuses([], 'expected a map of settings');
    refuses('x', 'expected a map of settings');
    refuses(
      { ...policyProps(), maxVulnerabilities: 1n },
      'maxVulnerabilities: expected plain data',
    );
    refuses({ ...policyProps(), registryNames: () => [] }, 'registryNames: expected plain data');
    refuses(
      policyProps({ exceptions: [exception({ expires: new Date() as unknown as string })] }),
      'exceptions[0].expires: expected plain data',
    );
    refuses(policyProps({ registryNames: [undefined as unknown as string] }), 'registryNames[0]');
    const circle: { [key: string]: unknown } = { ...policyProps() };
    circle.exceptions = [circle];
    refuses(circle, 'exceptions[0]');
  });
  test('that are a checked policy already are that policy', () => {
    const policy = policyFromProps(policyProps({ exceptions: [exception()] }), NOW);
    expect(policyFromProps(policy, NOW + 1e15)).toBe(policy);
    refuses({ ...policy, maxVulnerabilities: -1 }, 'maxVulnerabilities: expected');
  });
  test('that are undefined or null are not given; false and 0 are', () => {
    const given = policyFromProps(
      {
        ...policyProps(),
        maxVulnerabilities: undefined,
        maxScanAgeHours: null as unknown as undefined,
        requireDigest: false,
        maxUnsafeSettings: 0,
      },
      NOW,
    );
    expect(given).toMatchObject({
      maxScanAgeHours: 168,
      requireDigest: false,
      maxUnsafeSettings: 0,
    });
    expect(given).not.toHaveProperty('maxVulnerabilities');
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

describe('the published schema', () => {
  test('describes every setting, for editors', () => {
    const { exception: waiver, declaration } = POLICY_SCHEMA.$defs;
    const all = [POLICY_SCHEMA.properties, waiver.properties, declaration.properties] as object[];
    for (const [key, property] of all.flatMap((properties) => Object.entries(properties))) {
      expect([key, property.title, property.description]).toEqual([
        key,
        expect.any(String),
        expect.any(String),
      ]);
      for (const example of property.examples ?? []) {
        const { $defs } = POLICY_SCHEMA;
        expect(ajv.validate({ ...property, $defs, examples: [] }, example)).toBe(true);
      }
    }
  });
  test('has the defaults that are filled in', () => {
    const filled = policyFromProps(policyProps(), NOW) as unknown as { [key: string]: unknown };
    for (const [key, property] of Object.entries(POLICY_SCHEMA.properties!)) {
      if (typeof property === 'object' && 'default' in property) {
        expect([key, filled[key]]).toEqual([key, property.default]);
      }
    }
  });
  test('says the same to another validator', () => {
    const value = fc.oneof(
      fc.constantFrom(
        ...[1, 0, -1, 1.5, 'Low', 'low', true, null, [], ['x.io'], [''], {}],
        ...['a.yaml', 'yaml', ['max-severity'], ['snapshot-fresh'], ['maxSeverity']],
      ),
      fc.jsonValue(),
    );
    const key = fc.constantFrom(
      'version',
      'maxSeverity',
      'extends',
      'overridable',
      'waivable',
      'maxSnapshotAgeHours',
      'maxVulnerabilities',
      'requireDigest',
      'registryNames',
      'allowedRegistries',
      'strictDiscovery',
      'stackFiles',
      'other',
    );
    fc.assert(
      fc.property(fc.dictionary(key, value), fc.boolean(), (change, whole) => {
        const policy = { ...(whole ? { version: 1, maxSeverity: 'Low' } : {}), ...change };
        const { problems } = readPolicy(JSON.stringify(policy), NOW);
        // Whatever the schema says of it, a text alone can't extend anything.
        const sound = problems.filter(({ message }) => !message.includes('from a text alone'));
        expect(sound.length === 0).toBe(validate(policy));
      }),
      { numRuns: 500 },
    );
  });
});
