import fc from 'fast-check';
import { generateRow } from '../../../src/simulator/data/generate';
import { SimulatedRow } from '../../../src/simulator/data/rows';

/** Images of generated data: both lists have to agree, or a check of one would find it ambiguous. */

const NOW = Date.UTC(2026, 10, 28);

const rowsOf = (list: 'cicd' | 'registry-images' | 'registries', count: number): SimulatedRow[] =>
  Array.from({ length: count }, (_, index) => generateRow(list, index, count, NOW));

const tagOf = (row: SimulatedRow): string =>
  [row.namespace, row.image_name, row.image_version].map(String).join('/');

/** What a policy judges by. */
const judged = (row: SimulatedRow): SimulatedRow => ({
  digest: row.image_digest,
  registry: row.registry_name,
  updated: row.latest_update_time,
  status: row.scan_status,
  scanned: row.latest_scan_time,
  severity: row.severity_level,
  found: [row.vul_num, row.unsafe_setting_num, row.malicious_file_num],
});

const platformsOf = (row: SimulatedRow): SimulatedRow[] =>
  (row.association_images ?? []) as SimulatedRow[];

const counts = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 41, max: 400 }));

test('each list has the same digest, registry and scan for an image', () => {
  fc.assert(
    fc.property(counts, (count) => {
      const registryImages = rowsOf('registry-images', count);
      const platforms = new Set(
        registryImages.flatMap(platformsOf).map(({ image_digest: digest }) => digest),
      );
      const byTag = new Map(rowsOf('cicd', count).map((row) => [tagOf(row), row]));
      for (const row of registryImages) {
        if (platforms.has(row.image_digest)) continue;
        expect(judged(row)).toEqual(judged(byTag.get(tagOf(row))!));
      }
    }),
    { numRuns: 30 },
  );
});

test('an index names its platforms, which have rows, names and a scan like its own', () => {
  fc.assert(
    fc.property(counts, (count) => {
      const registryImages = rowsOf('registry-images', count);
      const byDigest = new Map(registryImages.map((row) => [row.image_digest, row]));
      expect(byDigest.size).toBe(count);
      const indexes = registryImages.filter((row) => row.is_multiple_arch);
      expect(indexes).toHaveLength(Math.floor((count + 7) / 10));
      for (const index of indexes) {
        expect(platformsOf(index)).toHaveLength(2);
        for (const { image_digest: digest } of platformsOf(index)) {
          const platform = byDigest.get(digest)!;
          expect(tagOf(platform)).toBe(tagOf(index));
          expect(judged(platform)).toEqual({ ...judged(index), digest });
        }
      }
    }),
    { numRuns: 30 },
  );
});

test('the registry of an image is listed', () => {
  fc.assert(
    fc.property(counts, (count) => {
      const names = rowsOf('registries', count).map((row) => row.registry_name);
      for (const list of ['cicd', 'registry-images'] as const) {
        for (const row of rowsOf(list, count)) expect(names).toContain(row.registry_name);
      }
    }),
    { numRuns: 10 },
  );
});
