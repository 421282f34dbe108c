import { MAX_POLICY_FILES, Policy, loadPolicy, readPolicyFile } from '../../../src/policy';
import { NOW, filesOf } from '../fixtures';
import { BASE, CHILD, refusal, twoFiles, waiver } from './extension-support';

describe('a chain of policies', () => {
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
  test('passes on what the one in the middle loosened', () => {
    expect(chain(given, 'maxVulnerabilities: 60\n', 'maxVulnerabilities: 55\n')).toMatchObject({
      maxVulnerabilities: 55,
    });
    expect(
      refusal(() => chain(given, 'maxVulnerabilities: 60\n', 'maxVulnerabilities: 61\n')),
    ).toBe(
      'team.yaml:3:21: maxVulnerabilities: 61 is looser than 60 (division.yaml:3:21), and division.yaml lists nothing under overridable',
    );
  });
  test('keeps what the one in the middle tightened', () => {
    expect(
      refusal(() => chain(given, 'maxVulnerabilities: 1\n', 'maxVulnerabilities: 2\n')),
    ).toContain('2 is looser than 1 (division.yaml:3:21)');
  });
  test('does not pass on permission by silence', () => {
    const team = `maxVulnerabilities: 99\n${waiver('[max-severity]')}`;
    expect(refusal(() => chain(given, '', team)).split('\n')).toEqual([
      '2 problems in team.yaml, division.yaml and base.yaml',
      '  team.yaml:3:21: maxVulnerabilities: 99 is looser than 50 (base.yaml:3:21), and division.yaml lists nothing under overridable',
      "  team.yaml:6:13: exceptions[0].rules[0]: max-severity can't be waived here: division.yaml lists nothing under waivable",
    ]);
    expect(chain(given, given, team).maxVulnerabilities).toBe(99);
  });
  test('passes on only what was permitted', () => {
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
  test('reports its files and the place of each setting', () => {
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

  test.each([1, 2, 3])('is refused where it is a circle of %d', (length) => {
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
  test('is refused where it is a circle through a link', () => {
    const files = filesOf(
      { '/repo/p.yaml': 'version: 1\nextends: other.yaml\n' },
      { '/repo/other.yaml': '/repo/p.yaml' },
    );
    expect(refusal(() => loadPolicy('p.yaml', files, NOW))).toContain('is this file itself');
  });
  test('may have 8 files, and no more', () => {
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
