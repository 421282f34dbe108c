import { ImagePolicyProps, policyFromProps, policyHash } from '../../../src/policy';
import { ImageSource } from '../../../src/policy/model/image-source';
import { NOW, policyProps } from '../fixtures';
import { load as loadTwo, refusal as refusalOfTwo, CHILD } from './extension-support';
import { HEAD, parse, refusal, validatesSchema } from './parse-support';

/** imageSources, registryHosts and maxSyncAgeHours, as a user writes them. */

const hosts = (...of: string[]): string => `${HEAD}registryHosts: {h: ${JSON.stringify(of)}}\n`;

test.each<[written: string, read: object]>([
  ['', { imageSources: ['cicd', 'registry'] }],
  ['imageSources: [registry]', { imageSources: ['registry'] }],
  ['imageSources: [registry, cicd, registry]', { imageSources: ['cicd', 'registry'] }],
  ['maxSyncAgeHours: 0', { maxSyncAgeHours: 0 }],
  [
    'registryHosts: {b: [x.io, X.IO, a.io], a: ["[::1]:5000", localhost]}',
    { registryHosts: { a: ['[::1]:5000', 'localhost'], b: ['a.io', 'x.io'] } },
  ],
  // As in references.
  ['registryHosts: {hub: [Index.Docker.io]}', { registryHosts: { hub: ['docker.io'] } }],
  [
    'registryHosts: {h: [Harbor, "harbor:8443"]}',
    { registryHosts: { h: ['harbor', 'harbor:8443'] } },
  ],
  [
    'registryHosts: {constructor: [a.io], toString: [b.io], "my harbor: 1": [c.io]}',
    { registryHosts: { constructor: ['a.io'], toString: ['b.io'], 'my harbor: 1': ['c.io'] } },
  ],
  [
    `registryHosts: {${'n'.repeat(128)}: [a.io]}`,
    { registryHosts: { ['n'.repeat(128)]: ['a.io'] } },
  ],
])('the settings are read from "%s"', (written, read) => {
  const policy = parse(`${HEAD}${written}\n`);
  expect(policy).toMatchObject(read);
  expect(Object.isFrozen(policy.imageSources)).toBe(true);
  expect(Object.values(policy.registryHosts ?? {}).every((of) => Object.isFrozen(of))).toBe(true);
  expect(validatesSchema(`${HEAD}${written}\n`)).toBe(true);
});

test('a policy without them has none of them but the default', () => {
  expect(Object.keys(parse(HEAD))).not.toContain('registryHosts');
  expect(Object.keys(parse(HEAD))).not.toContain('maxSyncAgeHours');
});

test('a registry that is called __proto__ is a registry like any other', () => {
  const { registryHosts } = parse(`${HEAD}registryHosts: {__proto__: [evil.io]}\n`);
  expect(Object.entries(registryHosts!)).toEqual([['__proto__', ['evil.io']]]);
  expect(Object.getPrototypeOf(registryHosts)).toBe(Object.prototype);
  expect(Object.keys({})).toEqual([]);
});

const EXPECTED_HOST =
  'expected a host as references name it, such as harbor.example.com or harbor:8443, with no scheme, path or wildcard, got';

test.each<[text: string, message: string]>([
  [`${HEAD}imageSources: []\n`, 'p.yaml:3:15: imageSources: the list is empty: name at least one'],
  [`${HEAD}imageSources: registry\n`, 'p.yaml:3:15: imageSources: expected a list, got "registry"'],
  [
    `${HEAD}imageSources: [cicd, registy]\n`,
    'p.yaml:3:22: imageSources[1]: expected one of cicd, registry, got "registy": did you mean registry?',
  ],
  [
    `${HEAD}imageSources: [CI/CD]\n`,
    'p.yaml:3:16: imageSources[0]: expected one of cicd, registry, got "CI/CD": did you mean cicd?',
  ],
  [`${HEAD}imageSources: [Registry]\n`, 'got "Registry": write registry'],
  [
    `${HEAD}imageSources: [local]\n`,
    'got "local": cicd means the CI/CD images, registry the registry images',
  ],
  [`${HEAD}imageSource: [cicd]\n`, 'unknown key "imageSource": did you mean imageSources?'],
  [
    `${HEAD}registryHosts: {}\n`,
    'p.yaml:3:16: registryHosts: the map is empty: name at least one, or remove the setting',
  ],
  [
    `${HEAD}registryHosts: [a.io]\n`,
    'p.yaml:3:16: registryHosts: expected a map: a list of hosts for each name of a registry in HSS, got a list',
  ],
  [
    `${HEAD}registryHosts:\n  a: a.io\n`,
    'p.yaml:4:6: registryHosts.a: expected a list, got "a.io"',
  ],
  [`${HEAD}registryHosts:\n  1: x\n`, 'p.yaml:4:6: registryHosts.1: expected a list, got "x"'],
  [`${HEAD}registryHosts: {a}\n`, 'registryHosts.a: expected a list, got nothing'],
  [`${HEAD}registryHosts: {a: []}\n`, 'registryHosts.a: the list is empty: name at least one'],
  [
    `${HEAD}registryHosts: {__proto__: a.io}\n`,
    'registryHosts.__proto__: expected a list, got "a.io"',
  ],
  [`${HEAD}registryHosts: {constructor: 1}\n`, 'registryHosts.constructor: expected a list, got 1'],
  [
    `${HEAD}registryHosts:\n  a: [b.io]\n  "": [a.io]\n`,
    'p.yaml:5:3: unsupported name "": the name of a registry in HSS has 1 to 128 characters',
  ],
  [`${HEAD}registryHosts: {"  ": [a.io]}\n`, 'p.yaml:3:17: unsupported name "  "'],
  [
    `${HEAD}registryHosts: {${'n'.repeat(129)}: [a.io]}\n`,
    '… (131 characters): the name of a registry in HSS has 1 to 128',
  ],
  [`${HEAD}registryHosts: {a: [b.io, 5]}\n`, 'p.yaml:3:27: registryHosts.a[1]: expected a text'],
  [
    `${HEAD}registryHosts:\n  "x\\np.yaml:1:1: y": ["*"]\n`,
    'registryHosts["x\\np.yaml:1:1: y"][0]: expected a host',
  ],
  [hosts('https://harbor.example.com'), `p.yaml:3:21: registryHosts.h[0]: ${EXPECTED_HOST} "https`],
  [hosts('harbor.example.com/shop'), `registryHosts.h[0]: ${EXPECTED_HOST} "harbor.example.com/`],
  [hosts('a.io', '*.example.com'), `p.yaml:3:28: registryHosts.h[1]: ${EXPECTED_HOST} "*.exa`],
  [hosts('harbor example.com'), EXPECTED_HOST],
  [hosts('harbor.example.com '), EXPECTED_HOST],
  [hosts('harbor.example.com\n'), EXPECTED_HOST],
  [hosts('harbor.example.com:'), EXPECTED_HOST],
  [hosts('harbor.example.com:https'), EXPECTED_HOST],
  [hosts('user@harbor.example.com'), EXPECTED_HOST],
  [hosts('-harbor.example.com'), EXPECTED_HOST],
  [hosts('harbor..example.com'), EXPECTED_HOST],
  [hosts('hárbor.example.com'), EXPECTED_HOST],
  [hosts('${var.host}'), EXPECTED_HOST],
  // In a reference such a first segment is a namespace of Docker Hub.
  [hosts('harbor'), `${EXPECTED_HOST} "harbor"`],
  [hosts(''), 'registryHosts.h[0]: it is blank: expected a host'],
  [hosts(`${'a'.repeat(260)}.io`), 'it has more than 262 characters'],
  [
    `${HEAD}maxSyncAgeHours: -1\n`,
    'p.yaml:3:18: maxSyncAgeHours: expected a whole number from 0 to 2147483647, got -1',
  ],
  [`${HEAD}maxSyncAgeHours: 24h\n`, 'maxSyncAgeHours: expected a whole number'],
  [`${HEAD}maxSyncAgeHour: 24\n`, 'unknown key "maxSyncAgeHour": did you mean maxSyncAgeHours?'],
])('the policy %j is refused', (text, message) => {
  expect(refusal(text)).toContain(message);
  expect(validatesSchema(text)).toBe(false);
});

describe('as props', () => {
  const refusalOf = (props: object): string =>
    refusalOfTwo(() => policyFromProps({ ...policyProps(), ...props }, NOW));
  test.each<[props: object, message: string]>([
    [{ imageSources: ['swr'] }, 'imageSources[0]: expected one of cicd, registry, got "swr"'],
    [{ imageSources: [undefined] }, 'imageSources[0]: expected one of cicd, registry, got nothing'],
    [{ imageSources: new Set(['cicd']) }, 'imageSources: expected plain data'],
    [{ registryHosts: { a: undefined } }, 'registryHosts: the map is empty: name at least one'],
    [{ registryHosts: new Map([['a', ['a.io']]]) }, 'registryHosts: expected plain data'],
    [{ registryHosts: { a: { 0: 'a.io' } } }, 'registryHosts.a: expected a list, got a map'],
    [{ registryHosts: { a: [null] } }, 'registryHosts.a[0]: expected a text'],
    [{ registryHosts: { 'a\nb': ['*'] } }, 'registryHosts["a\\nb"][0]: expected a host'],
    [{ registryHosts: { '': ['a.io'] } }, 'registryHosts[""]: unsupported name "": the name of a'],
    [
      { registryHosts: JSON.parse('{"__proto__": ["*"]}') as object },
      'registryHosts.__proto__[0]: expected a host',
    ],
    [{ maxSyncAgeHours: '24' }, 'maxSyncAgeHours: expected a whole number'],
    [{ maxSyncAgeHours: NaN }, 'maxSyncAgeHours: expected a whole number'],
  ])('%j is refused', (props, message) => {
    expect(refusalOf(props)).toContain(message);
  });
  test('a later change of what was given changes nothing', () => {
    const given = { h: ['a.io'] };
    const policy = policyFromProps(policyProps({ registryHosts: given }), NOW);
    given.h.push('evil.io');
    expect(policy.registryHosts).toEqual({ h: ['a.io'] });
  });
});

describe('below another policy', () => {
  const BASE = `${HEAD}imageSources: [registry]\nregistryHosts: {a: [a.io], b: [b.io]}\nmaxSyncAgeHours: 48\noverridable: [imageSources, registryHosts, maxSyncAgeHours]\n`;
  test('what a child leaves out is as in its parent', () => {
    expect(loadTwo(BASE, CHILD)).toMatchObject({
      imageSources: ['registry'],
      registryHosts: { a: ['a.io'], b: ['b.io'] },
      maxSyncAgeHours: 48,
    });
  });
  test('what a child says replaces what its parent says, as a whole', () => {
    const child = `${CHILD}imageSources: [cicd, registry]\nregistryHosts: {a: [c.io]}\nmaxSyncAgeHours: 72\n`;
    const policy = loadTwo(BASE, child);
    expect(policy.registryHosts).toEqual({ a: ['c.io'] });
    expect(policy).toMatchObject({ imageSources: ['cicd', 'registry'], maxSyncAgeHours: 72 });
    const alone = child.replace('extends: ./base.yaml', 'maxSeverity: Low');
    expect(policyHash(policy)).toBe(policyHash(parse(alone)));
  });
  test('a name that could pass for words of the message is quoted in it', () => {
    const child = `${CHILD}registryHosts: {"a), and all is well": [c.io]}\n`;
    expect(refusalOfTwo(() => loadTwo(HEAD, child))).toContain(
      'registryHosts: "a), and all is well" (c.io) would make other images count than no further hosts (base.yaml does not set it)',
    );
  });
});

describe('the hash', () => {
  const hash = (change: Partial<ImagePolicyProps>): string =>
    policyHash(policyFromProps(policyProps(change), NOW));
  test('of a policy that uses none of them is as it was before there were any', () => {
    expect(policyHash(parse(HEAD))).toBe(
      '20b28732936bfa45c6c6e8f82b9caba98a83f696af8b9dca1e9f4f090beb804d',
    );
    expect(hash({ imageSources: [ImageSource.REGISTRY, ImageSource.CICD] })).toBe(hash({}));
    expect(
      hash({ registryNames: ['b', 'a'], maxVulnerabilities: 5, allowedRegistries: ['x.io'] }),
    ).toBe('f63b82fff7182bae18a5478cad15ce3ab0b56b189dde89885fa0a3b6b6c036a6');
  });
  test('does not depend on the order, the case of hosts, or repeats', () => {
    expect(hash({ registryHosts: { a: ['x.io', 'y.io'], b: ['docker.io'] } })).toBe(
      hash({ registryHosts: { b: ['index.docker.io'], a: ['Y.io', 'x.io', 'y.io'] } }),
    );
  });
  test('differs for each of their meanings', () => {
    const all: Partial<ImagePolicyProps>[] = [
      {},
      { imageSources: [ImageSource.CICD] },
      { imageSources: [ImageSource.REGISTRY] },
      { registryHosts: { a: ['x.io'] } },
      { registryHosts: { b: ['x.io'] } },
      { registryHosts: { a: ['x.io'], b: ['x.io'] } },
      { maxSyncAgeHours: 0 },
      { maxSyncAgeHours: 24 },
    ];
    expect(new Set(all.map(hash)).size).toBe(all.length);
  });
});
