import fc from 'fast-check';
import { HssCicdImage } from '../../../src/contract/cicd-image';
import { ScanStatus, SeverityLevel } from '../../../src/contract/enums';
import { parseReference, selectRow } from '../../../src/policy';
import { cicdRecord } from '../../../src/policy/records/cicd-record';
import { NOW, exception, judged, row, sha } from '../fixtures';

const TAG = 'swr.example.com/shop/web:1.4';
const T = NOW - 1000;

function pick(
  rows: readonly HssCicdImage[],
  reference = TAG,
  registryNames?: readonly string[],
): HssCicdImage | string {
  const { row: chosen, problem } = selectRow(
    parseReference(reference),
    rows.map(cicdRecord),
    registryNames,
  );
  return chosen?.row ?? problem ?? 'neither';
}

describe('the row of a path', () => {
  test.each<[namespace: string | undefined, imageName: string]>([
    ['a/b', 'c'],
    ['a', 'b/c'],
    ['', 'a/b/c'],
    [undefined, 'a/b/c'],
  ])('is found with the namespace %s and the name %s', (namespace, imageName) => {
    const given = row({ namespace, imageName });
    expect(pick([given], 'x.io/a/b/c:1.4')).toBe(given);
  });
  test.each<[namespace: string | undefined, imageName: string | undefined]>([
    ['a', 'c'],
    ['a/b', 'C'],
    ['a/b/', 'c'],
    ['x.io/a/b', 'c'],
    [undefined, 'c'],
    ['a/b/c', undefined],
    ['a/b/c', ''],
  ])('is not found with the namespace %s and the name %s', (namespace, imageName) => {
    expect(pick([row({ namespace, imageName })], 'x.io/a/b/c:1.4')).toMatch(/does not list/);
  });
});

describe('by tag, the row', () => {
  const older = row({ latestUpdateTime: T - 1, imageDigest: sha('b') });
  const newer = row({ latestUpdateTime: T });

  test('is the newest, in whatever order', () => {
    expect(pick([older, newer])).toBe(newer);
    expect(pick([newer, older])).toBe(newer);
  });
  test('is found for latest as for other tags', () => {
    const latest = row({ imageVersion: 'latest' });
    expect(pick([row(), latest], 'x.io/shop/web')).toBe(latest);
  });
  test('is ambiguous where two newest have different digests', () => {
    const twin = row({ latestUpdateTime: T, imageDigest: sha('b') });
    expect(pick([newer, twin])).toMatch(/ambiguous: 2 rows updated at 2026-11-22T11:59:59.000Z/);
  });
  test('is ambiguous where two newest have no digest', () => {
    expect(pick([row({ imageDigest: undefined }), row({ imageDigest: '' })])).toMatch(/ambiguous/);
  });
  test('is ambiguous with different digests, one without an update time', () => {
    const timeless = row({ latestUpdateTime: undefined, imageDigest: sha('b') });
    expect(pick([newer, timeless])).toMatch(/does not say when it was updated/);
    expect(pick([newer, older, row({ latestUpdateTime: undefined })])).toMatch(/ambiguous/);
  });
  test('is found with one digest and no update time', () => {
    const rows = [
      row({ latestUpdateTime: undefined, latestScanTime: 5 }),
      row({ latestUpdateTime: undefined, latestScanTime: 6 }),
    ];
    expect(pick(rows)).toBe(rows[1]);
  });
  test('is ambiguous with other digests in other registries, even older ones', () => {
    const other = row({ registryName: 'dev', imageDigest: sha('b'), latestUpdateTime: 1 });
    expect(pick([newer, other])).toMatch(
      /registries prod-swr and dev have it with different digests/,
    );
    expect(pick([newer, row({ registryName: undefined, imageDigest: sha('b') })])).toMatch(
      /ambiguous/,
    );
    expect(pick([newer, other], TAG, ['prod-swr'])).toBe(newer);
    expect(pick([newer, other], TAG, ['dev'])).toBe(other);
    expect(pick([newer, other], TAG, ['dev', 'prod-swr'])).toMatch(/ambiguous/);
  });
  test('is not ambiguous with the same digest in other registries', () => {
    expect(pick([newer, row({ registryName: 'dev', latestUpdateTime: 1 })])).toBe(newer);
  });
  test('is found where all rows lack a registry', () => {
    const rows = [
      row({ registryName: undefined }),
      row({ registryName: undefined, imageDigest: sha('b'), latestUpdateTime: T }),
    ];
    expect(pick(rows)).toBe(rows[1]);
  });
  test('needs a registry when registries are named', () => {
    expect(pick([row({ registryName: undefined })], TAG, ['prod-swr'])).toMatch(
      /it is in an unknown registry/,
    );
  });
});

describe('among rows of one digest and update time', () => {
  const base = { latestUpdateTime: T, latestScanTime: T };
  test.each<[string, Partial<HssCicdImage>]>([
    ['later scan', { latestScanTime: T + 1 }],
    ['no scan time', { latestScanTime: undefined }],
    ['an unsound status', { scanStatus: undefined, anomalies: ['scan_status: odd'] }],
    ['higher severity', { severityLevel: SeverityLevel.LOW }],
    ['no severity', { severityLevel: undefined }],
    ['malicious files', { maliciousFileNum: 1 }],
    ['unknown malicious files', { maliciousFileNum: undefined }],
    ['vulnerabilities', { vulNum: 1 }],
    ['unsafe settings', { unsafeSettingNum: 1 }],
    ['anomalies', { anomalies: ['severity_level: odd'] }],
  ])('the row with %s is judged', (_, change) => {
    const good = row(base);
    const bad = row({ ...base, ...change });
    expect(pick([good, bad])).toBe(bad);
    expect(pick([bad, good])).toBe(bad);
  });
});

describe('the scan of the chosen digest that decides', () => {
  const { HIGH } = SeverityLevel;
  const { FAILED, SCANNING } = ScanStatus;
  const own = row({ latestUpdateTime: T, latestScanTime: T - 10 });
  const other = (change: Partial<HssCicdImage>): HssCicdImage =>
    row({ latestUpdateTime: 1, latestScanTime: T, severityLevel: HIGH, ...change });
  const REFERENCES = [TAG, `x.io/shop/web@${sha('a')}`];

  test.each<[string, Partial<HssCicdImage>]>([
    ['under another tag', { imageVersion: '1.3' }],
    ['in another registry', { registryName: 'dev' }],
    ['without a tag', { imageVersion: undefined }],
    ['without a scan time', { latestScanTime: undefined }],
    ['at the same time', { latestScanTime: T - 10 }],
    ['in the future', { latestScanTime: NOW + 1e9 }],
    ['that may be complete', { scanStatus: undefined, anomalies: ['scan_status: odd'] }],
  ])('is a later one %s, though it was updated earlier', (_, change) => {
    const later = other(change);
    for (const reference of REFERENCES) {
      expect(pick([own, later], reference)).toBe(later);
      expect(pick([later, own], reference)).toBe(later);
      const exceptions = [exception({ rules: ['scan-completed'] })];
      const { findings } = judged({
        reference,
        rows: [own, later],
        policy: { exceptions },
      }).verdict;
      expect(findings.map(({ ruleId }) => ruleId)).toContain('max-severity');
    }
  });
  test.each<[string, Partial<HssCicdImage>]>([
    ['an earlier one', { latestScanTime: T - 11 }],
    ['a failed one', { scanStatus: FAILED }],
    ['one of no status', { scanStatus: undefined }],
    ['one under way', { scanStatus: SCANNING, latestScanTime: undefined }],
    ['one of another digest', { imageDigest: sha('b'), imageVersion: '1.3' }],
    ['one of no digest', { imageDigest: undefined, imageVersion: '1.3' }],
    ['one of another image', { imageName: 'api' }],
  ])('is never %s', (_, change) => {
    for (const reference of REFERENCES) expect(pick([own, other(change)], reference)).toBe(own);
  });
  test('is in a registry that counts', () => {
    const later = other({ registryName: 'dev' });
    expect(pick([own, later], TAG, ['prod-swr'])).toBe(own);
    expect(pick([own, later], TAG, ['prod-swr', 'dev'])).toBe(later);
    expect(pick([own, other({ anomalies: ['registry_name: odd'] })], TAG, ['prod-swr'])).toMatch(
      /may be another image/,
    );
  });
  test('is of the digest that the newest row of the tag has', () => {
    const moved = other({ imageDigest: sha('b'), latestUpdateTime: T + 1, latestScanTime: 1 });
    expect(pick([own, moved])).toBe(moved);
    expect(pick([own, moved, other({ imageVersion: '1.3' })])).toBe(moved);
  });
  test('is undecided where a row may be of this digest', () => {
    const odd = other({ imageDigest: undefined, anomalies: ['image_digest: odd'] });
    expect(pick([own, { ...odd, imageVersion: '1.3' }])).toMatch(/may be another image/);
    expect(pick([own, { ...odd, imageVersion: '1.3', latestScanTime: 1 }])).toBe(own);
  });
  test('is none where none is complete: the row of the tag is judged', () => {
    const failed = { ...own, scanStatus: FAILED };
    const later = other({ imageVersion: '1.3', scanStatus: SCANNING });
    expect(pick([failed, later])).toBe(failed);
    expect(judged({ rows: [failed, later] }).verdict.findings[0].ruleId).toBe('scan-completed');
  });
  test('has the worst of each where several are of one time', () => {
    const tied = (change: Partial<HssCicdImage>): HssCicdImage =>
      other({ severityLevel: SeverityLevel.LOW, ...change });
    const rows = [
      tied({ severityLevel: HIGH, registryName: 'a' }),
      tied({ vulNum: 9, registryName: 'b' }),
      tied({ unsafeSettingNum: undefined, maliciousFileNum: 2, registryName: 'c' }),
      tied({ latestScanTime: T - 1, vulNum: 99 }),
    ];
    for (const given of [rows, [...rows].reverse()]) {
      const worst = { vulNum: 9, unsafeSettingNum: undefined, maliciousFileNum: 2 };
      expect(pick(given)).toEqual({ ...rows[0], ...worst });
    }
  });
  test('is of the tag that was asked for where all else is equal', () => {
    const rows = ['1.3', '1.4', '1.5'].map((imageVersion) => row({ imageVersion }));
    expect(pick(rows)).toBe(rows[1]);
    expect(pick(rows, `x.io/shop/web:1.4@${sha('a')}`)).toBe(rows[0]);
  });
});

describe('by digest, the row', () => {
  const DIGEST = `x.io/shop/web@${sha('a')}`;
  test('is found whatever the tag', () => {
    const rows = [
      row({ imageVersion: '1.3' }),
      row({ imageDigest: sha('b'), latestUpdateTime: T }),
    ];
    expect(pick(rows, DIGEST)).toBe(rows[0]);
    expect(pick(rows, `x.io/shop/web:1.4@${sha('a')}`)).toBe(rows[0]);
    expect(pick([row({ imageVersion: undefined })], DIGEST)).toEqual(
      row({ imageVersion: undefined }),
    );
  });
  test('is one of the same path', () => {
    expect(pick([row({ imageName: 'api' })], DIGEST)).toMatch(/does not list/);
  });
  test('is not ambiguous in several registries', () => {
    const rows = [row(), row({ registryName: 'dev', latestUpdateTime: T })];
    expect(pick(rows, DIGEST)).toBe(rows[1]);
  });
});

describe('a row that could be the image', () => {
  const sure = row({ latestUpdateTime: T });
  const doubt = (change: Partial<HssCicdImage>, field: string): HssCicdImage =>
    row({ ...change, anomalies: [`${field}: expected a string, got 5`] });

  test.each<[string, HssCicdImage]>([
    ['namespace', doubt({ namespace: undefined }, 'namespace')],
    ['image_name', doubt({ imageName: undefined }, 'image_name')],
    ['image_version', doubt({ imageVersion: undefined }, 'image_version')],
  ])('is undecided with an unsound %s', (_, odd) => {
    expect(pick([odd])).toMatch(/may be another image/);
    // The same digest, later: what it says of the digest can't be ignored.
    expect(pick([sure, { ...odd, latestUpdateTime: T + 1 }])).toMatch(/may be another image/);
    // Updated and scanned earlier it neither chooses the digest nor decides.
    const older = { ...odd, latestUpdateTime: T - 1, latestScanTime: 1 };
    expect(pick([sure, older])).toBe(sure);
    expect(pick([sure, { ...odd, latestUpdateTime: T + 1, imageDigest: sha('b') }])).toMatch(
      /may be another image/,
    );
    expect(pick([sure, { ...odd, latestUpdateTime: T, imageDigest: sha('b') }])).toMatch(
      /ambiguous/,
    );
  });
  test('is told apart by what is sound', () => {
    expect(pick([sure, doubt({ namespace: undefined, imageName: 'api' }, 'namespace')])).toBe(sure);
    expect(pick([sure, doubt({ namespace: 'other', imageName: undefined }, 'image_name')])).toBe(
      sure,
    );
    expect(
      pick([sure, doubt({ imageVersion: undefined, imageName: 'api' }, 'image_version')]),
    ).toBe(sure);
  });
  test('may be any image where it is not an object', () => {
    expect(pick([{ anomalies: ['row: expected an object, got 5'] }])).toMatch(
      /may be another image/,
    );
    expect(pick([sure, { anomalies: ['row: expected an object, got 5'] }])).toMatch(/ambiguous/);
  });
  test('is judged and denied with an unsound digest, by tag', () => {
    const odd = doubt({ imageDigest: undefined }, 'image_digest');
    expect(pick([odd])).toBe(odd);
    expect(judged({ rows: [odd] }).verdict.findings.map(({ ruleId }) => ruleId)).toEqual([
      'row-sound',
      'digest-known',
    ]);
    expect(pick([sure, { ...odd, latestUpdateTime: T }])).toMatch(/ambiguous/);
  });
  test('does not match with an unsound digest, by digest', () => {
    const odd = doubt({ imageDigest: undefined, latestUpdateTime: T + 1 }, 'image_digest');
    const reference = `x.io/shop/web@${sha('a')}`;
    expect(pick([odd], reference)).toMatch(/may be another image/);
    expect(
      judged({ reference, rows: [odd], policy: { requireDigest: false } }).verdict.decision,
    ).toBe('DENY');
  });
  test('is undecided with an unsound registry', () => {
    const odd = doubt({ registryName: undefined, imageDigest: sha('b') }, 'registry_name');
    expect(pick([odd], TAG, ['prod-swr'])).toMatch(/may be another image/);
    expect(pick([sure, odd], TAG, ['prod-swr'])).toMatch(/ambiguous/);
    expect(pick([sure, odd])).toMatch(/ambiguous/);
  });
});

describe('an image that is not listed', () => {
  test('is refused with other versions named, the newest first, at most five', () => {
    const rows = [1, 2, 3, 4, 5, 6, 7].map((n) =>
      row({ imageVersion: `2.${n}`, latestUpdateTime: n }),
    );
    expect(pick(rows)).toBe(
      'HSS does not list shop/web:1.4; of shop/web it lists 2.7, 2.6, 2.5, 2.4, 2.3 and 2 more',
    );
    expect(pick(rows.slice(0, 2))).toMatch(/it lists 2.2 and 2.1$/);
  });
  test('is refused with the place where it is listed', () => {
    expect(pick([row()], TAG, ['a', 'b'])).toBe(
      "HSS does not list shop/web:1.4 in a and b, which the policy's registryNames requires; it is in prod-swr",
    );
  });
  test('is refused with the words that nothing is listed', () => {
    expect(pick([])).toBe('HSS does not list shop/web:1.4');
  });
});

test('the order of the rows never matters, and what is picked is of this image', () => {
  const anyRow = fc
    .record({
      imageDigest: fc.constantFrom(sha('a'), sha('b'), undefined),
      registryName: fc.constantFrom('x', 'y', undefined),
      latestUpdateTime: fc.constantFrom(1, 2, undefined),
      latestScanTime: fc.constantFrom(1, 2, undefined),
      imageVersion: fc.constantFrom('1.4', '1.5', undefined),
      anomalies: fc.constantFrom<(string[] | undefined)[]>(
        undefined,
        ['image_version: odd'],
        ['registry_name: odd'],
      ),
    })
    .map((change) => row(change));
  fc.assert(
    fc.property(
      fc.array(anyRow, { maxLength: 5 }),
      fc.constantFrom(TAG, `x.io/shop/web@${sha('a')}`),
      fc.constantFrom(undefined, ['x']),
      (rows, reference, names) => {
        const forwards = pick(rows, reference, names);
        const backwards = pick([...rows].reverse(), reference, names);
        expect(typeof forwards).toBe(typeof backwards);
        if (typeof forwards === 'string') return;
        expect(backwards).toEqual(forwards);
        expect(names ?? [forwards.registryName]).toContain(forwards.registryName);
        if (reference !== TAG) expect(forwards.imageDigest).toBe(sha('a'));
        const tagged = rows.filter(({ imageVersion }) => imageVersion === '1.4');
        if (reference === TAG) {
          expect(tagged.map(({ imageDigest }) => imageDigest)).toContain(forwards.imageDigest);
        }
      },
    ),
  );
});
