import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  FolderView,
  foreignFileText,
  foreignFiles,
  refuseForeignFiles,
} from '../../src/files/stack-files';

const NONE = [{ stackFiles: [] }];

/** Files that have the same text. */
const viewOf = (names: readonly string[], text = ''): FolderView => ({
  names: () => names,
  read: () => text,
});

const namesOf = (found: readonly { readonly file: string }[]): string[] =>
  found.map(({ file }) => file.replace('stacks/shop/', ''));

test('configuration beside cdk.tf.json is refused, and what Terraform leaves there is not', () => {
  const refused = [
    '#a.tf',
    'a_override.tf.json',
    'cdk.tf',
    'cdk.tofu.json',
    'more.tf',
    'more.tofu',
  ];
  const others = [
    ...['cdk.tf.json', 'hss-verdicts.json', '.terraform.lock.hcl', '.hidden.tf', '.hidden.tf.json'],
    ...['terraform.tfstate', 'terraform.tfstate.backup', 'plan', 'plan.tf.bin', 'a.tf~', 'A.TF'],
  ];
  const found = foreignFiles('stacks/shop', NONE, viewOf([...others, ...refused].reverse()));
  expect(namesOf(found)).toEqual([...refused].sort());
});

test('files are allowed that the policy names; with several policies each has to name them', () => {
  const view = viewOf(['backend_override.tf', 'provider_override.tf', 'x.tf']);
  const [one, other] = [['*_override.tf'], ['backend_override.tf', 'x.tf']].map((stackFiles) => ({
    stackFiles,
  }));
  expect(namesOf(foreignFiles('stacks/shop', [one], view))).toEqual(['x.tf']);
  expect(namesOf(foreignFiles('stacks/shop', [one, other], view))).toEqual([
    'provider_override.tf',
    'x.tf',
  ]);
  expect(foreignFiles('stacks/shop', [], view)).toHaveLength(3);
});

test.each(['terraform.tfvars', 'zz.auto.tfvars', '.zz.auto.tfvars'])(
  '%s is refused only where it sets what the gate asks by',
  (name) => {
    expect(foreignFiles('s', NONE, viewOf([name], 'region = "x"'))).toEqual([]);
    const [found] = foreignFiles('s', NONE, viewOf([name], 'hss_endpoint = "x"'));
    expect(foreignFileText(found)).toBe(
      `s/${name}: this variable file sets hss_endpoint, which decides what the gate is told by HSS (what to do: remove it there; hss-gate exec sets it)`,
    );
  },
);

test('no policy allows a variable file that sets a token, and the way out is said', () => {
  const view = viewOf(['hss.auto.tfvars'], 'hss_token = "x"');
  const [found] = foreignFiles('s', [{ stackFiles: ['*.tf', 'hss.auto.tfvars'] }], view);
  expect(foreignFileText(found)).toContain('TF_VAR_hss_token');
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'stack-files-'));
  writeFileSync(join(made, 'cdk.tf.json'), '{}');
  return made;
}

test('on the disk links count, folders do not, and unreadable files are refused', () => {
  const made = folder();
  mkdirSync(join(made, 'assets.tf'));
  mkdirSync(join(made, 'assets'));
  writeFileSync(join(made, 'assets', 'x.tf'), '');
  symlinkSync(join('assets', 'x.tf'), join(made, 'link.tf'));
  symlinkSync('nowhere', join(made, 'gone.auto.tfvars'));
  execFileSync('mkfifo', [join(made, 'pipe.auto.tfvars')]);
  writeFileSync(join(made, 'odd.auto.tfvars.json'), '{');
  writeFileSync(join(made, 'good.auto.tfvars.json'), '{"region":"x"}');
  const found = foreignFiles(made, NONE);
  expect(found.map(({ file }) => file.slice(made.length + 1))).toEqual([
    'gone.auto.tfvars',
    'link.tf',
    'odd.auto.tfvars.json',
    'pipe.auto.tfvars',
  ]);
  expect(found[0].why).toContain('can not be read');
});

test('only a folder that cdktf wrote is looked at before a saved plan is applied', () => {
  const made = folder();
  writeFileSync(join(made, 'more.tf'), '');
  expect(() => refuseForeignFiles('plan.bin', made, NONE)).toThrow(
    /^HSS_INVALID_ARGUMENT: plan\.bin is not applied: .*more\.tf: Terraform reads .*\n.*stackFiles in the policy/,
  );
  const other = mkdtempSync(join(tmpdir(), 'stack-files-'));
  writeFileSync(join(other, 'main.tf'), '');
  for (const folder of [other, join(other, 'nowhere'), undefined]) {
    expect(() => refuseForeignFiles('plan.bin', folder, NONE)).not.toThrow();
  }
});
