import { HssError } from '../../../src/contract/error';
import { render } from '../../../src/report/render';
import { RunReport } from '../../../src/report/run-report';
import { ReportedImage, StackReport } from '../../../src/report/stack-report';
import { run } from '../run-support';
import { report, reported } from '../support';
import { EACH, manyVulnerabilities, vulnerability } from '../vulnerability-support';
import { exceptedImage, vulnerableImage } from '../vulnerable-images';
import { gitlabProblems } from '../validators';

interface Found {
  readonly id: string;
  readonly name: string;
  readonly severity: string;
  readonly description: string;
  readonly identifiers: readonly {
    readonly type: string;
    readonly value: string;
    readonly url?: string;
  }[];
  readonly details: { readonly status: { readonly value: string } };
  readonly links?: readonly { readonly url: string }[];
  readonly location: {
    readonly image: string;
    readonly dependency: { readonly package: { readonly name: string }; readonly version: string };
  };
}
interface Scanned {
  readonly scan: {
    readonly status: string;
    readonly start_time: string;
    readonly messages: readonly { readonly level: string; readonly value: string }[];
  };
  readonly vulnerabilities: readonly Found[];
}

const scanOf = async (
  part: Partial<StackReport>,
  change: Partial<RunReport> = {},
): Promise<Scanned> => {
  const given = run({ parts: [report(part)], ...change });
  const json = JSON.parse(await render('gitlab-container-scanning', given)) as Scanned;
  expect(gitlabProblems(json)).toEqual([]);
  const ids = json.vulnerabilities.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  return json;
};
const foundOf = async (...images: ReportedImage[]): Promise<readonly Found[]> =>
  (await scanOf({ images })).vulnerabilities;

test('each package of each vulnerability is an entry, worst first, whatever its status', async () => {
  const found = await foundOf(vulnerableImage());
  expect(
    found.map(
      ({ name, severity, location: { dependency } }) =>
        `${severity} ${name} ${dependency.package.name}`,
    ),
  ).toEqual([
    'Unknown HWSA-2026-2 openssl',
    'Critical CVE-2026-33 openssl',
    'Critical HWSA-2026-7 openssl',
    'High HWSA-2026-4 (unnamed package)',
    'High HWSA-2026-6 openssl',
    'High HWSA-2026-8 openssl',
    'Medium HWSA-2026-1 zlib',
    'Medium HWSA-2026-1 log4j',
    'Low (no ID) openssl',
  ]);
  expect(found[2].details.status.value).toMatch(/^excepted; waived by owner payments/);
  expect(found[6].description).toContain('Known to be exploited.');
});

test.each([
  ['its own ID first', vulnerability({}), ['hss HWSA-2026-1001', 'cve CVE-2026-1001']],
  ['a CVE once', EACH[2], ['cve CVE-2026-33']],
  ['nothing', vulnerability({ id: '', cves: undefined }), ['hss (no ID)']],
])('identifiers are %s', async (_, given, expected) => {
  const [{ identifiers }] = await foundOf(vulnerableImage([given]));
  expect(identifiers.map(({ type, value }) => `${type} ${value}`)).toEqual(expected);
});

test('twenty identifiers are named, and all CVEs in the description', async () => {
  const [{ identifiers, description }] = await foundOf(vulnerableImage(manyVulnerabilities(1, 40)));
  expect(identifiers).toHaveLength(20);
  expect(description).toContain('CVE-2026-10039');
});

test('an image that is deployed twice, or of two platforms, is told of once', async () => {
  const platforms = [
    vulnerability({ platforms: ['a'] }),
    vulnerability({ platforms: ['b'], handled: true }),
  ];
  expect(
    await foundOf(vulnerableImage(platforms), vulnerableImage(platforms, {}, 'x.y')),
  ).toHaveLength(1);
  const other = vulnerableImage(platforms, { reference: 'r.io/other:1' });
  expect(await foundOf(vulnerableImage(platforms), other)).toHaveLength(2);
});

test('only web addresses are links', async () => {
  const [found] = await foundOf(vulnerableImage([vulnerability({ url: 'javascript:alert(1)' })]));
  expect(found).not.toHaveProperty('links');
  expect(found.identifiers[0]).not.toHaveProperty('url');
});

const undecided = {
  reference: 'r.io/late:2',
  path: 'a',
  error: new HssError('HSS_TIMEOUT', 'late'),
};

test.each<[string, Partial<StackReport>, string, string[]]>([
  ['every list is there', { images: [vulnerableImage(), exceptedImage()] }, 'success', []],
  ['a list is empty', { images: [vulnerableImage([])] }, 'success', []],
  ['there is no image', {}, 'success', []],
  [
    'an image has no list',
    { images: [vulnerableImage(), reported()] },
    'failure',
    ['r.io/shop/web:1'],
  ],
  ['an image could not be decided', { undecided: [undecided] }, 'failure', ['r.io/late:2']],
])('where %s, the scan says so', async (_, part, status, images) => {
  const { scan } = await scanOf(part);
  expect(scan.status).toBe(status);
  const fatal = scan.messages.filter(({ level }) => level === 'fatal');
  expect(fatal.map(({ value }) => value.split(': its ')[0])).toEqual(images);
});

test('a report has an end, and says what is left out', async () => {
  const images = Array.from({ length: 45 }, (_, at) =>
    vulnerableImage(manyVulnerabilities(500, 3), { reference: `r.io/shop/app${at}:1` }, `a.b${at}`),
  );
  const text = await render('gitlab-container-scanning', run({ parts: [report({ images })] }));
  const { vulnerabilities, scan } = JSON.parse(text) as Scanned;
  expect(vulnerabilities).toHaveLength(20_000);
  expect(vulnerabilities.at(-1)!.severity).toBe('Low');
  expect(scan.messages).toContainEqual({
    level: 'warn',
    value: '2500 vulnerabilities are left out.',
  });
});

test('texts of any length fit', async () => {
  const long = 'a'.repeat(20_000);
  const [{ name }] = await foundOf(vulnerableImage([vulnerability({ id: long, solution: long })]));
  expect(name).toHaveLength(255);
});

test('the schema refuses what is wrong', async () => {
  const json = await scanOf({ images: [vulnerableImage()] });
  expect(
    gitlabProblems({ ...json, scan: { ...json.scan, start_time: '2026-11-22T08:30:00Z' } }),
  ).not.toEqual([]);
  expect(
    gitlabProblems({ ...json, vulnerabilities: [{ ...json.vulnerabilities[0], identifiers: [] }] }),
  ).not.toEqual([]);
});
