import fc from 'fast-check';
import { askForImages } from '../../src/judging';
import { ImageAnswer } from '../../src/asking/image-search';
import { platformNames } from '../../src/asking/platform-names';
import { HssCicdImage } from '../../src/contract/cicd-image';
import { HssRegistryImage } from '../../src/contract/registry-image';
import { ImageReference, Policy, parseReference, policyFromProps } from '../../src/policy';
import { rowName } from '../../src/policy/judge/candidate';
import { MemoryHss, MemoryHssOptions, partly } from '../support/memory-hss';
import { byCommand, byGate } from './both-ways';
import { FEW, MANY, anyPolicy, anyRows } from './images';

/** An image is judged alike whichever way HSS is asked: by name or by a shared listing, by a gate or the command line. */

const policyOf = (given: object): Policy =>
  policyFromProps({ maxSeverity: 'Low', ...given } as never, Date.now());

const byName = /^(cicd|registry) (?!\*)/;

describe('a judgement', () => {
  beforeAll(() => jest.spyOn(Date, 'now').mockReturnValue(Date.now()));
  afterAll(() => jest.restoreAllMocks());

  test.each<[string, MemoryHssOptions['matches']]>([
    ['exactly', Object.is],
    ['by part', partly],
  ])('is the same in each way, where HSS matches names %s', async (_, matches) => {
    await fc.assert(
      fc.asyncProperty(
        anyRows(true),
        anyPolicy,
        fc.shuffledSubarray(MANY),
        async (rows, given, many) => {
          const policy = policyOf(given);
          const references = [...FEW, ...many];
          const alone = new MemoryHss(rows, { isLive: false, matches });
          const wanted = byGate(alone, references, policy);
          const together = new MemoryHss(rows, { matches });
          expect(byGate(together, references, policy)).toEqual(wanted);
          const command = new MemoryHss(rows, { matches });
          expect(await byCommand(command, references, policy)).toEqual(wanted);
          // Never more than by name, and a listing of each list.
          for (const { asked } of [together, command]) {
            expect(new Set(asked).size).toBe(asked.length);
            expect(
              asked.filter((line) => byName.test(line) && !alone.asked.includes(line)),
            ).toEqual([]);
          }
        },
      ),
      { numRuns: 120 },
    );
  });

  test('takes no more than a listing of each list, where all rows are sound', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows(false), anyPolicy, async (rows, given) => {
        const policy = policyOf(given);
        for (const judge of [byGate, byCommand]) {
          const hss = new MemoryHss(rows);
          await judge(hss, [...FEW, ...MANY], policy);
          const wanted = [
            ...policy.imageSources.map((list) => `${list} *`),
            ...(policy.imageSources.includes('registry' as never) ? ['registries *'] : []),
          ];
          expect(hss.asked.filter((line) => !line.includes('few')).sort()).toEqual(wanted.sort());
        }
      }),
    );
  });
});

/** The rows of an image and of its platforms: a question without a namespace lists those of others, too. */
function relevant(reference: ImageReference, answer: ImageAnswer | undefined): unknown {
  if (answer === undefined || 'error' in answer) return answer;
  const { cicdImages, registryImages, imageRegistries } = answer.listed;
  const paths = [reference.path, ...platformNames(reference, cicdImages, registryImages)];
  const isOf = (row: HssCicdImage | HssRegistryImage): boolean => paths.includes(rowName(row));
  return [cicdImages.filter(isOf), registryImages.filter(isOf), imageRegistries];
}

test('the rows of an image and its platforms are the same by name and by a listing', async () => {
  const references = [...FEW, ...MANY].map(parseReference);
  const lists = policyOf({}).imageSources;
  await fc.assert(
    fc.asyncProperty(anyRows(true), async (rows) => {
      const { upstream } = new MemoryHss(rows);
      const shared = await askForImages(references, upstream, { lists });
      const alone = await askForImages(references, upstream, { lists, onlyByName: true });
      for (const reference of references) {
        expect(relevant(reference, shared.get(reference))).toEqual(
          relevant(reference, alone.get(reference)),
        );
      }
    }),
  );
});
