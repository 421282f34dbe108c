import fc from 'fast-check';
import { HssError, HssErrorCode } from '../../../src/contract/error';
import { EndpointId } from '../../../src/contract/fields';
import { Query } from '../../../src/contract/query';
import { HandledVulnerabilities, Judgement, Policy } from '../../../src/policy';
import { MemoryHss, MemoryHssOptions, MemoryRows, Raw } from '../../support/memory-hss';
import { byCommand, byGate } from '../both-ways';
import { VulnerableImages, manyImages, policyBy, rowOf, vulnerability } from './vulnerable';

/** Vulnerabilities are asked for alike by a gate and by the command line: as few questions as can be, and one verdict. */

type Judge = (
  hss: MemoryHss,
  references: readonly string[],
  policy: Policy,
) => unknown[] | Promise<unknown[]>;

const DRIVERS: [string, Judge][] = [
  ['a gate', byGate],
  ['the command line', byCommand],
];

const hssOf = (
  { rows, imageVulnerabilities }: VulnerableImages,
  options: MemoryHssOptions = {},
): MemoryHss => new MemoryHss(rows, { imageVulnerabilities, ...options });

/** The decision, or the code of the error. */
const decisionOf = (outcome: unknown): string =>
  typeof outcome === 'string' ? outcome : (outcome as Judgement).verdict.decision;

const counts = (asked: readonly string[]) => {
  const beginningWith = (word: string) => asked.filter((line) => line.startsWith(`${word} `));
  return {
    image: beginningWith('image').length,
    project: beginningWith('project').length,
    times: beginningWith('times').length,
    confirming: beginningWith('cicd').filter((line) => line.endsWith(' 1.4')).length,
    all: asked.length,
  };
};

/** Of 50 images: three by name, in two ways each, and a listing of the project. */
const ROW_QUESTIONS = 3 * 2 + 1;

describe.each(DRIVERS)('%s', (_, judge) => {
  test('asks for two lists an image, four a list of images, and each row once more', async () => {
    const images = manyImages(50);
    const hss = hssOf(images);
    const outcomes = await judge(hss, images.references, policyBy({}));
    expect(new Set(outcomes.map(decisionOf))).toEqual(new Set(['DENY']));
    expect(counts(hss.asked)).toEqual({
      image: 100,
      project: 4,
      times: 0,
      confirming: 50,
      all: ROW_QUESTIONS + 154,
    });
  });

  test('asks for none where the policy does not look at them', async () => {
    const images = manyImages(5);
    const hss = hssOf(images);
    await judge(hss, images.references, { ...policyBy({}), vulnerabilities: undefined });
    const { image, project, times, confirming } = counts(hss.asked);
    expect([image, project, times, confirming]).toEqual([0, 0, 0, 0]);
  });

  test('asks for times of what would deny and has grace, each once for all images', async () => {
    const images = manyImages(10, { ageDays: 5 });
    const hss = hssOf(images);
    const outcomes = await judge(hss, images.references, policyBy({ graceDays: { high: 7 } }));
    expect(outcomes.map(decisionOf)).toEqual(images.references.map(() => 'ALLOW'));
    expect(counts(hss.asked).times).toBe(11);
    const lenient = hssOf(images);
    await judge(lenient, images.references, policyBy({ max: { high: 2 }, graceDays: { high: 7 } }));
    expect(counts(lenient.asked).times).toBe(0);
  });

  test('asks for at most 50 times an image, and the others have no grace', async () => {
    const all = Array.from({ length: 60 }, (_, index) => vulnerability(index, { ageDays: 5 }));
    const hss = hssOf({
      rows: { 'cicd-images': [rowOf('web', 60)] },
      imageVulnerabilities: { 'i-web': all },
    });
    const policy = policyBy({ max: { high: 9 }, graceDays: { high: 7 } });
    const [outcome] = await judge(hss, ['r.io/shop/web:1.4'], policy);
    expect(counts(hss.asked).times).toBe(50);
    expect(decisionOf(outcome)).toBe('DENY');
    const enough = policyBy({ max: { high: 10 }, graceDays: { high: 7 } });
    expect((await judge(hss, ['r.io/shop/web:1.4'], enough)).map(decisionOf)).toEqual(['ALLOW']);
  });

  test('takes a vulnerability that HSS does not know for one without a time', async () => {
    const images = manyImages(1, { ageDays: 5 });
    const hss = hssOf(images, {
      errorOf: ({ endpoint }) =>
        endpoint === 'vulnerability-cves' ? new HssError('HSS_NOT_FOUND', 'no') : undefined,
    });
    const outcomes = await judge(hss, images.references, policyBy({ graceDays: { high: 7 } }));
    expect(outcomes.map(decisionOf)).toEqual(['DENY']);
  });

  /** The rows as they were before the second of the images was scanned. */
  const before = (images: VulnerableImages, row: Raw): MemoryRows => ({
    'cicd-images': images.rows['cicd-images']!.map((one, at) =>
      at === 1 ? { ...one, ...row } : one,
    ),
  });

  test.each<[string, Raw, (query: Query) => boolean]>([
    [
      'before its list, which has another number',
      { vul_num: 3 },
      ({ endpoint }) => endpoint === 'image-vulnerabilities',
    ],
    [
      'after its list, of the same number',
      { latest_scan_time: 5 },
      ({ values }) => values.imageName === 'app-1' && values.imageVersion === '1.4',
    ],
  ])('asks once more for an image that was scanned %s', async (_, row, isThen) => {
    const images = manyImages(4);
    let hasChanged = false;
    const hss = new MemoryHss(before(images, row), {
      imageVulnerabilities: images.imageVulnerabilities,
      onList: (query, change) => {
        if (hasChanged || !isThen(query)) return;
        hasChanged = true;
        change(images.rows);
      },
    });
    const outcomes = await judge(hss, images.references, policyBy({ max: { high: 2 } }));
    expect(outcomes.map(decisionOf)).toEqual(images.references.map(() => 'ALLOW'));
    expect(hss.asked.filter((line) => line === 'image i-app-1 handled')).toHaveLength(2);
    expect(hss.asked.filter((line) => line === 'image i-app-2 handled')).toHaveLength(1);
  });

  test('does not decide where rows and lists still differ, and judges other images', async () => {
    const images = manyImages(20);
    const rows: MemoryRows = {
      'cicd-images': images.rows['cicd-images']!.map((row, at) =>
        at < 12 ? { ...row, vul_num: 3 } : row,
      ),
    };
    const hss = hssOf({ ...images, rows });
    const outcomes = await judge(hss, images.references, policyBy({ max: { high: 2 } }));
    expect(outcomes.map(decisionOf)).toEqual(
      images.references.map((_, at) => (at < 12 ? 'HSS_UNSTABLE_LIST' : 'ALLOW')),
    );
    const unhandled = hss.asked.filter((line) => line === 'image i-app-1 unhandled');
    expect(unhandled).toHaveLength(2);
  });

  test.each<[HssErrorCode, EndpointId, string]>([
    ['HSS_NOT_FOUND', 'image-vulnerabilities', 'ALLOW'],
    ['HSS_BAD_RESPONSE', 'image-vulnerabilities', 'ALLOW'],
    ['HSS_SERVER_ERROR', 'vulnerability-cves', 'ALLOW'],
  ])('%s of %s is an error of the one image', async (code, endpoint, other) => {
    const images = manyImages(3, { ageDays: 5 });
    const hss = hssOf(images, {
      errorOf: ({ endpoint: asked, values }) =>
        asked === endpoint &&
        [values.imageId, values.vulId].some((id) => /^(i-app-1|V-2)$/.test(`${String(id)}`))
          ? new HssError(code, 'so it is')
          : undefined,
    });
    const outcomes = await judge(hss, images.references, policyBy({ graceDays: { high: 7 } }));
    expect(outcomes.map(decisionOf)).toEqual([other, code, other]);
  });

  test.each<EndpointId>(['image-vulnerabilities', 'project-vulnerabilities', 'vulnerability-cves'])(
    'a missing permission for %s ends in an error of all',
    async (endpoint) => {
      const images = manyImages(3, { ageDays: 5 });
      const hss = hssOf(images, {
        errorOf: (query) =>
          query.endpoint === endpoint ? new HssError('HSS_FORBIDDEN', 'no') : undefined,
      });
      const outcomes = await judge(hss, images.references, policyBy({ graceDays: { high: 7 } }));
      expect(outcomes.map(decisionOf)).toEqual(Array(3).fill('HSS_FORBIDDEN'));
    },
  );
});

test('a gate asks all that follows from answers before it waits for the next', () => {
  const images = manyImages(10, { ageDays: 5 });
  const hss = hssOf(images);
  byGate(hss, images.references, policyBy({ graceDays: { high: 7 } }));
  const linesOf = (pattern: RegExp) =>
    hss.log.flatMap((line, at) => (pattern.test(line) ? [at] : []));
  for (const stage of ['image ', 'cicd shop .* 1.4', 'project ', 'times ']) {
    const asked = linesOf(new RegExp(`^ask ${stage}`));
    const waited = linesOf(new RegExp(`^wait ${stage}`));
    expect(waited.length).toBeGreaterThan(0);
    expect(asked.at(-1)).toBeLessThan(waited[0]);
  }
});

test('a replay is not asked again', async () => {
  const images = manyImages(1);
  const rows = { 'cicd-images': [rowOf('app-0', 5)] };
  const hss = hssOf({ ...images, rows }, { isLive: false });
  const outcomes = await byCommand(hss, images.references, policyBy({}));
  expect(outcomes).toEqual(['HSS_UNSTABLE_LIST']);
  expect(counts(hss.asked)).toMatchObject({ image: 2, confirming: 0 });
});

test('an image is judged alike by a gate and by the command line', async () => {
  const anyVulnerability = fc.record({
    number: fc.nat({ max: 6 }),
    handled: fc.boolean(),
    ageDays: fc.constantFrom(1, 100, -3),
    severityLevel: fc.constantFrom('Critical', 'High', 'Medium', undefined),
    cves: fc.constantFrom(undefined, [], [{}]),
  });
  const anyImage = fc.record({
    vulnerabilities: fc.array(anyVulnerability, { maxLength: 5 }),
    off: fc.constantFrom(0, 0, 0, 1),
    version: fc.constantFrom('1.4', '1.4', '1.5'),
  });
  const anyLimits = fc.record({
    max: fc.constantFrom({ critical: 0, high: 0 }, { high: 1, medium: 0 }),
    graceDays: fc.constantFrom(undefined, { critical: 3, high: 30, medium: 30 }),
    handled: fc.constantFrom(HandledVulnerabilities.COUNT, HandledVulnerabilities.SKIP),
  });
  const decisions = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(anyImage, { maxLength: 6 }), anyLimits, async (images, limits) => {
      const rows = images.map(({ vulnerabilities, off, version }, at) =>
        rowOf(`app-${at}`, vulnerabilities.length + off, { image_version: version }),
      );
      const imageVulnerabilities = Object.fromEntries(
        images.map(({ vulnerabilities }, at) => [
          `i-app-${at}`,
          vulnerabilities.map(({ number, cves, ...more }) =>
            vulnerability(number, { ...more, ...(cves === undefined ? {} : { cves }) } as never),
          ),
        ]),
      );
      const references = images.map((_, at) => `r.io/shop/app-${at}:1.4`);
      const policy = policyBy(limits);
      const ways = [
        byGate(hssOf({ rows: { 'cicd-images': rows }, imageVulnerabilities }), references, policy),
        await byCommand(
          hssOf({ rows: { 'cicd-images': rows }, imageVulnerabilities }),
          references,
          policy,
        ),
      ];
      expect(ways[1].map(decisionOf)).toEqual(ways[0].map(decisionOf));
      ways[0].map(decisionOf).forEach((one) => decisions.add(one));
    }),
    { numRuns: 200 },
  );
  expect([...decisions].sort()).toEqual(['ALLOW', 'DENY', 'HSS_UNSTABLE_LIST']);
});
