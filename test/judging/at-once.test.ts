import fc from 'fast-check';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { HssError } from '../../src/contract/error';
import { askForImages, ImageUpstream } from '../../src/judging/ask';
import { forEachAtOnce } from '../../src/judging/at-once';
import { parseReference } from '../../src/policy';
import { ImageSource } from '../../src/policy/model/image-source';

/** Counts how many of its tasks are under way at once. */
class Gauge {
  public peak = 0;
  private underWay = 0;

  public async pass(): Promise<void> {
    this.peak = Math.max(this.peak, ++this.underWay);
    await nextTurn();
    this.underWay -= 1;
  }
}

test('each item is worked on once, in order, with at most 64 requests under way', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(200), fc.integer({ min: 1, max: 80 }), async (count, requests) => {
      const gauge = new Gauge();
      const begun: number[] = [];
      const items = Array.from({ length: count }, (_, at) => at);
      await forEachAtOnce(items, requests, (item) => {
        begun.push(item);
        return gauge.pass();
      });
      expect(begun).toEqual(items);
      expect(gauge.peak).toBe(Math.min(count, Math.max(1, Math.floor(64 / requests))));
    }),
    { numRuns: 30 },
  );
});

/** A project whose lists are too long to share. */
test.each([{ lists: [ImageSource.CICD] }, { lists: [ImageSource.CICD, ImageSource.REGISTRY] }])(
  'images in a large project have 64 questions under way in $lists',
  async ({ lists }) => {
    const gauge = new Gauge();
    const source: ImageUpstream = {
      source: 'live',
      list: async ({ endpoint, values }) => {
        await gauge.pass();
        if (values.imageName !== undefined || endpoint === 'image-registries') return [];
        throw new HssError('HSS_TOO_MANY_ROWS', '20000 rows match');
      },
    };
    const images = Array.from({ length: 100 }, (_, at) =>
      parseReference(`r.example/shop/app-${at}:1`),
    );
    const answers = await askForImages(images, source, { lists });
    expect([...answers.values()].every((answer) => 'listed' in answer)).toBe(true);
    expect(gauge.peak).toBeGreaterThanOrEqual(64);
    // The registries are one more.
    expect(gauge.peak).toBeLessThanOrEqual(64 + 1);
  },
);
