import { HssRegistryImage } from '../../../src/contract/registry-image';
import { Decision, ImagePolicyException, recordsToList } from '../../../src/policy';
import { explain } from '../../../src/policy/explain/explain';
import { explainText } from '../../../src/report/text/explain-text';
import { Case, DAY, NOW, judgeInput, judged, registryRow, sha } from '../fixtures';
import { cve, cveException, vulnerability } from '../vulnerabilities/cases';

/** An index of two platforms, each with an image ID of its own. */
function index(
  listed: { readonly [imageId: string]: ReturnType<typeof vulnerability>[] },
  { own = {}, ...given }: Case & { readonly own?: Partial<HssRegistryImage> } = {},
): Case {
  const platforms = ['a', 'b'].map((digit) =>
    registryRow({
      id: `${digit.charCodeAt(0)}`,
      imageId: digit,
      imageDigest: sha(digit),
      imageVersion: `1.4-${digit}`,
      vulNum: listed[digit]?.length,
    }),
  );
  return {
    reference: `swr.example.com/shop/web:1.4@${sha('f')}`,
    registryRows: [
      registryRow({
        imageId: 'f',
        imageDigest: sha('f'),
        isMultipleArch: true,
        associationImages: platforms.map(({ namespace, imageName, imageDigest }) => ({
          namespace,
          imageName,
          imageDigest,
        })),
        vulNum: listed.f?.length,
        ...own,
      }),
      ...platforms,
    ],
    listed,
    ...given,
    policy: { vulnerabilities: { max: { high: 0 } }, ...given.policy },
  };
}
const by = (...exceptions: ImagePolicyException[]): Case => ({ policy: { exceptions } });
const findings = (given: Case) =>
  judged(given).verdict.findings.map(({ message, platforms, waivedBy }) => ({
    message,
    platforms,
    isWaived: waivedBy !== undefined,
  }));
const HIGH = [vulnerability()];

test.each<[own: number | undefined, ids: string[]]>([
  [undefined, ['a', 'b']],
  [0, ['a', 'b']],
  [1, ['f', 'a', 'b']],
])('the vulnerabilities of an index with %s of its own are those of %s', (vulNum, ids) => {
  const records = recordsToList(judgeInput(index({ a: [], b: [] }, { own: { vulNum } })));
  expect(records.map(({ row }) => row.imageId)).toEqual(ids);
});

test('each platform is judged by its own', () => {
  const message = `platform ${sha('b')}: too many vulnerabilities: 1 High, at most 0 allowed (CVE-2026-0001)`;
  expect(findings(index({ a: [], b: HIGH }))).toEqual([
    { message, platforms: [sha('b')], isWaived: false },
  ]);
  expect(judged(index({ a: [], b: [] })).verdict.decision).toBe(Decision.ALLOW);
});

test('what is equal on several platforms is shown once, with its platforms', () => {
  const { vulnerabilities } = judged(index({ a: HIGH, b: HIGH })).verdict;
  expect(vulnerabilities).toMatchObject([{ id: 'HSS-1', platforms: [sha('a'), sha('b')] }]);
  const differing = judged(index({ a: HIGH, b: [vulnerability({ appName: 'zlib' })] })).verdict;
  expect(differing.vulnerabilities).toHaveLength(2);
});

test('an explanation says which platforms have a vulnerability, and names a rule once', () => {
  const end = NOW + 3_600_000;
  const published = { 'HSS-1': [{ cveId: cve(1), publishTime: end - 14 * DAY }] };
  const policy = { vulnerabilities: { max: { high: 0 }, graceDays: { high: 14 } } };
  const given = index({ a: HIGH, b: HIGH }, { policy, published });
  const explanation = explain(judgeInput(given));
  expect(explanation.changes[0].begins).toEqual(['max-vulnerabilities-by-severity']);
  const text = explainText(explanation, { colour: false, asked: NOW });
  expect(text).toContain(
    `  High HSS-1 (${cve(1)}) on ${sha('a').slice(0, 19)}, ${sha('b').slice(0, 19)}: in grace until`,
  );
});

test('an index counts its own where its row says of some', () => {
  const given = index({ f: HIGH, a: [], b: [] });
  expect(findings(given)).toMatchObject([{ platforms: undefined, isWaived: false }]);
  expect(judged(given).verdict.vulnerabilities?.[0].platforms).toBeUndefined();
  expect(findings({ ...given, listed: { a: [], b: [] } })).toMatchObject([
    { message: 'its vulnerabilities were not listed' },
  ]);
});

test('a platform that was not listed is denied', () => {
  expect(findings(index({ a: [] }))).toMatchObject([{ platforms: [sha('b')], isWaived: false }]);
  const unlisted = { ...index({ a: [], b: HIGH }), listed: { a: [] } };
  expect(findings(unlisted)).toMatchObject([
    { message: `platform ${sha('b')}: its vulnerabilities were not listed` },
  ]);
});

test.each<{ given: string; image: string; left: string[] }>([
  { given: 'the index by name', image: 'shop/web:1.4', left: [] },
  { given: 'the index by digest', image: sha('f'), left: [] },
  { given: 'one platform', image: sha('a'), left: [sha('b')] },
  { given: 'the version of a platform', image: 'shop/web:1.4-a', left: [sha('a'), sha('b')] },
  { given: 'another image', image: sha('e'), left: [sha('a'), sha('b')] },
])('an exception about $given leaves $left', ({ image, left }) => {
  const given = index({ a: HIGH, b: HIGH }, by(cveException([cve(1)], { image })));
  const standing = findings(given).filter(({ isWaived }) => !isWaived);
  expect(standing.flatMap(({ platforms }) => platforms)).toEqual(left);
  const waived = findings(given).filter(({ isWaived }) => isWaived);
  expect(waived.flatMap(({ platforms }) => platforms)).toEqual(
    [sha('a'), sha('b')].filter((digest) => !left.includes(digest)),
  );
});

test('times are asked for once, whichever platforms they are for', () => {
  const policy = { vulnerabilities: { max: { high: 0 }, graceDays: { high: 9 } } };
  expect(judged(index({ a: HIGH, b: HIGH }, { policy })).wantedTimes).toEqual(['HSS-1']);
});
