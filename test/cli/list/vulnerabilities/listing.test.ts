import { HssFixture } from '../../../../src/lookup/fixture';
import { RegistryType, ScanStatus } from '../../../../src/contract/enums';
import { HssRegistryImage } from '../../../../src/contract/registry-image';
import {
  ListingOptions,
  VulnerabilityListing,
  listVulnerabilitiesOf,
} from '../../../../src/cli/list/vulnerabilities/listing';
import { ImageSource, parseReference } from '../../../../src/policy';
import { failureOf } from '../../../support/failure';
import { digest } from '../../../support/gated-plans';
import { FIXTURE, FixtureUpstream, LIBSSL, LOG4J, OPENSSL, ZLIB, image } from './support';

/** What `hss-gate list vulnerabilities` asks HSS, and what it makes of the answers. */

const listed = (
  upstream: FixtureUpstream | HssFixture,
  reference = 'shop/web:1.4',
  options: Partial<ListingOptions> = {},
): Promise<VulnerabilityListing> =>
  listVulnerabilitiesOf(
    parseReference(reference),
    upstream instanceof FixtureUpstream ? upstream : new FixtureUpstream(upstream),
    { imageSources: Object.values(ImageSource), ...options },
  );

test.each(['shop/web:1.4', `shop/web@${digest('a')}`, `registry.example/shop/web:1.4`])(
  'lists the vulnerabilities of %s',
  async (reference) => {
    expect(await listed(FIXTURE, reference)).toEqual({ rows: [OPENSSL, LIBSSL, ZLIB, LOG4J] });
  },
);

test('an image costs 2 listings and 4 of the project, besides finding it twice', async () => {
  const upstream = new FixtureUpstream(FIXTURE);
  await listed(upstream, 'shop/web:1.4', { imageSources: [ImageSource.CICD] });
  expect(upstream.counts).toEqual({
    // By its name, and by its tag.
    'cicd-images': 2 * 2,
    'image-vulnerabilities': 2,
    'project-vulnerabilities': 4,
  });
  const replay = new FixtureUpstream(FIXTURE, 'replay');
  await listed(replay, 'shop/web:1.4', { imageSources: [ImageSource.CICD] });
  expect(replay.counts).toMatchObject({ 'cicd-images': 2, 'image-vulnerabilities': 2 });
});

test('the enterprise project is that of every question', async () => {
  const upstream = new FixtureUpstream(FIXTURE);
  await listed(upstream, 'shop/web:1.4', { enterpriseProjectId: 'ep-1' });
  expect(upstream.asked.every(({ values }) => values.enterpriseProjectId === 'ep-1')).toBe(true);
});

describe('an index', () => {
  const HARBOR = 'harbor.example/shop/web:1.4';
  const platform = (char: string, change: Partial<HssRegistryImage> = {}): HssRegistryImage => ({
    ...image(),
    imageType: undefined,
    registryType: RegistryType.HARBOR,
    id: char,
    imageId: `i-${char}`,
    imageDigest: digest(char),
    imageVersion: '',
    registryId: 'r-1',
    vulNum: 1,
    ...change,
  });
  const INDEX = platform('f', {
    imageVersion: '1.4',
    isMultipleArch: true,
    vulNum: 0,
    associationImages: ['b', 'c'].map((char) => ({
      imageDigest: digest(char),
      namespace: 'shop',
      imageName: 'web',
    })),
  });
  const fixture = (...rows: HssRegistryImage[]): HssFixture => ({
    imageRegistries: [{ id: 'r-1', registryName: 'prod', registryAddr: 'harbor.example' }],
    registryImages: rows,
    imageVulnerabilities: { 'i-b': [OPENSSL], 'i-c': [ZLIB], 'i-f': [LOG4J] },
  });

  test('has the vulnerabilities of each platform, by its digest', async () => {
    const upstream = new FixtureUpstream(fixture(INDEX, platform('b'), platform('c')));
    expect(await listed(upstream, HARBOR)).toEqual({
      rows: [
        { platform: digest('b'), ...OPENSSL },
        { platform: digest('c'), ...ZLIB },
      ],
    });
    expect(upstream.counts).toMatchObject({
      'image-vulnerabilities': 4,
      'project-vulnerabilities': 4,
    });
  });

  test('is found by a host of a policy', async () => {
    const upstream = { ...fixture(INDEX, platform('b'), platform('c')), imageRegistries: [] };
    const registryHosts = { prod: ['harbor.example'] };
    expect((await listed(upstream, HARBOR, { registryHosts })).rows).toHaveLength(2);
    expect((await failureOf(() => listed(upstream, HARBOR))).message).toContain('registryHosts');
  });

  test('has its own only where its row says of some', async () => {
    const rows = [{ ...INDEX, vulNum: 1 }, platform('b'), platform('c')];
    const { rows: found } = await listed(fixture(...rows), HARBOR);
    expect(found.map(({ vulId }) => vulId)).toEqual([LOG4J.vulId, OPENSSL.vulId, ZLIB.vulId]);
    expect(found[0].platform).toBeUndefined();
  });

  test('with a platform that HSS does not list is an error', async () => {
    const { code, message } = await failureOf(() => listed(fixture(INDEX, platform('b')), HARBOR));
    expect([code, message]).toEqual(['HSS_NOT_FOUND', expect.stringContaining(digest('c'))]);
  });
});

test.each<[string, HssFixture, RegExp]>([
  ['is not listed', {}, /^HSS_NOT_FOUND: shop\/web:1\.4: /],
  [
    'is ambiguous',
    { cicdImages: [image(), image({ registryName: 'mirror', imageDigest: digest('b') })] },
    /^HSS_NOT_FOUND: .* is ambiguous: the registries /,
  ],
  [
    'has no ID',
    { cicdImages: [image({ imageId: undefined })] },
    /^HSS_NOT_FOUND: HSS gives no ID of the image/,
  ],
])('an image that %s is an error', async (_, fixture, expected) => {
  expect((await failureOf(() => listed(fixture))).message).toMatch(expected);
});

test('an image in the other list is not found', async () => {
  const { code } = await failureOf(() =>
    listed(FIXTURE, 'shop/web:1.4', { imageSources: [ImageSource.REGISTRY] }),
  );
  expect(code).toBe('HSS_NOT_FOUND');
});

test('a scan that is not complete is said', async () => {
  const cicdImages = [image({ scanStatus: ScanStatus.SCANNING })];
  expect((await listed({ ...FIXTURE, cicdImages })).incomplete).toContain('scanning');
});

describe('answers that are not of one scan', () => {
  const rescanned = { ...FIXTURE, cicdImages: [image({ latestScanTime: Date.now() })] };

  test('are asked for once more', async () => {
    // The scan ends while the list is read: the second reading sees one scan only.
    const upstream = new FixtureUpstream((asked) =>
      asked.some(({ endpoint }) => endpoint === 'project-vulnerabilities') ? rescanned : FIXTURE,
    );
    expect((await listed(upstream)).rows).toHaveLength(4);
    expect(upstream.counts).toMatchObject({
      'image-vulnerabilities': 4,
      'project-vulnerabilities': 8,
    });
  });

  test('are an error where the second ones are not, either', async () => {
    let scans = 0;
    const upstream = new FixtureUpstream(() => ({
      ...FIXTURE,
      cicdImages: [image({ latestScanTime: (scans += 1) })],
    }));
    const { code, message } = await failureOf(() => listed(upstream));
    expect([code, message]).toEqual([
      'HSS_UNSTABLE_LIST',
      expect.stringMatching(/shop\/web:1\.4: its row changed[^]*try again/),
    ]);
    expect(upstream.counts['image-vulnerabilities']).toBe(4);
  });

  test.each(['live', 'replay'] as const)(
    'are an error where the row has another number of vulnerabilities: %s',
    async (source) => {
      const upstream = new FixtureUpstream(
        { ...FIXTURE, cicdImages: [image({ vulNum: 57 })] },
        source,
      );
      const { code, message } = await failureOf(() => listed(upstream));
      expect(code).toBe('HSS_UNSTABLE_LIST');
      expect(message).toContain('its row says 57 vulnerabilities, and HSS lists 4 (1 handled)');
      expect(message).toContain(source === 'live' ? 'try again' : 'record the snapshot again');
    },
  );
});
