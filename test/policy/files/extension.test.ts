import { HssRegistryImage } from '../../../src/contract/registry-image';
import { SeverityLevel } from '../../../src/contract/enums';
import {
  Policy,
  RULE_IDS,
  fileLineText,
  isResourceRule,
  loadPolicy,
  parsePolicy,
  policyFromProps,
  policyHash,
} from '../../../src/policy';
import { ImageSource } from '../../../src/policy/model/image-source';
import { scanRecords } from '../../../src/policy/records';
import { DAY, NOW, filesOf, judged, row } from '../fixtures';
import { BASE, CHILD, load, refusal, waiver } from './extension-support';

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
    imageSources: ['cicd', 'registry'],
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

describe('a child may tighten but not loosen', () => {
  const cases: {
    readonly parent: string;
    readonly tighter: string;
    readonly looser: string;
    readonly said: string;
  }[] = [
    {
      parent: 'maxSeverity: Medium',
      tighter: 'maxSeverity: Low',
      looser: 'maxSeverity: High',
      said: 'High is looser than Medium',
    },
    {
      parent: 'maxScanAgeHours: 48',
      tighter: 'maxScanAgeHours: 0',
      looser: 'maxScanAgeHours: 49',
      said: '49 is looser than 48',
    },
    {
      parent: '',
      tighter: 'maxScanAgeHours: 167',
      looser: 'maxScanAgeHours: 169',
      said: '169 is looser than 168 (base.yaml does not set it)',
    },
    {
      parent: '',
      tighter: 'maxSnapshotAgeHours: 23',
      looser: 'maxSnapshotAgeHours: 25',
      said: '25 is looser than 24 (base.yaml does not',
    },
    {
      parent: 'maxVulnerabilities: 5',
      tighter: 'maxVulnerabilities: 4',
      looser: 'maxVulnerabilities: 6',
      said: '6 is looser than 5',
    },
    {
      parent: 'maxUnsafeSettings: 5',
      tighter: 'maxUnsafeSettings: 0',
      looser: 'maxUnsafeSettings: 6',
      said: '6 is looser than 5',
    },
    {
      parent: 'maxMaliciousFiles: 1',
      tighter: 'maxMaliciousFiles: 0',
      looser: 'maxMaliciousFiles: 2',
      said: '2 is looser than 1',
    },
    {
      parent: '',
      tighter: 'maxMaliciousFiles: 0',
      looser: 'maxMaliciousFiles: 1',
      said: '1 is looser than 0 (base.yaml does not',
    },
    {
      parent: 'requireDigest: true',
      tighter: 'requireDigest: true',
      looser: 'requireDigest: false',
      said: 'false is looser than true',
    },
    {
      parent: '',
      tighter: 'requireDigest: true',
      looser: 'requireDigest: false',
      said: 'false is looser than true (base.yaml does',
    },
    {
      parent: 'allowedRegistries: [a, b]',
      tighter: 'allowedRegistries: [B]',
      looser: 'allowedRegistries: [b, c]',
      said: 'b and c is looser than a and b',
    },
    {
      parent: 'registryNames: [a, b]',
      tighter: 'registryNames: [b, a, a]',
      looser: 'registryNames: [a]',
      said: 'a would make other images count than a and b',
    },
    {
      parent: '',
      tighter: 'maxUnsafeSettings: 0',
      looser: 'registryNames: [a]',
      said: 'a would make other images count than all registries',
    },
    {
      parent: 'imageSources: [registry]',
      tighter: 'imageSources: [registry]',
      looser: 'imageSources: [cicd, registry]',
      said: 'cicd and registry would make other images count than registry',
    },
    {
      parent: '',
      tighter: 'imageSources: [registry, cicd]',
      looser: 'imageSources: [registry]',
      said: 'registry would make other images count than cicd and registry (base.yaml does not set it)',
    },
    {
      parent: 'registryHosts: {a: [a.io, b.io], b: [c.io]}',
      tighter: 'registryHosts: {b: [C.io], a: [b.io, a.io, a.io]}',
      looser: 'registryHosts: {a: [a.io]}',
      said: 'a (a.io) would make other images count than a (a.io and b.io) and b (c.io)',
    },
    {
      parent: '',
      tighter: 'maxUnsafeSettings: 0',
      looser: 'registryHosts: {a: [a.io]}',
      said: 'a (a.io) would make other images count than no further hosts (base.yaml does not set it)',
    },
    {
      parent: 'maxSyncAgeHours: 48',
      tighter: 'maxSyncAgeHours: 0',
      looser: 'maxSyncAgeHours: 49',
      said: '49 is looser than 48',
    },
    {
      parent: 'maxExceptionDays: 30',
      tighter: 'maxExceptionDays: 1',
      looser: 'maxExceptionDays: 31',
      said: '31 is looser than 30',
    },
    {
      parent: '',
      tighter: 'maxExceptionDays: 90',
      looser: 'maxExceptionDays: 91',
      said: '91 is looser than 90 (base.yaml does not',
    },
    {
      parent: 'strictDiscovery: true',
      tighter: 'strictDiscovery: true',
      looser: 'strictDiscovery: false',
      said: 'false is looser than true',
    },
    {
      parent: '',
      tighter: 'declarations: []',
      looser: DECLARATIONS,
      said: 'helm_release.a and helm_release.b would no longer be in doubt (base.yaml does not set it)',
    },
    {
      parent: `declarations: [{resource: helm_release.c, images: [a/c], owner: o, reason: r}]`,
      tighter: 'strictDiscovery: true',
      looser: DECLARATIONS,
      said: 'helm_release.a and helm_release.b would no longer be in doubt (base.yaml:3:15)',
    },
    {
      parent: '',
      tighter: 'stackFiles: []',
      looser: 'stackFiles: [backend_override.tf, x.tofu]',
      said: 'backend_override.tf and x.tofu would be allowed beside a stack (base.yaml does not set it)',
    },
    {
      parent: "stackFiles: ['*_override.tf', x.tf]",
      tighter: 'stackFiles: [backend_override.tf]',
      looser: "stackFiles: ['*.tf', x.tf]",
      said: '*.tf would be allowed beside a stack',
    },
  ];
  test.each(cases)(
    'so a child of "$parent" may say "$tighter", not "$looser"',
    ({ parent, tighter, looser, said }) => {
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
      expect(
        refusal(() => load(`${base}overridable: [${other}]\n`, `${CHILD}${looser}\n`)),
      ).toMatch(new RegExp(`base\\.yaml:\\d:14 lists only ${other} under overridable$`));
    },
  );

  test('a child may add a limit that the parent lacks', () => {
    const added = `maxVulnerabilities: 2147483647\nmaxUnsafeSettings: 9\nmaxSyncAgeHours: 2147483647\nallowedRegistries: [a]\n`;
    expect(load('version: 1\nmaxSeverity: Low\n', `${CHILD}${added}`)).toMatchObject({
      maxVulnerabilities: 2147483647,
      maxUnsafeSettings: 9,
      maxSyncAgeHours: 2147483647,
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

test('fewer lists can hide the row that denies, so choosing them is loosening', () => {
  const clean = row();
  const bad = {
    ...row({ severityLevel: SeverityLevel.HIGH, latestScanTime: NOW }),
    registryId: '1',
  } as HssRegistryImage;
  const decision = (written: string): string => {
    const policy = parsePolicy(`${BASE}${written}`, 'p', NOW);
    const asked = <Row>(list: ImageSource, rows: Row[]): Row[] =>
      policy.imageSources.includes(list) ? rows : [];
    const records = scanRecords(
      {
        cicdImages: asked(ImageSource.CICD, [clean]),
        registryImages: asked(ImageSource.REGISTRY, [bad]),
        imageRegistries: [{ id: '1', registryAddr: 'swr.example.com' }],
      },
      policy,
    );
    return judged({ input: { policy, records } }).verdict.decision;
  };
  expect(decision('')).toBe('DENY');
  expect(decision('imageSources: [cicd]\n')).toBe('ALLOW');
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
  test('of the child waive only what the parent lists', () => {
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
  test.each(RULE_IDS)('of a child may waive %s where only that is listed', (rule) => {
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
  test('last as long as the parent allows, unless the child allows less', () => {
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
  ])('of a child end on time: %s', (expires, live) => {
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
      'team.yaml:4:12: exceptions[0].image: "sha256:abc" is not a complete digest',
    );
  });
});
