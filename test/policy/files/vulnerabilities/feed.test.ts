import {
  FeedSource,
  loadPolicy,
  policyFromProps,
  policyHash,
  readPolicyFile,
} from '../../../../src/policy';
import { readFeed } from '../../../../src/policy/vulnerabilities/read-feed';
import { NOW, filesOf } from '../../fixtures';
import { feedFileText } from '../../vulnerabilities/feeds';
import { refusal } from '../extension-support';

/** The feed that a policy names. */

const naming = (feed: string): string =>
  `version: 1\nvulnerabilities:\n  knownExploited: deny\n  feed: ${JSON.stringify(feed)}\n`;

function files(texts: { [path: string]: string }, links: { [path: string]: string } = {}) {
  return filesOf(
    {
      '/repo/kev.json': feedFileText(['CVE-2026-1000']),
      '/repo/a/kev.json': feedFileText(['CVE-2026-2000']),
      '/tmp/kev.json': feedFileText(['CVE-2026-3000']),
      '/repo/passwd': 'root:x:0:0',
      ...texts,
    },
    links,
  );
}

const loaded = (feed: string, links: { [path: string]: string } = {}) =>
  loadPolicy('a/p.yaml', files({ '/repo/a/p.yaml': naming(feed) }, links), NOW);

test.each([
  ['kev.json', 'CVE-2026-2000'],
  ['./kev.json', 'CVE-2026-2000'],
  ['../kev.json', 'CVE-2026-1000'],
  ['/repo/kev.json', 'CVE-2026-1000'],
  ['/tmp/kev.json', 'CVE-2026-3000'],
  ['/tmp/link.json', 'CVE-2026-3000'],
  ['link.json', 'CVE-2026-1000'],
])('the feed %s is read', (feed, cve) => {
  const links = { '/tmp/link.json': '/tmp/kev.json', '/repo/a/link.json': '/repo/kev.json' };
  const policy = loaded(feed, links);
  expect(policy.feed).toMatchObject({ file: feed, cves: new Set([cve]) });
  expect(Object.isFrozen(policy)).toBe(true);
  // A class that takes props can be given it.
  expect(policyFromProps(policy, NOW)).toBe(policy);
});

test.each<[feed: string, said: string]>([
  ['none.json', '"none.json", which is /repo/a/none.json, can\'t be read (ENOENT); download the'],
  ['/tmp/none.json', '"/tmp/none.json" can\'t be read (ENOENT); download the catalog from https:'],
  ['../passwd', 'the file is not valid JSON; download the catalog again from https://www.cisa'],
  [
    '../../tmp/kev.json',
    '"../../tmp/kev.json" leads out of /repo: write an absolute path, or keep',
  ],
  ['../..', '"../.." leads out of /repo'],
  ['link.json', '"link.json" is a link that leads out of /repo: write an absolute path, or keep'],
])('the feed %s is refused where it is named', (feed, said) => {
  const summary = refusal(() => loaded(feed, { '/repo/a/link.json': '/tmp/kev.json' }));
  expect(summary).toMatch(/^a\/p\.yaml:4:9: vulnerabilities\.feed: /);
  expect(summary).toContain(said);
  expect(summary).not.toContain('root');
});

describe('a feed that is given instead', () => {
  const reading = readFeed(Buffer.from(feedFileText(['CVE-2026-5000'])), 'given.json');
  const given = 'feed' in reading ? reading.feed : undefined;
  const load = (text: string, source: FeedSource) =>
    loadPolicy('a/p.yaml', files({ '/repo/a/p.yaml': text }), NOW, source);

  test.each(['kev.json', 'none.json', '../passwd', '../../tmp/kev.json'])(
    'counts, and %s is not read',
    (feed) => {
      const policy = load(naming(feed), () => given);
      expect(policy.feed).toBe(given);
      expect(policyHash(policy)).toBe(policyHash(loaded('kev.json')));
      expect(load(naming(feed), () => undefined).feed).toBeUndefined();
    },
  );

  test('is not asked for where the policy names none', () => {
    const never = () => {
      throw new Error('asked');
    };
    expect(load('version: 1\nmaxSeverity: Low\n', never).feed).toBeUndefined();
    expect(() => load(naming('kev.json'), never)).toThrow('asked');
  });

  test('does not hide another problem of the policy', () => {
    expect(() => load(`${naming('kev.json')}  maxx: 1\n`, () => given)).toThrow(/maxx/);
  });
});

describe('a policy that extends another one', () => {
  const both = (base: string, child: string) =>
    files({
      '/repo/org/base.yaml': `${base}overridable: [vulnerabilities.feed]\n`,
      '/repo/a/team.yaml': `version: 1\nextends: ../org/base.yaml\n${child}`,
      '/repo/org/kev.json': feedFileText(['CVE-2026-4000']),
    });
  const load = (base: string, child: string) => loadPolicy('a/team.yaml', both(base, child), NOW);

  test('has the feed of that one, from where that one is', () => {
    expect(load(naming('kev.json'), '').feed?.cves).toEqual(new Set(['CVE-2026-4000']));
  });
  test('can have a feed that replaces it, which is then not read', () => {
    const own = 'vulnerabilities: {feed: kev.json}\n';
    const access = both(naming('none.json'), own);
    expect(loadPolicy('a/team.yaml', access, NOW).feed?.cves).toEqual(new Set(['CVE-2026-2000']));
    expect(access.reads).not.toContain('/repo/org/none.json');
  });
  test('is refused at the place that names a feed which can not be read', () => {
    expect(refusal(() => load(naming('none.json'), ''))).toBe(
      'org/base.yaml:4:9: vulnerabilities.feed: "none.json", which is /repo/org/none.json, can\'t be read (ENOENT); download the catalog from https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json',
    );
  });
  test('has its feed read once, and not where there are other problems', () => {
    const good = both(naming('kev.json'), '');
    readPolicyFile('a/team.yaml', good, NOW);
    expect(good.reads.filter((path) => path.endsWith('.json'))).toEqual(['/repo/org/kev.json']);
    const bad = both(naming('kev.json'), 'oops: 1\n');
    readPolicyFile('a/team.yaml', bad, NOW);
    expect(bad.reads.filter((path) => path.endsWith('.json'))).toEqual([]);
  });
  test('knows the place of each setting', () => {
    const own = 'vulnerabilities: {max: {high: 1}}\n';
    const { places } = readPolicyFile('a/team.yaml', both(naming('kev.json'), own), NOW);
    expect(Object.fromEntries(places)).toEqual({
      vulnerabilities: 'a/team.yaml:3:18',
      'vulnerabilities.knownExploited': 'org/base.yaml:3:19',
      'vulnerabilities.feed': 'org/base.yaml:4:9',
      'vulnerabilities.max': 'a/team.yaml:3:24',
      'vulnerabilities.max.high': 'a/team.yaml:3:31',
    });
  });
});

test('props have the feed that they name, as it is read for them', () => {
  const props = { vulnerabilities: { knownExploited: 'deny', feed: 'kev.json' } } as never;
  const read: string[] = [];
  const policy = policyFromProps(props, NOW, (file) => {
    read.push(file);
    return readFeed(Buffer.from(feedFileText()), file);
  });
  expect(read).toEqual(['kev.json']);
  expect(policy.feed).toMatchObject({ file: 'kev.json', cves: new Set(['CVE-2026-1000']) });
  expect(refusal(() => policyFromProps(props, NOW, () => ({ fault: 'it is torn' })))).toBe(
    'vulnerabilities.feed: it is torn',
  );
});
