import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  PathFacts,
  PolicySearch,
  searchPolicy,
} from '../../../../src/cli/shared/policy/policy-search';
import { hssGate } from '../../../support/gated-plans';

/** Where the policy is found that nobody names. */

const ME = 1000;

/** Searches among paths that are there, each owned by this user unless told otherwise. */
function search(
  from: string,
  paths: { readonly [path: string]: Partial<PathFacts> },
): PolicySearch {
  const folders = Object.keys(paths).flatMap((path) => {
    const above: string[] = [];
    for (let at = path; dirname(at) !== at; at = dirname(at)) above.push(dirname(at));
    return above;
  });
  return searchPolicy(from, {
    user: ME,
    look: (path) =>
      path in paths || folders.includes(path) || path === from
        ? { owners: [ME], isWorldWritable: false, ...paths[path] }
        : undefined,
  });
}

test.each<[string, { readonly [path: string]: Partial<PathFacts> }, string | undefined]>([
  ['here', { '/a/b/image-policy.yaml': {} }, 'image-policy.yaml'],
  ['above', { '/a/image-policy.yaml': {} }, '../image-policy.yaml'],
  ['at the root', { '/image-policy.yaml': {} }, '../../image-policy.yaml'],
  ['the nearest', { '/a/b/image-policy.yaml': {}, '/image-policy.yaml': {} }, 'image-policy.yaml'],
  ['beside .git', { '/a/.git': {}, '/a/image-policy.yaml': {} }, '../image-policy.yaml'],
  ['not above .git', { '/a/.git': {}, '/image-policy.yaml': {} }, undefined],
  ['not above .git here', { '/a/b/.git': {}, '/a/image-policy.yaml': {} }, undefined],
  [
    'not in an open folder',
    { '/a': { isWorldWritable: true }, '/a/image-policy.yaml': {} },
    undefined,
  ],
  [
    'not above an open folder',
    { '/a': { isWorldWritable: true }, '/image-policy.yaml': {} },
    undefined,
  ],
  [
    'here, though open',
    { '/a/b': { isWorldWritable: true }, '/a/b/image-policy.yaml': {} },
    'image-policy.yaml',
  ],
  [
    'not above here, if open',
    { '/a/b': { isWorldWritable: true }, '/a/image-policy.yaml': {} },
    undefined,
  ],
  ["root's", { '/a/image-policy.yaml': { owners: [0] } }, '../image-policy.yaml'],
  ["a stranger's", { '/a/image-policy.yaml': { owners: [7] } }, undefined],
  ["a stranger's link", { '/a/image-policy.yaml': { owners: [7, ME] } }, undefined],
  ["a link to a stranger's", { '/a/image-policy.yaml': { owners: [ME, 7] } }, undefined],
  [
    'none above what a stranger put there',
    { '/a/b/image-policy.yaml': { owners: [7] }, '/a/image-policy.yaml': {} },
    undefined,
  ],
  [
    'of the owner of the working directory',
    { '/a/b': { owners: [7] }, '/a/image-policy.yaml': { owners: [7] } },
    '../image-policy.yaml',
  ],
  ['nothing', {}, undefined],
])('the search finds the right file: %s', (_, paths, file) => {
  expect(search('/a/b', paths).file).toBe(file);
});

test.each<[string, { readonly [path: string]: Partial<PathFacts> }, string[]]>([
  [
    '/a/b',
    { '/a/b/image-policy.yml': {} },
    ['image-policy.yml is not used: rename it to image-policy.yaml'],
  ],
  [
    '/a/b',
    { '/a/b/image-policy.yml': {}, '/a/image-policy.yaml': {} },
    ['image-policy.yml is not used'],
  ],
  ['/a/b', { '/a/b/image-policy.yml': {}, '/a/b/image-policy.yaml': {} }, []],
  ['/a/b', { '/a/.git': {}, '/image-policy.yml': {} }, []],
  [
    '/a/b',
    { '/a': { isWorldWritable: true }, '/a/image-policy.yaml': {} },
    ['../image-policy.yaml is not used, because every user can write to its folder'],
  ],
  [
    '/a/b',
    { '/a/image-policy.yaml': { owners: [7] } },
    ['../image-policy.yaml is not used, because user 7 owns it'],
  ],
])('from %s among %j what is passed over is named', (from, paths, told) => {
  const { passedOver } = search(from, paths);
  expect(passedOver).toEqual(told.map((text) => expect.stringContaining(text) as string));
});

test.each<[string, { readonly [path: string]: Partial<PathFacts> }, string | undefined, string]>([
  ['the root', {}, undefined, ''],
  ['.git here', { '/a/b/.git': {} }, '/a/b', 'at a directory that has .git'],
  ['.git above', { '/a/.git': {} }, '/a', 'at a directory that has .git'],
  [
    'an open folder here',
    { '/a/b': { isWorldWritable: true } },
    '/a/b',
    'at a directory that every user can write to',
  ],
  [
    'an open folder above',
    { '/a': { isWorldWritable: true } },
    '/a/b',
    'before /a, because every user can write to it',
  ],
  [
    "a stranger's policy here",
    { '/a/b/image-policy.yaml': { owners: [7] } },
    '/a/b',
    'at a policy that another user owns',
  ],
  [
    "a stranger's policy above",
    { '/a/image-policy.yaml': { owners: [7] } },
    '/a',
    'at a policy that another user owns',
  ],
])('the search stops at %s, and says why', (_, paths, last, why) => {
  expect(search('/a/b', paths).end).toEqual(
    last === undefined ? undefined : { last, why: `the search stops ${why}` },
  );
});

describe('a search on the disk', () => {
  const POLICY = 'version: 1\nmaxSeverity: Low\n';

  /** A folder in another one, with a policy in the outer one. */
  function project(): { readonly outer: string; readonly inner: string; readonly file: string } {
    const outer = realpathSync(mkdtempSync(join(tmpdir(), 'search-')));
    const inner = join(outer, 'inner');
    mkdirSync(inner);
    const file = join(outer, 'image-policy.yaml');
    writeFileSync(file, POLICY);
    return { outer, inner, file };
  }

  /** What `policy lint` finds there, and says. */
  const lint = (folder: string) => hssGate(folder, ['policy', 'lint']);

  test('finds a policy above, and ends at .git', async () => {
    const { inner } = project();
    expect((await lint(inner)).stdout).toContain('../image-policy.yaml: valid');
    // As in a worktree or a submodule.
    writeFileSync(join(inner, '.git'), 'gitdir: elsewhere');
    const { exitCode, stderr } = await lint(inner);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      'HSS_INVALID_ARGUMENT: there is no image-policy.yaml in this directory; the search stops at a directory that has .git\n  what to do: write one with hss-gate policy init, or name yours with --policy\n',
    );
  });

  test('ends at a folder that everybody can write to, and takes none from it', async () => {
    const { outer, inner } = project();
    chmodSync(outer, 0o1777);
    const { exitCode, stderr } = await lint(inner);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      `in this directory; the search stops before ${outer}, because every user can write to it; ../image-policy.yaml is not used, because every user can write to its folder: name it with --policy`,
    );
    expect((await lint(outer)).exitCode).toBe(0);
  });

  test('names a .yml that is passed over, with a policy above or without', async () => {
    const { outer, inner, file } = project();
    writeFileSync(join(inner, 'image-policy.yml'), POLICY);
    const found = await lint(inner);
    expect(found.exitCode).toBe(0);
    expect(found.stderr).toBe(
      'warning: image-policy.yml is not used: rename it to image-policy.yaml, or name it with --policy\n',
    );
    renameSync(file, join(outer, 'image-policy.yml'));
    const { exitCode, stderr } = await lint(outer);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('no image-policy.yaml in this directory or above it');
    expect(stderr).toContain('; image-policy.yml is not used: rename it to');
  });

  test('refuses a pipe in place of the policy, and does not wait for it', async () => {
    const { inner } = project();
    execFileSync('mkfifo', [join(inner, 'image-policy.yaml')]);
    const { exitCode, stderr } = await lint(inner);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('image-policy.yaml is not a regular file');
  });

  // Only root can give a file away.
  (process.geteuid?.() === 0 ? test : test.skip)("a stranger's policy is not used", async () => {
    const { outer, inner, file } = project();
    chownSync(file, 4242, 4242);
    const { exitCode, stderr } = await lint(inner);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('../image-policy.yaml is not used, because user 4242 owns it');
    chownSync(inner, 4242, 4242);
    expect((await lint(inner)).exitCode).toBe(0);
    const other = join(outer, 'other');
    mkdirSync(other);
    renameSync(file, join(outer, 'real.yaml'));
    chownSync(join(outer, 'real.yaml'), 0, 0);
    symlinkSync('real.yaml', file);
    expect((await lint(other)).exitCode).toBe(0);
    lchownSync(file, 4242, 4242);
    expect((await lint(other)).stderr).toContain('user 4242 owns it');
  });
});
