import fc from 'fast-check';
import { parseReference, splits } from '../../../src/policy';
import { ImageSource } from '../../../src/policy/model/image-source';
import { MAX_SEGMENTS, imageQueries } from '../../../src/policy/judge/questions';

const queriesOf = (text: string) =>
  imageQueries(parseReference(text), { list: ImageSource.CICD, byTag: true });
const pathOf = (segments: number): string =>
  `r.io/${Array.from({ length: segments }, (_, at) => `s${at}`).join('/')}:1`;

test('every division of a path is asked for', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: MAX_SEGMENTS }), (segments) => {
      const text = pathOf(segments);
      const asked = queriesOf(text).map(({ values: { namespace, imageName } }) =>
        namespace === undefined ? { imageName } : { namespace, imageName },
      );
      expect(asked).toEqual(splits(parseReference(text)));
    }),
  );
});

test('a path of more segments is refused, and not asked for in part', () => {
  expect(queriesOf(pathOf(MAX_SEGMENTS))).toHaveLength(16);
  for (const segments of [17, 62]) {
    expect(() => queriesOf(pathOf(segments))).toThrow(
      new RegExp(
        `^HSS_INVALID_ARGUMENT: image reference "r\\.io/s0/.*: its path has ${segments} segments, ` +
          'and HSS is asked for at most 16\\n  what to do: push the image under a shorter path$',
      ),
    );
  }
});
