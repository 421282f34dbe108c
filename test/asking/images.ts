import fc from 'fast-check';
import { MemoryRows, Raw } from '../support/memory-hss';

/** References and rows that are near each other, for laws of asking. */

export const sha = (char: string): string => `sha256:${char.repeat(64)}`;

/** Asked for by name, whatever comes after them. */
export const FEW = ['few/a:1', 'few/b:1', 'few/c:1'];

export const MANY = [
  'r.io/shop/web:1.4',
  'r.io/shop/web:1.9',
  'r.io/shop/web/api:1.4',
  'r.io/web:1.4',
  `r.io/shop/web@${sha('a')}`,
  `r.io/shop/web:1.4@${sha('b')}`,
  `r.io/shop/web:${'v'.repeat(65)}`,
  `r.io/${'n'.repeat(65)}/web:1.4`,
  'web:1.4',
];

const LONG = 'n'.repeat(65);

const field = (sound: readonly unknown[], unsound: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...sound) },
    { weight: 1, arbitrary: fc.constantFrom(...unsound) },
  );

const anyAssociations = fc.array(
  fc.record(
    {
      namespace: fc.constantFrom('shop', 'shop', 'other', ''),
      image_name: fc.constantFrom('web', 'web-amd64', 'api', 'web/api'),
      image_digest: fc.constantFrom(sha('a'), sha('b'), sha('c')),
    },
    { requiredKeys: [] },
  ),
  { maxLength: 3 },
);

const anyRaw = (isRegistry: boolean, unsound: boolean): fc.Arbitrary<Raw> => {
  const or = (values: readonly unknown[], wrong: readonly unknown[]): fc.Arbitrary<unknown> =>
    unsound ? field(values, wrong) : fc.constantFrom(...values);
  return fc.record(
    {
      namespace: or(['shop', 'shop', 'shop/web', 'library', '', null], [7, LONG, ['shop']]),
      image_name: or(
        ['web', 'web', 'shop/web', 'web/api', 'api', 'web-amd64', null],
        [7, `web${LONG}${LONG}`],
      ),
      image_version: or(['1.4', '1.4', '1.5', null], [1.4, 'v'.repeat(65)]),
      image_digest: or([sha('a'), sha('b'), null], [7]),
      registry_name: or(['x', 'y', null], ['', 7]),
      latest_update_time: or([1, 2, null], [-1]),
      latest_scan_time: or([Date.now() - 1000, null], ['now']),
      scan_status: or(['success', 'failed'], ['odd']),
      severity_level: or(['Low', 'High'], ['odd']),
      ...(isRegistry
        ? {
            registry_id: or(['id-x', 'id-y', null], [7]),
            association_images: fc.oneof(fc.constant([]), anyAssociations),
          }
        : {}),
    },
    { requiredKeys: ['scan_status', 'severity_level'] },
  );
};

const someRows = (isRegistry: boolean, unsound: boolean): fc.Arbitrary<Raw[]> =>
  fc.array(anyRaw(isRegistry, unsound), { maxLength: 6 }).chain((distinct) =>
    // Some rows are listed twice.
    fc.subarray(distinct).map((again) => [...distinct, ...again]),
  );

/** What HSS lists in both lists, and the registries. */
export const anyRows = (unsound: boolean): fc.Arbitrary<MemoryRows> =>
  fc.record({
    'cicd-images': someRows(false, unsound),
    'registry-images': someRows(true, unsound),
    'image-registries': fc.subarray<Raw>([
      { id: 'id-x', registry_name: 'x', registry_addr: 'r.io', protocol: 'https' },
      { id: 'id-y', registry_name: 'y', registry_addr: 'other.io:8443' },
    ]),
  });

export const anyPolicy = fc.constantFrom(
  {},
  { registryNames: ['x'] },
  { requireDigest: true },
  { imageSources: ['cicd'] },
  { imageSources: ['registry'] },
);
