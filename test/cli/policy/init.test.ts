import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { policyHash, parsePolicy } from '../../../src/policy';
import { starterPolicy } from '../../../src/cli/policy/starter-policy';
import { folderWith, hssGate } from '../../support/gated-plans';

/** The command hss-gate policy init. */

const NOW = Date.parse('2027-02-03T23:59:59Z');
const TEXT = starterPolicy(undefined, NOW);

const hashOf = (text: string): string =>
  policyHash(parsePolicy(text, 'image-policy.yaml', Date.now()));

test.each([[[]], [['policies/shop.yaml']], [['--', '-x.yaml']]])(
  'writes a policy that lint accepts: %j',
  async (args) => {
    const folder = folderWith({});
    const file = args.at(-1) ?? 'image-policy.yaml';
    const { exitCode, stdout, stderr } = await hssGate(folder, ['policy', 'init', ...args]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const [, lint] = /^wrote .*; check it with hss-gate (policy lint.*)\n$/.exec(stdout)!;
    const linted = await hssGate(folder, lint.split(' '));
    expect(linted).toMatchObject({ exitCode: 0, stderr: '' });
    expect(linted.stdout).toContain(`${file}: valid, no warnings`);
  },
);

test('does not overwrite a file, nor follow a link to one that is not there', async () => {
  const folder = folderWith({ 'image-policy.yaml': 'version: 1\n' });
  symlinkSync(join(folder, 'target'), join(folder, 'link.yaml'));
  for (const file of ['image-policy.yaml', 'link.yaml']) {
    const { exitCode, stdout, stderr } = await hssGate(folder, ['policy', 'init', file]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(
      /^HSS_INVALID_ARGUMENT: \S+ exists, and is not overwritten\n {2}what to do: edit it, or name/,
    );
  }
  expect(readFileSync(join(folder, 'image-policy.yaml'), 'utf8')).toBe('version: 1\n');
  expect(existsSync(join(folder, 'target'))).toBe(false);
});

test('names a folder that cannot be written to', async () => {
  const folder = folderWith({ file: '' });
  const { exitCode, stderr } = await hssGate(folder, ['policy', 'init', 'file/policy.yaml']);
  expect(exitCode).toBe(1);
  expect(stderr).toContain("file/policy.yaml can't be written (");
});

test('links to the schema of the package that is installed, seen from the policy', async () => {
  const folder = folderWith({});
  const schema = join(folder, 'node_modules', 'cdktf-hss', 'schema');
  mkdirSync(join(schema, '..'), { recursive: true });
  symlinkSync(join(__dirname, '..', '..', '..', 'schema'), schema);
  await hssGate(folder, ['policy', 'init', 'policies/shop.yaml']);
  const text = readFileSync(join(folder, 'policies', 'shop.yaml'), 'utf8');
  const [, link] = /^# yaml-language-server: \$schema=(.*)$/m.exec(text)!;
  expect(existsSync(join(folder, 'policies', link))).toBe(true);
  expect(TEXT).toContain('hss-gate policy schema > image-policy.schema.json');
});

test('names the document of all settings by its URL, since the package holds no documents', () => {
  const root = join(__dirname, '..', '..', '..');
  const manifest = readFileSync(join(root, 'package.json'), 'utf8');
  const { repository } = JSON.parse(manifest) as { repository: { url: string } };
  const [, file] = /^# (https:.*)$/m.exec(TEXT)![1].split('/blob/main/');
  expect(TEXT).toContain(repository.url.replace(/\.git$/, `/blob/main/${file}`));
  expect(existsSync(join(root, file))).toBe(true);
});

test('an empty folder is told of it by lint and check', async () => {
  const folder = folderWith({ '.git': '' });
  for (const command of [
    ['policy', 'lint'],
    ['check', 'shop/web:1'],
  ]) {
    const { exitCode, stderr } = await hssGate(folder, command);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('what to do: write one with hss-gate policy init, or name yours');
  }
});

describe('the comments', () => {
  const [, defaults] = /# These are the defaults\.\n((?:# \w+:.*\n)+)/.exec(TEXT)!;

  test('name the defaults, and all of them', () => {
    const uncommented = defaults.replace(/^# /gm, '');
    expect(hashOf(TEXT + uncommented)).toBe(hashOf(TEXT));
    expect(Object.keys(parse(uncommented) as object)).toHaveLength(6);
  });

  test('have examples that can be uncommented on the day of the writing', () => {
    const uncommented = TEXT.replace(
      /^# (maxUnsafeSettings:|allowedRegistries:|exceptions:| +)/gm,
      '$1',
    );
    expect(parsePolicy(uncommented, 'image-policy.yaml', NOW)).toMatchObject({
      maxUnsafeSettings: 5,
      allowedRegistries: ['swr.cn-north-4.myhuaweicloud.com'],
      exceptions: [{ image: 'shop/web:1.4.*', expires: '2027-05-04' }],
    });
  });
});
