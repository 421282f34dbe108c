import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImagePolicy, ImagePolicyProps, SeverityLevel } from '../../../src';
import { temporaryFolder, thrown } from '../support';

const folder = temporaryFolder();

function fileOf(text: string, name = 'policy.yaml'): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('a policy file', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((name, index) => {
      const before = 'abcdefgh'[index];
      return `${name}: &${name} [${Array(9).fill(`*${before}`).join()}]`;
    }),
  ].join('\n');

  test.each<[string, string, RegExp]>([
    ['empty', '', /:1:1: .*empty/],
    ['a list', '- version: 1\n', /:1:1: /],
    ['a text', 'allow everything\n', /:1:1: /],
    ['an unknown key', 'version: 1\nmaxSeverity: Low\nmaxSeverty: High\n', /:3:1: .*maxSeverty/],
    [
      'a negative limit',
      'version: 1\nmaxSeverity: Low\nmaxVulnerabilities: -1\n',
      /:3:21: .*maxVulnerabilities/,
    ],
    ['a lower-case severity', 'version: 1\nmaxSeverity: low\n', /:2:14: .*Low/],
    ['no maxSeverity', 'version: 1\n', /:1:1: .*maxSeverity/],
    ['a bomb', `version: 1\nmaxSeverity: Low\n${bomb}\n`, /:\d+:\d+: .*aliases/],
    ['no YAML', 'version: [1\n', /:\d+:\d+: /],
  ])('is refused at the place where it is, or has, %s', (_, text, expected) => {
    const file = fileOf(text);
    const { message } = thrown(() => ImagePolicy.fromFile(file));
    expect(message).toMatch(/^HSS_POLICY_INVALID: /);
    expect(message).toContain(file);
    expect(message).toMatch(expected);
  });

  test.each<[string, string, RegExp]>([
    ['missing', join(folder, 'missing.yaml'), /ENOENT/],
    ['a directory', folder, /EISDIR/],
    ['below a file', join(__filename, 'policy.yaml'), /ENOTDIR/],
  ])('is refused where it is %s', (_, file, expected) => {
    const { message } = thrown(() => ImagePolicy.fromFile(file));
    expect(message).toMatch(/^HSS_POLICY_INVALID: /);
    expect(message).toContain(`${file}: the policy file can't be read`);
    expect(message).toMatch(expected);
  });

  test.each([undefined, null, '', 7, {}])('is refused by the path %j', (path) => {
    const { message } = thrown(() => ImagePolicy.fromFile(path as string));
    expect(message).toMatch(/^HSS_POLICY_INVALID: .*can't be read/);
  });

  test('may be JSON, and may stand below the working directory', () => {
    const name = fileOf('{"version": 1, "maxSeverity": "Low"}', 'policy.json');
    expect(ImagePolicy.fromFile(name).hash).toHaveLength(64);
    const before = process.cwd();
    process.chdir(folder);
    try {
      mkdirSync('policies', { recursive: true });
      fileOf('version: 1\nmaxSeverity: Low\n', 'policies/own.yaml');
      expect(ImagePolicy.fromFile('policies/own.yaml').hash).toBe(ImagePolicy.fromFile(name).hash);
    } finally {
      process.chdir(before);
    }
  });
});

describe('policy props', () => {
  test.each<[unknown, RegExp]>([
    [undefined, /./],
    [null, /./],
    ['Low', /./],
    [[], /./],
    [{}, /maxSeverity/],
    [{ maxSeverity: 'low' }, /maxSeverity: .*Low/],
    [{ maxSeverity: 'Low', maxScanAgeHours: -1 }, /maxScanAgeHours/],
    [{ maxSeverity: 'Low', maxVulnerabilities: '5' }, /maxVulnerabilities/],
    [{ maxSeverity: 'Low', maxMaliciousFiles: NaN }, /maxMaliciousFiles/],
    [{ maxSeverity: 'Low', requireDigest: 'no' }, /requireDigest/],
    [{ maxSeverity: 'Low', registryNames: [] }, /registryNames/],
    [{ maxSeverity: 'Low', enforcement: 'WARN' }, /enforcement/],
    [{ maxSeverity: () => 'Low' }, /maxSeverity/],
  ])('are refused: %j', (props, expected) => {
    const { message } = thrown(() => new ImagePolicy(props as ImagePolicyProps));
    expect(message).toMatch(/^HSS_POLICY_INVALID: /);
    expect(message).toMatch(expected);
  });

  test('have the hash of a file that says the same, and only of such a one', () => {
    const props: ImagePolicyProps = {
      maxSeverity: SeverityLevel.MEDIUM,
      maxVulnerabilities: 5,
      registryNames: ['b', 'a'],
    };
    const text =
      'registryNames: [a, b]\nmaxVulnerabilities: 5\nmaxScanAgeHours: 168\nmaxSeverity: Medium\nversion: 1\n';
    const { hash } = new ImagePolicy(props);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(ImagePolicy.fromFile(fileOf(text)).hash).toBe(hash);
    expect(ImagePolicy.fromFile(fileOf(text.replace('5', '6'))).hash).not.toBe(hash);
  });

  test('change nothing when they are changed afterwards', () => {
    const props = { maxSeverity: SeverityLevel.LOW, registryNames: ['a'] };
    const policy = new ImagePolicy(props);
    const { hash } = policy;
    props.maxSeverity = SeverityLevel.HIGH;
    props.registryNames.push('b');
    expect(policy.hash).toBe(hash);
  });
});
