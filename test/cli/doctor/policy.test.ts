import { SimulatorOptions } from '../../../src/simulator';
import { POLICY, folderWith, hssGate } from '../../support/gated-plans';
import { envOf, startHss } from '../../support/hss';

/** What `hss-gate doctor` makes of the policy: which lists it needs, and which registries it names. */

const REGISTRIES = [
  { id: 'r-1', registry_name: 'prod-harbor', registry_type: 'Harbor', registry_addr: 'h.example' },
];
const IMAGES = {
  cicd_images: [{ image_name: 'web', registry_name: 'of-pipeline' }],
  registry_images: [{ image_name: 'web', registry_name: 'of-swr', registry_type: 'SwrPrivate' }],
  image_registries: REGISTRIES,
};

async function doctor(
  policy: string,
  {
    settings = {},
    env = {},
  }: { settings?: SimulatorOptions; env?: { [name: string]: string } } = {},
) {
  const hss = await startHss({ data: IMAGES, ...settings });
  const folder = folderWith({ 'image-policy.yaml': `${POLICY}${policy}` });
  const variables = { ...envOf(hss), ...env };
  const { exitCode, stdout } = await hssGate(folder, ['doctor', '--format', 'json'], variables);
  const { sections } = JSON.parse(stdout) as {
    sections: { findings: { name: string; outcome: string; text: string; mend?: string }[] }[];
  };
  const findings = sections.flatMap((section) => section.findings);
  const of = (name: string) => findings.filter((one) => one.name === name);
  const asked = (await hss.requests()).map(({ path }) => path);
  return { exitCode, of, asked };
}

type Faulty = NonNullable<NonNullable<SimulatorOptions['faults']>[number]['endpoint']>;
const forbidden = (endpoint: Faulty) => ({
  settings: { faults: [{ kind: 'status', status: 403, endpoint } as const] },
});
const NOT_NEEDED = {
  outcome: 'skipped',
  text: "not checked: the policy's imageSources leaves it out",
};

test.each([
  ['cicd', 'registries', ['list registry images', 'list registries'], /registries|repository/],
  ['cicd', 'registry-images', ['list registry images', 'list registries'], /registr/],
  ['registry', 'cicd', ['list images'], /cicd/],
] as const)(
  'a policy of %s images needs no permission for %s, and does not ask',
  async (source, endpoint, lists, path) => {
    const { exitCode, of, asked } = await doctor(
      `imageSources: [${source}]\n`,
      forbidden(endpoint),
    );
    expect(exitCode).toBe(0);
    for (const name of lists) expect(of(name)).toEqual([{ name, ...NOT_NEEDED }]);
    expect(asked.filter((one) => path.test(one) && !one.includes('sync'))).toEqual([]);
  },
);

test('a list that the policy needs is a failure where it is forbidden', async () => {
  const { exitCode, of } = await doctor('', forbidden('registries'));
  expect(exitCode).toBe(1);
  expect(of('list registries')).toMatchObject([
    { outcome: 'failure', mend: expect.stringContaining('ListRegistry') as unknown },
  ]);
});

describe('the lists of vulnerabilities', () => {
  const NAMES = ['vulnerabilities', 'CVEs of project', 'publication times'];
  const LIMITS = 'vulnerabilities:\n  max: { high: 0 }\n';
  const outcomes = ({ of }: Awaited<ReturnType<typeof doctor>>) =>
    NAMES.map((name) => of(name).map(({ outcome }) => outcome)[0]);

  test.each([
    ['', [undefined, undefined, undefined]],
    [LIMITS, ['ok', 'ok', undefined]],
    [`${LIMITS}  graceDays: { high: 3 }\n`, ['ok', 'ok', 'ok']],
  ])('are asked for where the policy needs them: %j', async (policy, expected) => {
    const found = await doctor(policy);
    expect(outcomes(found)).toEqual(expected);
    expect(found.exitCode).toBe(0);
  });

  test.each([
    ['image-vulnerabilities', 'ListImageVulnerabilities'],
    ['project-vulnerabilities', 'ListGeneralImageVuls'],
    ['vulnerability-cves', 'ListVulnerabilityCve'],
  ] as const)('are a failure where %s is forbidden', async (endpoint, operation) => {
    const { exitCode, of } = await doctor(
      `${LIMITS}  graceDays: { high: 3 }\n`,
      forbidden(endpoint),
    );
    expect(exitCode).toBe(1);
    const failures = NAMES.flatMap(of).filter(({ outcome }) => outcome === 'failure');
    expect(failures).toMatchObject([{ mend: expect.stringContaining(operation) as unknown }]);
  });
});

describe('a name of a registry in the policy', () => {
  test.each([
    [
      'registryHosts: { prod-habor: [h.example.com] }\n',
      'registryHosts names prod-habor, which is unknown to HSS; did you mean prod-harbor?',
    ],
    [
      'registryNames: [prod-habor]\n',
      'registryNames names prod-habor, which is unknown to HSS; did you mean prod-harbor?',
    ],
    ['registryNames: [elsewhere]\n', 'registryNames names elsewhere, which is unknown to HSS'],
    // Of a CI/CD image's registry no host is read.
    [
      'registryHosts: { of-pipeline: [h.example.com] }\n',
      'registryHosts names of-pipeline, which is unknown to HSS',
    ],
  ])('is warned of that HSS does not know: %s', async (policy, text) => {
    const { exitCode, of } = await doctor(policy);
    expect(exitCode).toBe(0);
    expect(of('registry names')).toEqual([{ name: 'registry names', outcome: 'warning', text }]);
  });

  test('is known from the list of registries and from images', async () => {
    const { of } = await doctor(
      'registryHosts: { prod-harbor: [h.example.com], of-swr: [s.example.com] }\n' +
        'registryNames: [prod-harbor, of-swr, of-pipeline]\n',
    );
    expect(of('registry names')).toEqual([
      {
        name: 'registry names',
        outcome: 'ok',
        text: 'HSS knows all names in the policy (5 names)',
      },
    ]);
  });

  test('is no false alarm where many CI/CD images may have it', async () => {
    const images = Array.from({ length: 300 }, (_, id) => ({ image_name: `i${id}` }));
    const settings = { data: { ...IMAGES, cicd_images: images } };
    const { of } = await doctor('registryNames: [elsewhere]\n', { settings });
    expect(of('registry names')).toMatchObject([{ outcome: 'ok' }]);
  });

  test('is not looked for where the policy has none, or the list is forbidden', async () => {
    expect((await doctor('')).of('registry names')).toEqual([]);
    const named = 'registryNames: [prod-habor]\n';
    const { of } = await doctor(named, forbidden('registries'));
    expect(of('registry names')).toEqual([]);
    const half = await doctor(named, forbidden('registry-images'));
    expect(half.of('registry names')).toMatchObject([{ outcome: 'skipped' }]);
    expect(half.of('list registries')).toMatchObject([{ outcome: 'ok' }]);
  });
});

describe('a region that is missing', () => {
  const text = "not set: images of SWR in HSS's registry list can't be matched";

  test('is warned of where the policy judges images of registries', async () => {
    const { exitCode, of } = await doctor('');
    expect(exitCode).toBe(0);
    expect(of('region')).toMatchObject([{ outcome: 'warning', text }]);
    expect((await doctor('imageSources: [cicd]\n')).of('region')).toMatchObject([
      { outcome: 'ok', text: 'not set' },
    ]);
  });

  test('is not missing where a variable or the endpoint names it', async () => {
    const { of } = await doctor('', { env: { HW_REGION_NAME: 'cn-north-4' } });
    expect(of('region')).toMatchObject([{ outcome: 'ok' }]);
    const endpoint = { HSS_ENDPOINT: 'https://hss.cn-north-4.example.invalid' };
    const elsewhere = await doctor('', { env: endpoint });
    expect(elsewhere.of('region')).toMatchObject([{ outcome: 'ok', text: 'not set' }]);
  });
});
