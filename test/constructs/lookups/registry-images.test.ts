import { TerraformStack, Testing } from 'cdktf';
import {
  DataHssRegistryImages,
  DataHssRegistryImagesProps,
  HssConnection,
  HssFixture,
  HssRegistryImage,
  HssSource,
  RegistryImageType,
  ScanStatus,
  SeverityLevel,
  SortDir,
  SortKey,
} from '../../../src';
import { HOUR, sha, thrown } from '../support';

/**
 * Registry images of a fixture. The behaviour shared with servers and snapshots is tested in
 * test/lookup.
 */

const NOW = Date.UTC(2026, 10, 22);
const row = (change: Partial<HssRegistryImage>): HssRegistryImage => ({
  id: '9007199254740993',
  namespace: 'shop',
  imageName: 'web',
  imageVersion: '1.4',
  imageDigest: sha('a'),
  registryId: 'r-1',
  registryName: 'prod-harbor',
  imageType: RegistryImageType.HARBOR,
  isMultipleArch: false,
  latestUpdateTime: NOW,
  latestSyncTime: NOW,
  ...change,
});

function lookup(
  registryImages: HssRegistryImage[],
  props: DataHssRegistryImagesProps = {},
): DataHssRegistryImages {
  const stack = new TerraformStack(Testing.app(), 'shop');
  new HssConnection(stack, 'hss', { source: HssSource.fixture({ registryImages }) });
  return new DataHssRegistryImages(stack, 'images', props);
}

const INDEX = row({
  id: '1',
  isMultipleArch: true,
  imageDigest: sha('1'),
  associationImages: [
    { id: '2', imageDigest: sha('2'), scanStatus: ScanStatus.SUCCESS, vulNum: 3 },
    { id: '3', imageDigest: sha('3') },
  ],
});

test('rows have every field, those of the images in an index included, and are a copy', () => {
  const images = lookup([INDEX, row({})]);
  expect(images.rows).toEqual([INDEX, row({})]);
  expect([images.totalNum, images.ids, images.digests]).toEqual([
    2,
    ['1', '9007199254740993'],
    [sha('1'), sha('a')],
  ]);
  expect(JSON.parse(images.rowsJson)).toEqual([INDEX, row({})]);
  (images.rows[0].associationImages as { vulNum: number }[])[0].vulNum = 99;
  expect(JSON.parse(images.rowsJson)).toEqual([INDEX, row({})]);
});

test.each<{ props: DataHssRegistryImagesProps; ids: string[] }>([
  { props: { isMultarch: true }, ids: ['1'] },
  { props: { isMultarch: false }, ids: ['2', '3', '4'] },
  { props: { registryName: 'other' }, ids: ['2'] },
  { props: { imageType: RegistryImageType.SHARED_IMAGE }, ids: ['3'] },
  { props: { instanceId: 'i-1' }, ids: ['3'] },
  { props: { instanceName: 'eu' }, ids: ['3'] },
  { props: { startLatestSyncTime: NOW + HOUR }, ids: ['4'] },
  { props: { endLatestSyncTime: NOW }, ids: ['1', '2', '3'] },
  { props: { hasVul: true }, ids: ['2'] },
  { props: { severityLevel: SeverityLevel.HIGH }, ids: ['4'] },
  {
    props: { sortKey: SortKey.LATEST_SCAN_TIME, sortDir: SortDir.DESC },
    ids: ['4', '1', '2', '3'],
  },
])('the filter $props leaves rows $ids', ({ props, ids }) => {
  const rows = [
    row({ id: '1', isMultipleArch: true, vulNum: 0, severityLevel: SeverityLevel.LOW }),
    row({ id: '2', registryName: 'other', vulNum: 1, severityLevel: SeverityLevel.LOW }),
    row({
      id: '3',
      imageType: RegistryImageType.SHARED_IMAGE,
      instanceId: 'i-1',
      instanceName: 'eu',
      vulNum: 0,
      severityLevel: SeverityLevel.LOW,
    }),
    row({
      id: '4',
      latestSyncTime: NOW + HOUR,
      latestScanTime: NOW,
      vulNum: 0,
      severityLevel: SeverityLevel.HIGH,
    }),
  ];
  expect(lookup(rows, props).ids).toEqual(ids);
});

describe('find', () => {
  const OLD = row({ id: '5', imageDigest: sha('0'), latestUpdateTime: NOW - HOUR });
  const ELSEWHERE = row({ id: '6', registryId: 'r-2', registryName: 'mirror' });
  const MOVED = { ...ELSEWHERE, imageDigest: sha('b') };
  const PLATFORM = row({ id: '2', imageDigest: sha('2') });

  test.each<{ what: string; rows: HssRegistryImage[]; registry?: string; id: string | undefined }>([
    { what: 'the newest row of a tag', rows: [OLD, row({ id: '1' })], id: '1' },
    { what: 'the index, not its platforms', rows: [PLATFORM, INDEX], id: '1' },
    { what: 'any of registries that agree', rows: [row({ id: '1' }), ELSEWHERE], id: '1' },
    { what: 'that of the registry', rows: [row({}), MOVED], registry: 'mirror', id: '6' },
    { what: 'none in an unknown registry', rows: [row({})], registry: 'nowhere', id: undefined },
    { what: 'none of another tag', rows: [row({ imageVersion: '1.5' })], id: undefined },
  ])('returns $what', ({ rows, registry, id }) => {
    expect(lookup(rows).find('shop', 'web', '1.4', registry)?.id).toBe(id);
  });

  test('throws if registries have different digests, whatever their age', () => {
    const { message } = thrown(() =>
      lookup([row({}), { ...MOVED, latestUpdateTime: NOW - 99 * HOUR }]).find('shop', 'web', '1.4'),
    );
    expect(message).toMatch(
      /^HSS_AMBIGUOUS: shop\/web:1\.4 has different digests in 2 registries: prod-harbor, mirror/,
    );
  });

  test('throws if the newest rows of a registry have different digests', () => {
    const rows = [row({}), row({ imageDigest: sha('c') })];
    expect(() => lookup(rows).find('shop', 'web', '1.4')).toThrow('HSS_AMBIGUOUS');
  });
});

test.each<{ fixture: object; message: RegExp }>([
  { fixture: { registryImages: [{ vulnerabilities: 1 }] }, message: /no "vulnerabilities"/ },
  {
    fixture: { registryImages: [{ associationImages: [{ digest: sha('a') }] }] },
    message: /one of associationImages of a row of registry-images has no "digest"/,
  },
])('a misspelt field of a fixture is refused: $fixture', ({ fixture, message }) => {
  expect(() => HssSource.fixture(fixture as HssFixture)).toThrow(message);
});
