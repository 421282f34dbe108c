import { HssError } from '../../../src/contract/error';
import { SeverityLevel } from '../../../src/contract/enums';
import {
  MAX_POLICY_FILES,
  Policy,
  PolicyFiles,
  RULE_IDS,
  fileLineText,
  isResourceRule,
  loadPolicy,
  parsePolicy,
  policyFromProps,
  policyHash,
  readPolicyFile,
} from '../../../src/policy';
import { DAY, NOW, filesOf, judged, row, sha } from '../fixtures';

const BASE = `version: 1
maxSeverity: Low
maxVulnerabilities: 50
`;
const CHILD = 'version: 1\nextends: ./base.yaml\n';

/** Loads team.yaml, which extends base.yaml. */
function load(base: string, child: string, now = NOW): Policy {
  return loadPolicy('team.yaml', twoFiles(base, child), now);
}

function twoFiles(base: string, child: string): PolicyFiles {
  return filesOf({ '/repo/base.yaml': base, '/repo/team.yaml': child });
}

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(HssError);
    expect((error as HssError).code).toBe('HSS_POLICY_INVALID');
    return (error as HssError).summary;
  }
  throw new Error('it was taken');
}

const waiver = (rules: string, more = ''): string =>
  `exceptions:\n  - image: shop/web:*\n    rules: ${rules}\n    owner: a\n    reason: b\n    expires: 2026-12-31\n${more}`;

test('a file that extends nothing is as if it had been parsed', () => {
  const files = filesOf({ '/repo/a/p.yaml': `${BASE}${waiver('[max-severity]')}` });
  const policy = loadPolicy('a/p.yaml', files, NOW);
  expect(policyHash(policy)).toBe(
    policyHash(parsePolicy(`${BASE}${waiver('[max-severity]')}`, 'p', NOW)),
  );
  expect(fileLineText(policy.exceptions[0].origin!)).toBe('a/p.yaml:5');
  // A class that takes props can be given it.
  expect(policyFromProps(policy, NOW)).toBe(policy);
});

test('what a child leaves out is as in its parent, and the hash is that of one file that says the same', () => {
  const policy = load(
    `${BASE}maxScanAgeHours: 24\nrequireDigest: false\nallowedRegistries: [X.io, y.io]\nwaivable: [max-severity]\noverridable: [maxSeverity]\n${waiver('[image-listed, row-sound]')}`,
    `${CHILD}maxVulnerabilities: 10\nmaxUnsafeSettings: 3\nallowedRegistries: [x.IO]\nmaxSeverity: High\n${waiver('[max-severity]')}`,
  );
  expect(policy).toEqual({
    maxSeverity: 'High',
    maxScanAgeHours: 24,
    maxSnapshotAgeHours: 24,
    maxVulnerabilities: 10,
    maxUnsafeSettings: 3,
    maxMaliciousFiles: 0,
    requireDigest: false,
    allowedRegistries: ['x.io'],
    maxExceptionDays: 90,
    declarations: [],
    strictDiscovery: false,
    stackFiles: [],
    exceptions: [
      expect.objectContaining({
        rules: ['image-listed', 'row-sound'],
        origin: expect.objectContaining({ file: 'base.yaml', line: 10 }),
      }),
      expect.objectContaining({
        rules: ['max-severity'],
        origin: expect.objectContaining({ file: 'team.yaml', line: 8 }),
      }),
    ],
  });
  expect(Object.isFrozen(policy) && Object.isFrozen(policy.exceptions)).toBe(true);
  const one = `maxSeverity: High\nversion: 1\nmaxScanAgeHours: 24\nrequireDigest: false\nallowedRegistries: [x.io]\nmaxVulnerabilities: 10\nmaxUnsafeSettings: 3\n${waiver('[max-severity]')}${waiver('[row-sound, image-listed]').replace('exceptions:\n', '')}`;
  expect(policyHash(parsePolicy(one, 'one.yaml', NOW))).toBe(policyHash(policy));
});

test('lists of what may be undone change nothing for the file itself', () => {
  const lists = `overridable: [maxSeverity]\nwaivable: [max-severity]\n`;
  expect(policyHash(parsePolicy(`${BASE}${lists}`, 'p', NOW))).toBe(
    policyHash(parsePolicy(BASE, 'p', NOW)),
  );
});

const DECLARATIONS =
  'declarations: [{resource: helm_release.a, images: [a/a], owner: o, reason: r}, {resource: helm_release.b, images: [a/b], owner: o, reason: r}]';

describe('tightening is free, loosening is not', () => {
  const cases: [parent: string, tighter: string, looser: string, said: string][] = [
    ['maxSeverity: Medium', 'maxSeverity: Low', 'maxSeverity: High', 'High is looser than Medium'],
    ['maxScanAgeHours: 48', 'maxScanAgeHours: 0', 'maxScanAgeHours: 49', '49 is looser than 48'],
    [
      '',
      'maxScanAgeHours: 167',
      'maxScanAgeHours: 169',
      '169 is looser than 168 (base.yaml does not set it)',
    ],
    [
      '',
      'maxSnapshotAgeHours: 23',
      'maxSnapshotAgeHours: 25',
      '25 is looser than 24 (base.yaml does not',
    ],
    [
      'maxVulnerabilities: 5',
      'maxVulnerabilities: 4',
      'maxVulnerabilities: 6',
      '6 is looser than 5',
    ],
    ['maxUnsafeSettings: 5', 'maxUnsafeSettings: 0', 'maxUnsafeSettings: 6', '6 is looser than 5'],
    ['maxMaliciousFiles: 1', 'maxMaliciousFiles: 0', 'maxMaliciousFiles: 2', '2 is looser than 1'],
    ['', 'maxMaliciousFiles: 0', 'maxMaliciousFiles: 1', '1 is looser than 0 (base.yaml does not'],
    [
      'requireDigest: true',
      'requireDigest: true',
      'requireDigest: false',
      'false is looser than true',
    ],
    [
      '',
      'requireDigest: true',
      'requireDigest: false',
      'false is looser than true (base.yaml does',
    ],
    [
      'allowedRegistries: [a, b]',
      'allowedRegistries: [B]',
      'allowedRegistries: [b, c]',
      'b and c is looser than a and b',
    ],
    [
      'registryNames: [a, b]',
      'registryNames: [b, a, a]',
      'registryNames: [a]',
      'a would make other rows count than a and b',
    ],
    [
      '',
      'maxUnsafeSettings: 0',
      'registryNames: [a]',
      'a would make other rows count than all registries',
    ],
    ['maxExceptionDays: 30', 'maxExceptionDays: 1', 'maxExceptionDays: 31', '31 is looser than 30'],
    [
      '',
      'maxExceptionDays: 90',
      'maxExceptionDays: 91',
      '91 is looser than 90 (base.yaml does not',
    ],
    [
      'strictDiscovery: true',
      'strictDiscovery: true',
      'strictDiscovery: false',
      'false is looser than true',
    ],
    [
      '',
      'declarations: []',
      DECLARATIONS,
      'helm_release.a and helm_release.b would no longer be in doubt (base.yaml does not set it)',
    ],
    [
      `declarations: [{resource: helm_release.c, images: [a/c], owner: o, reason: r}]`,
      'strictDiscovery: true',
      DECLARATIONS,
      'helm_release.a and helm_release.b would no longer be in doubt (base.yaml:3:15)',
    ],
    [
      '',
      'stackFiles: []',
      'stackFiles: [backend_override.tf, x.tofu]',
      'backend_override.tf and x.tofu would be allowed beside a stack (base.yaml does not set it)',
    ],
    [
      "stackFiles: ['*_override.tf', x.tf]",
      'stackFiles: [backend_override.tf]',
      "stackFiles: ['*.tf', x.tf]",
      '*.tf would be allowed beside a stack',
    ],
  ];
  test.each(cases)('%s: %s, not %s', (parent, tighter, looser, said) => {
    const setting = looser.split(':')[0];
    const base = `version: 1\n${parent.includes('maxSeverity') ? '' : 'maxSeverity: Low\n'}${parent}\n`;
    expect(load(base, `${CHILD}${tighter}\n`)).toBeDefined();
    const summary = refusal(() => load(base, `${CHILD}${looser}\n`));
    expect(summary).toContain(`team.yaml:3:${setting.length + 3}: ${setting}: ${said}`);
    expect(summary).toContain(`, and base.yaml lists nothing under overridable`);
    if (parent !== '') {
      const line = parent.includes('maxSeverity') ? 2 : 3;
      expect(summary).toContain(`(base.yaml:${line}:${setting.length + 3})`);
    }
    const allowed = load(`${base}overridable: [${setting}]\n`, `${CHILD}${looser}\n`);
    const written = parsePolicy(
      `version: 1\nmaxSeverity: High\n${looser}`.replace(/maxSeverity.*\n(?=maxSeverity)/, ''),
      'p',
      NOW,
    );
    if (setting === 'declarations') {
      expect(allowed.declarations.slice(-2)).toMatchObject(written.declarations);
      expect(fileLineText(allowed.declarations.at(-1)!.origin!)).toBe('team.yaml:3');
    } else {
      expect(allowed[setting as keyof Policy]).toEqual(written[setting as keyof Policy]);
    }
    const other = setting === 'maxSeverity' ? 'requireDigest' : 'maxSeverity';
    expect(refusal(() => load(`${base}overridable: [${other}]\n`, `${CHILD}${looser}\n`))).toMatch(
      new RegExp(`base\\.yaml:\\d:14 lists only ${other} under overridable$`),
    );
  });

  test('a limit that the parent has not can be added', () => {
    const added = `maxVulnerabilities: 2147483647\nmaxUnsafeSettings: 9\nallowedRegistries: [a]\n`;
    expect(load('version: 1\nmaxSeverity: Low\n', `${CHILD}${added}`)).toMatchObject({
      maxVulnerabilities: 2147483647,
      maxUnsafeSettings: 9,
      allowedRegistries: ['a'],
    });
  });
});

test('fewer registries can hide the row that denies, so choosing them is loosening', () => {
  const rows = [
    row({ registryName: 'ours' }),
    row({ registryName: 'theirs', latestScanTime: NOW, severityLevel: SeverityLevel.HIGH }),
  ];
  expect(judged({ rows }).verdict.decision).toBe('DENY');
  expect(judged({ rows, policy: { registryNames: ['ours'] } }).verdict.decision).toBe('ALLOW');
});

describe('exceptions', () => {
  test('of the parent stay in force, whatever they waive', () => {
    const policy = load(`${BASE}${waiver('[max-severity]')}`, `${CHILD}maxSeverity: Security\n`);
    const { verdict } = judged({
      rows: [row({ severityLevel: SeverityLevel.HIGH })],
      input: { policy },
    });
    expect(verdict.findings).toEqual([
      expect.objectContaining({ waivedBy: 'owner a until 2026-12-31: b (base.yaml:5)' }),
    ]);
  });
  test('of the child waive what the parent lists, no more', () => {
    const child = `${CHILD}${waiver('[max-severity, scan-fresh]')}`;
    expect(refusal(() => load(`${BASE}waivable: [scan-fresh, row-sound]\n`, child))).toBe(
      "team.yaml:5:13: exceptions[0].rules[0]: max-severity can't be waived here: base.yaml:4:11 lists only scan-fresh and row-sound under waivable",
    );
    expect(refusal(() => load(BASE, child))).toContain('base.yaml lists nothing under waivable');
    expect(refusal(() => load(`${BASE}waivable: []\n`, child))).toContain(
      'base.yaml:4:11 lists nothing under waivable',
    );
    const policy = load(`${BASE}waivable: [scan-fresh, max-severity]\n`, child);
    expect(policy.exceptions).toHaveLength(1);
  });
  test.each(RULE_IDS)('of a child that may waive nothing else: %s', (rule) => {
    const written = waiver(`[${rule}]`);
    const child = isResourceRule(rule) ? written.replace('image: shop/web:*', 'scope: a') : written;
    const act = () => load(`${BASE}waivable: [${rule}]\n`, `${CHILD}${child}`);
    if (rule === 'snapshot-fresh') {
      expect(refusal(act).split('\n')).toEqual([
        '2 problems in team.yaml and base.yaml',
        "  team.yaml:5:13: exceptions[0].rules[0]: snapshot-fresh can't be waived",
        "  base.yaml:4:12: waivable[0]: snapshot-fresh can't be waived",
      ]);
    } else {
      expect(act().exceptions).toHaveLength(1);
    }
  });
  test('last as long as the parent says, where the child does not say less', () => {
    const base = `${BASE}waivable: [max-severity]\n`;
    const child = `${CHILD}${waiver('[max-severity]')}`;
    expect(refusal(() => load(`${base}maxExceptionDays: 38\n`, child))).toBe(
      'team.yaml:8:14: exceptions[0].expires: 2026-12-31 is 39 days from today; at most maxExceptionDays, 38, are allowed',
    );
    expect(load(`${base}maxExceptionDays: 39\n`, child)).toBeDefined();
    expect(refusal(() => load(base, `${child}maxExceptionDays: 38\n`))).toContain('at most maxExc');
    // The parent's own may last longer than a child lets its own last.
    expect(
      load(`${BASE}${waiver('[max-severity]')}`, `${CHILD}maxExceptionDays: 1\n`).exceptions,
    ).toHaveLength(1);
    // A longer limit needs leave, and then counts.
    const far = child.replace('2026-12-31', '2027-02-21');
    expect(refusal(() => load(base, far))).toContain('is 91 days');
    expect(refusal(() => load(base, `${far}maxExceptionDays: 91\n`))).toContain(
      'maxExceptionDays: 91 is looser than 90',
    );
    expect(
      load(`${base}overridable: [maxExceptionDays]\n`, `${far}maxExceptionDays: 91\n`).exceptions,
    ).toHaveLength(1);
  });
  test.each<[expires: string, live: boolean | undefined]>([
    ['2026-11-22', true],
    ['2026-11-21', false],
    ['9999-12-31', undefined],
  ])('of a child that expire %s', (expires, live) => {
    const base = `${BASE}waivable: [max-severity]\n`;
    const child = `${CHILD}${waiver('[max-severity]')}`.replace('2026-12-31', expires);
    if (live === undefined) {
      expect(refusal(() => load(base, child))).toContain(
        'team.yaml:8:14: exceptions[0].expires: 9999',
      );
      return;
    }
    const policy = load(base, child);
    const rows = [row({ severityLevel: SeverityLevel.HIGH, latestScanTime: NOW })];
    const { decision, findings } = judged({ rows, input: { policy } }).verdict;
    expect(decision).toBe(live ? 'ALLOW' : 'DENY');
    if (!live) expect(findings[0].message).toContain(`(waived until ${expires} by a, team.yaml:4)`);
    // Midnight UTC ends the day.
    const midnight = Date.parse(`${expires}T00:00:00Z`) + DAY;
    for (const [now, counts] of [
      [midnight - 1, true],
      [midnight, false],
    ] as const) {
      const at = judged({ rows: [{ ...rows[0], latestScanTime: now }], input: { policy, now } });
      expect(at.verdict.decision).toBe(counts ? 'ALLOW' : 'DENY');
    }
  });
  test('for a cut digest are refused where they stand', () => {
    const child = `${CHILD}${waiver('[max-severity]')}`.replace('shop/web:*', '"sha256:abc"');
    expect(refusal(() => load(`${BASE}waivable: [max-severity]\n`, child))).toContain(
      'team.yaml:4:12: exceptions[0].image: "sha256:abc" is no whole digest',
    );
  });
});

describe('a chain', () => {
  const chain = (base: string, division: string, team: string): Policy =>
    loadPolicy(
      'team.yaml',
      filesOf({
        '/repo/base.yaml': `${BASE}${base}`,
        '/repo/division.yaml': `${CHILD}${division}`,
        '/repo/team.yaml': `version: 1\nextends: division.yaml\n${team}`,
      }),
      NOW,
    );
  const given = 'overridable: [maxVulnerabilities]\nwaivable: [max-severity]\n';

  test('takes each setting from the nearest that says it', () => {
    expect(
      chain('maxUnsafeSettings: 9\n', 'maxVulnerabilities: 9\n', 'maxScanAgeHours: 9\n'),
    ).toMatchObject({
      maxSeverity: 'Low',
      maxUnsafeSettings: 9,
      maxVulnerabilities: 9,
      maxScanAgeHours: 9,
    });
  });
  test('what the one in the middle loosened is what counts below it', () => {
    expect(chain(given, 'maxVulnerabilities: 60\n', 'maxVulnerabilities: 55\n')).toMatchObject({
      maxVulnerabilities: 55,
    });
    expect(
      refusal(() => chain(given, 'maxVulnerabilities: 60\n', 'maxVulnerabilities: 61\n')),
    ).toBe(
      'team.yaml:3:21: maxVulnerabilities: 61 is looser than 60 (division.yaml:3:21), and division.yaml lists nothing under overridable',
    );
  });
  test('what the one in the middle tightened stays tight', () => {
    expect(
      refusal(() => chain(given, 'maxVulnerabilities: 1\n', 'maxVulnerabilities: 2\n')),
    ).toContain('2 is looser than 1 (division.yaml:3:21)');
  });
  test('leave is not passed on by silence', () => {
    const team = `maxVulnerabilities: 99\n${waiver('[max-severity]')}`;
    expect(refusal(() => chain(given, '', team)).split('\n')).toEqual([
      '2 problems in team.yaml, division.yaml and base.yaml',
      '  team.yaml:3:21: maxVulnerabilities: 99 is looser than 50 (base.yaml:3:21), and division.yaml lists nothing under overridable',
      "  team.yaml:6:13: exceptions[0].rules[0]: max-severity can't be waived here: division.yaml lists nothing under waivable",
    ]);
    expect(chain(given, given, team).maxVulnerabilities).toBe(99);
  });
  test('only what was given can be passed on', () => {
    const more = 'overridable: [maxVulnerabilities, maxSeverity]\nwaivable: [row-sound]\n';
    expect(refusal(() => chain(given, more, '')).split('\n')).toEqual([
      '2 problems in team.yaml, division.yaml and base.yaml',
      "  division.yaml:3:35: overridable[1]: maxSeverity can't be passed on: base.yaml:4:14 lists only maxVulnerabilities under overridable",
      "  division.yaml:4:12: waivable[0]: row-sound can't be passed on: base.yaml:5:11 lists only max-severity under waivable",
    ]);
  });
  test('with problems names them file by file, and compares nothing with what is broken', () => {
    const act = () =>
      chain('maxScanAgeHours: x\n', 'maxSeverity: High\noops: 1\n', `maxSeverity: high\n`);
    expect(refusal(act).split('\n')).toEqual([
      '3 problems in team.yaml, division.yaml and base.yaml',
      '  team.yaml:3:14: maxSeverity: expected one of Security, Low, Medium, High, got "high": write High',
      expect.stringContaining('  division.yaml:4:1: unknown key "oops"'),
      '  base.yaml:4:18: maxScanAgeHours: expected a whole number from 0 to 2147483647, got "x"',
    ]);
  });
  test('tells tools which files and where each setting is', () => {
    const reading = readPolicyFile(
      'team.yaml',
      twoFiles(BASE, `${CHILD}maxVulnerabilities: 1\n`),
      NOW,
    );
    expect(reading).toEqual({
      policy: expect.objectContaining({ maxVulnerabilities: 1 }) as unknown,
      problems: [],
      files: ['team.yaml', 'base.yaml'],
      places: new Map([
        ['maxSeverity', 'base.yaml:2:14'],
        ['maxVulnerabilities', 'team.yaml:3:21'],
      ]),
    });
    expect(readPolicyFile('team.yaml', twoFiles(BASE, `${CHILD}x: 1\n`), NOW)).toMatchObject({
      problems: [{ file: 'team.yaml', line: 3, column: 1 }],
      files: ['team.yaml', 'base.yaml'],
    });
  });

  test.each([1, 2, 3])('that goes round, of %d', (length) => {
    const texts = Object.fromEntries(
      Array.from({ length }, (_, i) => [
        `/repo/p${i}.yaml`,
        `version: 1\nextends: ./p${(i + 1) % length}.yaml\n`,
      ]),
    );
    const last = `p${length - 1}.yaml:2:10: extends: "./p0.yaml" `;
    const way = Array.from({ length }, (_, i) => `p${i}.yaml -> `).join('');
    expect(refusal(() => loadPolicy('p0.yaml', filesOf(texts), NOW))).toBe(
      last + (length === 1 ? 'is this file itself' : `goes round in a circle: ${way}p0.yaml`),
    );
  });
  test('that goes round through a link', () => {
    const files = filesOf(
      { '/repo/p.yaml': 'version: 1\nextends: other.yaml\n' },
      { '/repo/other.yaml': '/repo/p.yaml' },
    );
    expect(refusal(() => loadPolicy('p.yaml', files, NOW))).toContain('is this file itself');
  });
  test('of 8 files, and none longer', () => {
    const texts = (length: number) =>
      Object.fromEntries(
        Array.from({ length }, (_, i) => [
          `/repo/p${i}.yaml`,
          i === length - 1 ? BASE : `version: 1\nextends: p${i + 1}.yaml\n`,
        ]),
      );
    expect(MAX_POLICY_FILES).toBe(8);
    expect(loadPolicy('p0.yaml', filesOf(texts(8)), NOW).maxVulnerabilities).toBe(50);
    const files = filesOf(texts(1000));
    expect(refusal(() => loadPolicy('p0.yaml', files, NOW))).toBe(
      'p7.yaml:2:10: extends: "p8.yaml" is one too many: at most 8 files may extend each other',
    );
    expect(files.reads).toHaveLength(9);
  });
});

describe('where a parent may be', () => {
  const at = (
    path: string,
    extended: string,
    links: { [path: string]: string } = {},
    root = '/repo',
  ) => {
    const files = filesOf(
      {
        '/repo/base.yaml': BASE,
        '/repo/org/base.yaml': BASE,
        '/repo/org/base.json': JSON.stringify({ version: 1, maxSeverity: 'Low' }),
        '/etc/base.yaml': `secret: ${sha('f')}\n`,
        '/repo2/base.yaml': BASE,
        '/repo/a/b/team.yaml': `version: 1\nextends: ${JSON.stringify(extended)}\n`,
      },
      links,
      root,
    );
    return { files, load: () => loadPolicy(path, files, NOW) };
  };
  test.each([
    '../../base.yaml',
    '../../org/base.yaml',
    '../../org/base.json',
    './../../org/../base.yaml',
    '../b/../../base.yaml',
  ])('%s is taken', (extended) => {
    expect(at('a/b/team.yaml', extended).load().maxSeverity).toBe('Low');
    expect(at('/repo/a/b/team.yaml', extended).load().maxSeverity).toBe('Low');
  });
  test.each([
    ['/repo/base.yaml', 'is no relative path'],
    ['//host/base.yaml', 'is no relative path'],
    ['https://example.com/base.yaml', 'is no relative path'],
    ['file:../../base.yaml', 'is no relative path'],
    ['C:/base.yaml', 'is no relative path'],
    ['C:base.yaml', 'is no relative path'],
    ['..\\..\\base.yaml', 'is no relative path'],
    ['a\u0000.yaml', 'is no relative path'],
    ['a\n.yaml', 'is no relative path'],
    ['../../../etc/base.yaml', 'leads out of /repo'],
    ['../../../repo2/base.yaml', 'leads out of /repo'],
    ['../../../../../../../etc/base.yaml', 'leads out of /repo'],
    ['../../nope.yaml', "which is /repo/nope.yaml, can't be read (ENOENT)"],
    ['', 'it is blank'],
    ['..', 'expected a relative path, with /, to a .yaml, .yml or .json file, got ".."'],
    ['../../.env', 'expected a relative path, with /, to a .yaml, .yml or .json file'],
    ['../../base', 'expected a relative path'],
    ['../../base.yaml ', 'expected a relative path'],
    ['$HOME/base.yaml', "which is /repo/a/b/$HOME/base.yaml, can't be read (ENOENT)"],
    ['~/base.yaml', "which is /repo/a/b/~/base.yaml, can't be read (ENOENT)"],
  ])('%j is refused', (extended, said) => {
    const { files, load: act } = at('a/b/team.yaml', extended);
    const summary = refusal(act);
    expect(summary).toMatch(/^a\/b\/team\.yaml:2:10: extends: /);
    expect(summary).toContain(said);
    // What is outside is not even read.
    expect(files.reads.filter((path) => !path.startsWith('/repo/'))).toEqual(['a/b/team.yaml']);
  });
  test.each(['[a.yaml]', '{a: b.yaml}', '5', '~', 'true', ''])('%s is no path', (value) => {
    const summary = refusal(() => load(BASE, `version: 1\nextends: ${value}\n`));
    expect(summary).toMatch(/^team\.yaml:2:\d+: extends: expected a text: a relative path/);
  });
  test('a link out of the tree is not followed, nor is its content told', () => {
    const summary = refusal(
      at('a/b/team.yaml', 'x.yaml', { '/repo/a/b/x.yaml': '/etc/base.yaml' }).load,
    );
    expect(summary).toBe('a/b/team.yaml:2:10: extends: "x.yaml" is a link that leads out of /repo');
  });
  test('a link inside of it is, and paths start where the file really is', () => {
    const links = { '/repo/link.yaml': '/repo/a/b/team.yaml' };
    expect(at('link.yaml', '../../base.yaml', links).load().maxVulnerabilities).toBe(50);
    // Called by its real path, since beside the link there is no such file.
    const files = filesOf(
      { '/repo/a/team.yaml': CHILD, '/repo/a/base.yaml': 'version: 2\nmaxSeverity: Low\n' },
      { '/repo/x/link.yaml': '/repo/a/team.yaml' },
    );
    expect(refusal(() => loadPolicy('x/link.yaml', files, NOW))).toMatch(
      /^\/repo\/a\/base\.yaml:1:10/,
    );
  });
  test('a policy outside of the tree can be one, but extend none', () => {
    const files = filesOf({ '/etc/p.yaml': BASE, '/etc/c.yaml': 'version: 1\nextends: p.yaml\n' });
    expect(loadPolicy('/etc/p.yaml', files, NOW).maxSeverity).toBe('Low');
    expect(refusal(() => loadPolicy('/etc/c.yaml', files, NOW))).toContain('leads out of /repo');
  });
  test.each(['.', '', 'repo'])('a root that is not absolute, %j, holds nothing', (root) => {
    expect(refusal(at('a/b/team.yaml', '../../base.yaml', {}, root).load)).toContain(
      'leads out of',
    );
  });
  test('the root may be the root of all', () => {
    expect(at('a/b/team.yaml', '../../base.yaml', {}, '/').load().maxSeverity).toBe('Low');
  });
  test('errors name a parent as it is seen from where the app runs', () => {
    const broken = {
      '/repo/org/base.yaml': 'version: 1\n',
      '/repo/a/t.yaml': 'version: 1\nextends: ../org/base.yaml\n',
    };
    const say = (path: string) => refusal(() => loadPolicy(path, filesOf(broken), NOW));
    expect(say('a/t.yaml')).toMatch(/^org\/base\.yaml:1:1: maxSeverity is missing/);
    expect(say('./a/t.yaml')).toMatch(/^org\/base\.yaml:1:1: maxSeverity is missing/);
    expect(say('/repo/a/t.yaml')).toMatch(/^\/repo\/org\/base\.yaml:1:1: maxSeverity is missing/);
  });
  test('a file that is not there is an error of its own', () => {
    const act = () => loadPolicy('no.yaml', filesOf({}), NOW);
    expect(refusal(act)).toBe("no.yaml: the policy file can't be read (ENOENT)");
    const strange: PolicyFiles = {
      root: '/repo',
      read: () => {
        throw new Error('two\nlines');
      },
    };
    expect(refusal(() => loadPolicy('no.yaml', strange, NOW))).toContain('(two lines)');
  });
  test('a parent that is no YAML is refused where it is broken', () => {
    expect(refusal(() => load('version: [1\n', CHILD))).toMatch(/^base\.yaml:2:1: /);
    expect(refusal(() => load('', CHILD))).toMatch(/^base\.yaml:1:1: it is empty/);
    expect(refusal(() => load('- a\n', CHILD))).toMatch(/^base\.yaml:1:1: expected a map/);
  });
});
