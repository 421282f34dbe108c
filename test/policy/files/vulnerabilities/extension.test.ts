import { Policy, loadPolicy, parsePolicy, policyHash } from '../../../../src/policy';
import { NOW, filesOf } from '../../fixtures';
import { feedFileText } from '../../vulnerabilities/feeds';
import { CHILD, refusal } from '../extension-support';

/** `vulnerabilities` in a policy that extends another one. */

const FEEDS = {
  '/repo/kev.json': feedFileText(),
  '/tmp/kev.json': feedFileText(['CVE-2026-2000']),
};

function load(parent: string, child: string): Policy {
  const files = filesOf({
    ...FEEDS,
    '/repo/base.yaml': `version: 1\n${parent}\n`,
    '/repo/team.yaml': `${CHILD}${child}\n`,
  });
  return loadPolicy('team.yaml', files, NOW);
}

const of = (settings: string): string => `vulnerabilities: {${settings}}`;
const EXPLOITED = 'knownExploited: deny, feed: kev.json';

test('each number is that of the nearest policy which sets it', () => {
  const policy = load(
    of('max: {critical: 0, high: 5}, graceDays: {critical: 3, high: 9}, maxFeedAgeDays: 9'),
    of('max: {high: 4, low: 1}, graceDays: {high: 0}'),
  );
  expect(policy.vulnerabilities).toEqual({
    max: { critical: 0, high: 4, low: 1 },
    graceDays: { critical: 3 },
    maxFeedAgeDays: 9,
    handled: 'count',
  });
  const one = `version: 1\n${of('max: {critical: 0, high: 4, low: 1}, graceDays: {critical: 3}, maxFeedAgeDays: 9')}\n`;
  expect(policyHash(parsePolicy(one, 'one.yaml', NOW))).toBe(policyHash(policy));
});

test('maxSeverity and vulnerabilities stay where the child has the other one', () => {
  const settings = { maxSeverity: 'Low', vulnerabilities: { max: { high: 0 } } };
  expect(load('maxSeverity: Low', of('max: {high: 0}'))).toMatchObject(settings);
  expect(load(of('max: {high: 0}'), 'maxSeverity: Low')).toMatchObject(settings);
});

test.each<[what: string, parent: string, child: string]>([
  ['fewer', of('max: {high: 5}'), of('max: {high: 5}')],
  ['none', of('max: {high: 5}'), of('max: {high: 0}')],
  ['another level', of('max: {high: 5}'), of('max: {low: 5, critical: 9}')],
  ['less grace', of('max: {high: 5}, graceDays: {high: 9}'), of('graceDays: {high: 8}')],
  ['grace of a new level', of('max: {high: 5}'), of('max: {low: 5}, graceDays: {low: 9}')],
  [
    'grace of a new level, less than any other',
    of('max: {high: 5}, graceDays: {high: 3, low: 3}'),
    of('max: {low: 5}, graceDays: {low: 9}'),
  ],
  ['limits where there were none', 'maxSeverity: Low', of('max: {high: 5}, graceDays: {high: 9}')],
  ['skipping where there were none', 'maxSeverity: Low', of('max: {high: 5}, handled: skip')],
  ['counting', of('max: {high: 5}, handled: skip'), of('handled: count')],
  ['a feed where there was none', of('max: {high: 5}'), of(`${EXPLOITED}, maxFeedAgeDays: 30`)],
  ['the same feed', of(EXPLOITED), of('feed: ./x/../kev.json')],
  ['the same feed by its whole path', of(EXPLOITED), of('feed: /repo/kev.json')],
  ['a younger feed', of(EXPLOITED), of('maxFeedAgeDays: 6')],
  ['an age where nothing is fed', of('max: {high: 5}'), of('maxFeedAgeDays: 600')],
  ['what is denied anyway', of(EXPLOITED), of('knownExploited: deny')],
])('a child may say %s', (_, parent, child) => {
  expect(load(parent, child).vulnerabilities).toBeDefined();
});

const looser: [setting: string, parent: string, child: string, said: string][] = [
  [
    'max',
    of('max: {critical: 0, high: 5}'),
    of('max: {high: 6}'),
    'team.yaml:3:31: vulnerabilities.max.high: 6 is looser than 5 (base.yaml:2:44), and base.yaml lists nothing under overridable',
  ],
  [
    'graceDays',
    of('max: {high: 5}, graceDays: {high: 9}'),
    of('graceDays: {high: 10}'),
    'team.yaml:3:37: vulnerabilities.graceDays.high: 10 is looser than 9 (base.yaml:2:53), and',
  ],
  [
    'graceDays',
    of('max: {high: 5}'),
    of('graceDays: {high: 1}'),
    'vulnerabilities.graceDays.high: 1 is looser than no grace (base.yaml does not set it), and',
  ],
  [
    // What can be Critical or High has the lesser grace of the two.
    'graceDays',
    of('max: {critical: 0}, graceDays: {critical: 3}'),
    of('max: {high: 0}, graceDays: {high: 14}'),
    'vulnerabilities.graceDays.high: 14 is looser than no grace (base.yaml does not set it), and',
  ],
  [
    'feed',
    of(EXPLOITED),
    of('feed: /tmp/kev.json'),
    'team.yaml:3:25: vulnerabilities.feed: another file would say which CVEs are known to be exploited (base.yaml:2:47), and',
  ],
  [
    'maxFeedAgeDays',
    of(EXPLOITED),
    of('maxFeedAgeDays: 8'),
    'team.yaml:3:35: vulnerabilities.maxFeedAgeDays: 8 is looser than 7 (base.yaml does not set it)',
  ],
  [
    'handled',
    of('max: {high: 5}'),
    of('handled: skip'),
    'team.yaml:3:28: vulnerabilities.handled: skip is looser than count (base.yaml does not set it)',
  ],
];

test.each(looser)('a looser %s is refused unless it is listed', (setting, parent, child, said) => {
  expect(refusal(() => load(parent, child))).toContain(said);
  const all = ['max', 'graceDays', 'feed', 'maxFeedAgeDays', 'handled'];
  const lists = (names: string[]): string =>
    `${parent}\noverridable: [${names.map((name) => `vulnerabilities.${name}`).join(', ')}]`;
  expect(load(lists([setting]), child).vulnerabilities).toBeDefined();
  expect(refusal(() => load(lists(all.filter((name) => name !== setting)), child))).toContain(
    'lists only vulnerabilities.',
  );
});

test('each level that is looser is said', () => {
  const act = () => load(of('max: {critical: 0, low: 9}'), of('max: {low: 10, critical: 1}'));
  expect(refusal(act).split('\n').slice(1)).toEqual([
    expect.stringContaining('team.yaml:3:30: vulnerabilities.max.low: 10 is looser than 9'),
    expect.stringContaining('team.yaml:3:44: vulnerabilities.max.critical: 1 is looser than 0'),
  ]);
});

test('vulnerabilities as a whole, and knownExploited, can not be overridable', () => {
  const act = (name: string) => () => load(`${of('max: {low: 1}')}\noverridable: [${name}]`, '');
  expect(refusal(act('vulnerabilities'))).toMatch(
    /^base\.yaml:3:15: overridable\[0\]: expected one of .*vulnerabilities\.handled, got "vulnerabilities"/,
  );
  expect(refusal(act('vulnerabilities.knownExploited'))).toContain('expected one of');
});

test.each<[parent: string, child: string, said: string]>([
  ['maxSeverity: Low', of('handled: skip'), 'team.yaml:3:18: vulnerabilities: max is missing'],
  [
    of('max: {low: 1}'),
    of('knownExploited: deny'),
    'team.yaml:3:35: vulnerabilities.knownExploited: feed is missing: download the catalog',
  ],
  [
    of('max: {low: 1}'),
    of('feed: kev.json'),
    'team.yaml:3:25: vulnerabilities.feed: nothing uses the feed: add knownExploited: deny',
  ],
])('what two policies make of %j and %j is not whole', (parent, child, said) => {
  expect(refusal(() => load(parent, child))).toContain(said);
});

describe('an exception of a child for vulnerabilities', () => {
  const waiver = (rules: string): string =>
    `exceptions:\n  - image: shop/web\n    vulnerabilities: [CVE-2026-1]\n${rules}    owner: a\n    reason: b\n    expires: 2026-12-31`;
  const parent = (...waivable: string[]): string =>
    `${of('max: {low: 1}')}\nwaivable: [${waivable.join(', ')}]`;

  test('needs each of its rules to be waivable', () => {
    const both = ['max-vulnerabilities-by-severity', 'known-exploited'];
    expect(load(parent(...both), waiver('')).exceptions).toHaveLength(1);
    expect(refusal(() => load(parent('known-exploited'), waiver('')))).toBe(
      "team.yaml:5:22: exceptions[0].vulnerabilities: without rules the exception is also for max-vulnerabilities-by-severity, which can't be waived here: base.yaml:3:11 lists only known-exploited under waivable; add rules: [known-exploited]",
    );
    expect(refusal(() => load(parent('max-severity'), waiver('')))).toMatch(
      /also for max-vulnerabilities-by-severity and known-exploited, which .* lists only max-severity under waivable$/,
    );
    const narrow = waiver('    rules: [known-exploited]\n');
    expect(load(parent('known-exploited'), narrow).exceptions).toHaveLength(1);
    expect(refusal(() => load(parent('max-vulnerabilities-by-severity'), narrow))).toContain(
      "team.yaml:6:13: exceptions[0].rules[0]: known-exploited can't be waived here",
    );
  });
});

describe('the hash', () => {
  const hashWith = (feed: string): string =>
    policyHash(load(of('max: {low: 1}'), of(`knownExploited: deny, feed: ${feed}`)));
  test('does not depend on what is in the feed, or where it is', () => {
    expect(hashWith('kev.json')).toBe(hashWith('/tmp/kev.json'));
  });
  test('of a policy without vulnerabilities is as it was before there were any', () => {
    const text = `version: 1\nmaxSeverity: Medium\nmaxVulnerabilities: 9
exceptions:
  - {image: 'shop/web:*', rules: [max-severity, scan-fresh], owner: a, reason: b, expires: 2026-12-31, scope: prod/**}
  - {resource: helm_release.a, rules: [images-determinable], owner: a, reason: b, expires: 2026-12-31}
declarations:
  - {resource: helm_release.b, images: [a/b], owner: o, reason: r}
`;
    expect(policyHash(parsePolicy(text, 'p', NOW))).toBe(
      'bb5833f2b3d63d490372b56f8b4d65e14922198aa74f84f5c0d533482959db2a',
    );
  });
  test('differs for each of their meanings, and not by order, case or defaults', () => {
    const hash = (text: string) => policyHash(parsePolicy(`version: 1\n${text}\n`, 'p', NOW));
    const waiver = (vulnerabilities: string, rules = ''): string =>
      `${of('max: {low: 1}')}\nexceptions: [{image: a/b, ${rules}${vulnerabilities}, owner: a, reason: b, expires: 2026-12-31}]`;
    const meanings = [
      'maxSeverity: Low',
      `maxSeverity: Low\n${of('max: {low: 1}')}`,
      of('max: {low: 1}'),
      of('max: {low: 2}'),
      of('max: {high: 1}'),
      of('max: {low: 1}, graceDays: {low: 1}'),
      of('max: {low: 1}, handled: skip'),
      of('max: {low: 1}, maxFeedAgeDays: 6'),
      waiver('vulnerabilities: [A, B]'),
      waiver('vulnerabilities: [A]'),
      waiver('vulnerabilities: [A]', 'rules: [known-exploited], '),
      waiver('rules: [known-exploited, max-vulnerabilities-by-severity]'),
    ];
    expect(new Set(meanings.map(hash)).size).toBe(meanings.length);
    expect(hash(of('max: {low: 1, high: 2}, handled: count, maxFeedAgeDays: 7'))).toBe(
      hash(of('max: {high: 2, low: 1}')),
    );
    expect(hash(waiver('vulnerabilities: [b, a, B]'))).toBe(
      hash(waiver('vulnerabilities: [A, B]')),
    );
  });
});
