import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ImagePolicy, KnownExploited } from '../../src';
import { readBytesOf, readFeedFile } from '../../src/files/feed-file';
import { feedFileText } from '../policy/vulnerabilities/feeds';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'hss-feed-')));
const file = join(folder, 'kev.json');
writeFileSync(file, feedFileText());
symlinkSync(file, join(folder, 'link.json'));
mkdirSync(join(folder, 'folder'));
writeFileSync(join(folder, 'large.json'), feedFileText());
truncateSync(join(folder, 'large.json'), 50 << 20);
execFileSync('mkfifo', [join(folder, 'pipe')]);

test.each([
  ['absolute', file],
  ['relative to the working directory', relative(process.cwd(), file)],
  ['a link', join(folder, 'link.json')],
])('a feed is read whose path is %s', (_, path) => {
  expect(readFeedFile(path)).toMatchObject({
    feed: { file: path, cves: new Set(['CVE-2026-1000']) },
  });
});

test.each<[name: string, fault: string | RegExp]>([
  ['none.json', /none\.json" can't be read \(ENOENT\); download the catalog from https:/],
  ['folder', /can't be read \(it is not an ordinary file\)/],
  // To open it would wait for somebody who writes into it.
  ['pipe', /can't be read \(it is not an ordinary file\)/],
  ['large.json', 'the file is larger than 16 MiB'],
])('a feed in %s is refused', (name, fault) => {
  expect(readFeedFile(join(folder, name))).toEqual({
    fault: expect.stringMatching(fault) as unknown,
  });
});

test('a relative path that leads nowhere is said with where that is', () => {
  expect(readFeedFile('no/feed.json')).toEqual({
    fault: expect.stringContaining(
      `"no/feed.json", which is ${join(process.cwd(), 'no/feed.json')}, can't be read (ENOENT)`,
    ) as unknown,
  });
});

test('no more of a file is read than was asked for, and one byte that tells so', () => {
  expect(readBytesOf(file, 10)).toEqual({
    bytes: Buffer.from(feedFileText().slice(0, 11)),
    realPath: file,
  });
  expect(readBytesOf(join(folder, 'link.json'), 1 << 22)).toEqual({
    bytes: Buffer.from(feedFileText()),
    realPath: file,
  });
});

describe('the props of a policy name a feed', () => {
  const policyWith = (feed: string): ImagePolicy =>
    new ImagePolicy({ vulnerabilities: { knownExploited: KnownExploited.DENY, feed } });

  test('which is read from where the app runs', () => {
    const policy = policyWith(relative(process.cwd(), file));
    expect(policy._policy().feed?.cves).toEqual(new Set(['CVE-2026-1000']));
  });
  test('or else the policy is refused', () => {
    expect(() => policyWith('no.json')).toThrow(
      `HSS_POLICY_INVALID: vulnerabilities.feed: "no.json", which is ${join(process.cwd(), 'no.json')}, can't be read (ENOENT)`,
    );
  });
});
