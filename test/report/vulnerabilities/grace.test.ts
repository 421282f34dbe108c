import { Decision, JudgedVulnerability, VulnerabilityStatus } from '../../../src/policy';
import { FORMATS, render } from '../../../src/report/render';
import { graceEnds, graceText } from '../../../src/report/vulnerabilities/grace';
import { run } from '../run-support';
import { report } from '../support';
import { vulnerability } from '../vulnerability-support';
import { exceptedImage, vulnerableImage } from '../vulnerable-images';

/** An image that is let through for some time alone is seen as such before it is denied. */

const inGrace = (id: string, graceUntil: string): JudgedVulnerability =>
  vulnerability({ id, status: VulnerabilityStatus.IN_GRACE, graceUntil });
const EARLY = inGrace('HWSA-2026-1', '2026-12-03T08:00:00.000Z');
const LATE = inGrace('HWSA-2026-2', '2026-12-10T00:00:00.000Z');
const allowed = (...vulnerabilities: JudgedVulnerability[]) =>
  vulnerableImage(vulnerabilities, { decision: Decision.ALLOW, findings: [] });
const shown = (format: (typeof FORMATS)[number], image: ReturnType<typeof allowed>) =>
  render(format, run({ parts: [report({ images: [image] })] }), { width: 200 });

test.each<[JudgedVulnerability[] | undefined, string | undefined]>([
  [undefined, undefined],
  [[vulnerability()], undefined],
  [[vulnerability(), EARLY], '1 vulnerability in grace until 2026-12-03 08:00 UTC'],
  [[EARLY, { ...EARLY, id: 'a' }], '2 vulnerabilities in grace until 2026-12-03 08:00 UTC'],
  [[LATE, EARLY], '2 vulnerabilities in grace, the first until 2026-12-03 08:00 UTC'],
])('%#: %j', (given, expected) => {
  expect(graceText(given)).toBe(expected);
});

test('the first to end comes first', () => {
  expect(graceEnds([LATE, vulnerability(), EARLY])).toEqual([
    { id: 'HWSA-2026-1', graceUntil: '2026-12-03T08:00:00.000Z' },
    { id: 'HWSA-2026-2', graceUntil: '2026-12-10T00:00:00.000Z' },
  ]);
});

test.each(['table', 'html', 'sarif', 'markdown', 'json', 'gitlab'] as const)(
  'the format %s says so of an image that is allowed',
  async (format) => {
    expect(await shown(format, allowed(EARLY))).toMatch(/2026-12-03[T ]08:00/);
  },
);

test('a table says so beside a waiver, and not of a denied image', async () => {
  const { verdict } = exceptedImage();
  const waived = { ...exceptedImage(), verdict: { ...verdict, vulnerabilities: [EARLY] } };
  expect(await shown('table', waived)).toContain('1 vulnerability in grace until 2026-12-03');
  expect(await shown('table', vulnerableImage([vulnerability(), EARLY]))).not.toContain('in grace');
});

test('SARIF has a note that is the same result once grace has ended', async () => {
  interface Result {
    readonly level: string;
    readonly ruleId: string;
    readonly partialFingerprints: object;
  }
  const resultOf = async (image: ReturnType<typeof allowed>): Promise<Result> => {
    const log = JSON.parse(await shown('sarif', image)) as { runs: [{ results: Result[] }] };
    return log.runs[0].results.find(({ ruleId }) => ruleId.startsWith('vulnerability/'))!;
  };
  const before = await resultOf(allowed(EARLY));
  const after = await resultOf(vulnerableImage([vulnerability({ id: EARLY.id })]));
  expect([before.level, after.level]).toEqual(['note', 'error']);
  expect(after).toMatchObject({
    ruleId: before.ruleId,
    partialFingerprints: before.partialFingerprints,
  });
});
