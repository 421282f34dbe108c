import { ImageSearch, ListSearch } from '../../src/asking/image-search';
import { ListAnswer } from '../../src/asking/list-search';
import { ProjectImages } from '../../src/asking/project-images';
import { HssError, HssErrorCode } from '../../src/contract/error';
import { Row } from '../../src/contract/row';
import { parseReference } from '../../src/policy';
import { ImageSource } from '../../src/policy/model/image-source';
import { sha } from './images';

/** The search for one image in several lists. */

const { CICD, REGISTRY } = ImageSource;
const LISTS = [CICD, REGISTRY];
const REFERENCE = 'r.io/shop/web:1.4';
const WEB: Row = {
  namespace: 'shop',
  imageName: 'web',
  imageVersion: '1.4',
  imageDigest: sha('a'),
};

const searchFor = (
  reference = REFERENCE,
  lists: readonly ImageSource[] = LISTS,
  shared: readonly ImageSource[] = [],
): ImageSearch =>
  new ImageSearch(parseReference(reference), {
    lists,
    shares: (list) => shared.includes(list),
  });

const resultOf = (search: ImageSearch) =>
  search.result(
    () => [{ id: 'r-1' }],
    () => ({ region: 'cn-north-4' }),
  );

/** Answers each search that is under way; a list without rows has none. */
function answerAll(search: ImageSearch, rows: { readonly [list in ImageSource]?: Row[] }): void {
  for (const one of search.underWay) {
    search.answer(one, { rows: [rows[one.question.list] ?? []] });
  }
}

const namesOf = (searches: readonly ListSearch[]): string[] =>
  searches.map(({ question, state }) => `${question.list} ${question.image.path} ${state.name}`);

test('an image is searched for in each list, and its rows are those of all of them', () => {
  const search = searchFor();
  expect(namesOf(search.underWay)).toEqual([
    'cicd shop/web asking all versions',
    'registry shop/web asking all versions',
  ]);
  answerAll(search, { cicd: [WEB], registry: [{ ...WEB, registryId: 'r-1' }] });
  expect(search.isOver).toBe(true);
  expect(resultOf(search)).toEqual({
    listed: {
      cicdImages: [WEB],
      registryImages: [{ ...WEB, registryId: 'r-1' }],
      imageRegistries: [{ id: 'r-1' }],
      location: { region: 'cn-north-4' },
    },
  });
});

test('a list that is left out is empty, and the registries are not asked for without theirs', () => {
  const search = searchFor(REFERENCE, [CICD]);
  answerAll(search, { cicd: [WEB] });
  const registries = jest.fn();
  expect(search.result(registries, () => undefined)).toEqual({
    listed: { cicdImages: [WEB], registryImages: [], imageRegistries: [] },
  });
  expect(registries).not.toHaveBeenCalled();
});

test('one list may be shared and another asked by name and by tag', () => {
  const search = searchFor(REFERENCE, LISTS, [REGISTRY]);
  const [cicd, registry] = search.underWay;
  expect(registry.state.name).toBe('sharing');
  search.share(registry, { images: new ProjectImages([WEB]) });
  search.answer(cicd, { error: new HssError('HSS_TOO_MANY_ROWS', 'many') });
  expect(namesOf(search.underWay)).toEqual(['cicd shop/web asking']);
  answerAll(search, {});
  expect(resultOf(search)).toMatchObject({ listed: { cicdImages: [], registryImages: [WEB] } });
});

test('a path of too many segments is not asked for, in a listing neither', () => {
  const path = Array.from({ length: 17 }, (_, at) => `s${at}`).join('/');
  const shares = jest.fn();
  const search = new ImageSearch(parseReference(`r.io/${path}:1`), { lists: LISTS, shares });
  expect(shares).not.toHaveBeenCalled();
  expect(search.underWay).toEqual([]);
  expect(resultOf(search)).toMatchObject({ error: { code: 'HSS_INVALID_ARGUMENT' } });
});

const ADVICE = 'set imageSources: [cicd] in the policy to judge by CI/CD images alone';

test.each<[HssErrorCode, boolean]>([
  ['HSS_FORBIDDEN', true],
  ['HSS_BAD_RESPONSE', true],
  ['HSS_NOT_FOUND', true],
  ['HSS_SNAPSHOT_MISS', true],
  ['HSS_AUTH_FAILED', false],
  ['HSS_UNREACHABLE', false],
])(
  '%s of one list fails the image, and of the registries it may say how to do without',
  (...of) => {
    const [code, isAdvised] = of;
    const failed: ListAnswer = { error: new HssError(code, 'no', { advice: 'grant it' }) };
    const adviceOf = (search: ImageSearch, registries: () => Row[] = () => []): unknown => {
      const result = search.result(registries, () => undefined);
      expect(result).toMatchObject({ error: { code } });
      return 'error' in result ? result.error.details.advice : undefined;
    };
    const registryAdvice = (operation: string): string => {
      const missing = `; the missing permission is that of ${operation}`;
      return `grant it${code === 'HSS_FORBIDDEN' ? missing : ''}${isAdvised ? `; or ${ADVICE}` : ''}`;
    };
    for (const [at, advice] of ['grant it', registryAdvice('ListRegistryImages')].entries()) {
      const search = searchFor();
      search.answer(search.underWay[at], failed);
      expect(search.underWay).toEqual([]);
      expect(adviceOf(search)).toBe(advice);
    }
    const search = searchFor();
    answerAll(search, {});
    const throwing = (): Row[] => {
      throw failed.error;
    };
    expect(adviceOf(search, throwing)).toBe(registryAdvice('ListRegistry'));
  },
);

test.each<[HssErrorCode, string | undefined, string | undefined]>([
  ['HSS_FORBIDDEN', 'grant it', 'grant it; the missing permission is that of ListRegistryImages'],
  ['HSS_FORBIDDEN', undefined, 'the missing permission is that of ListRegistryImages'],
  ['HSS_SNAPSHOT_MISS', 'record it again', 'record it again'],
  ['HSS_NOT_FOUND', undefined, undefined],
])('%s of a policy without the CI/CD images does not advise these', (code, given, advice) => {
  const search = searchFor(REFERENCE, [REGISTRY]);
  const details = given === undefined ? {} : { advice: given };
  search.answer(search.underWay[0], { error: new HssError(code, 'no', details) });
  const result = resultOf(search);
  expect('error' in result && result.error.details.advice).toBe(advice);
});

describe('platforms of an index', () => {
  const association = (imageName?: string, namespace = 'shop'): Row => ({
    namespace,
    ...(imageName === undefined ? {} : { imageName }),
    imageDigest: sha('c'),
  });
  const index = (associations: readonly Row[], more: Row = {}): Row => ({
    ...WEB,
    isMultipleArch: true,
    associationImages: associations as never,
    ...more,
  });
  const furtherOf = (rows: { readonly [list in ImageSource]?: Row[] }, reference = REFERENCE) => {
    const search = searchFor(reference);
    answerAll(search, rows);
    return namesOf(search.underWay);
  };

  test('with names of their own are searched for in each list, once', () => {
    const search = searchFor();
    answerAll(search, { registry: [index([association('web'), association('web-arm64')])] });
    expect(namesOf(search.underWay)).toEqual([
      'cicd shop/web-arm64 asking all versions',
      'registry shop/web-arm64 asking all versions',
    ]);
    const further = index([association('further')], { imageName: 'web-arm64' });
    answerAll(search, { cicd: [{ ...WEB, imageName: 'web-arm64' }], registry: [further] });
    expect(search.isOver).toBe(true);
    expect(resultOf(search)).toMatchObject({
      listed: {
        cicdImages: [{ imageName: 'web-arm64' }],
        registryImages: [{ imageName: 'web' }, { imageName: 'web-arm64' }],
      },
    });
  });

  test('are found in the listings that the index was found in', () => {
    const search = searchFor(REFERENCE, LISTS, LISTS);
    const [cicd, registry] = search.underWay;
    const arm = { ...WEB, imageName: 'web-arm64' };
    search.share(cicd, { images: new ProjectImages([arm]) });
    search.share(registry, {
      images: new ProjectImages([index([association('web-arm64')]), arm]),
    });
    expect(search.isOver).toBe(true);
    expect(resultOf(search)).toMatchObject({
      listed: { cicdImages: [arm], registryImages: [{ imageName: 'web' }, arm] },
    });
  });

  test.each<{ readonly given: string; readonly row: Row; readonly reference?: string }>([
    { given: 'without a name', row: index([association()]) },
    { given: "with the index's name", row: index([association('web')]) },
    {
      given: 'of another version',
      row: index([association('x')], { imageVersion: '1', imageDigest: sha('b') }),
    },
    { given: 'of another image', row: index([association('x')], { imageName: 'api' }) },
    {
      given: 'of another digest',
      row: index([association('x')]),
      reference: `r.io/shop/web:1.4@${sha('b')}`,
    },
  ])('$given need no further question', ({ row, reference }) => {
    expect(furtherOf({ cicd: [WEB], registry: [row] }, reference)).toEqual([]);
  });

  test.each<{ readonly given: string; readonly cicd?: Row[]; readonly row: Row }>([
    {
      given: 'the digest, under another tag',
      cicd: [WEB],
      row: index([association('x')], { imageVersion: '1' }),
    },
    { given: 'the tag, and no digest', row: index([association('x')], { imageDigest: undefined }) },
    {
      given: 'a version that is unsound',
      row: index([association('x')], {
        imageVersion: undefined,
        imageDigest: undefined,
        anomalies: ['image_version: odd'],
      }),
    },
  ])('of a row with $given are searched for', ({ cicd, row }) => {
    expect(furtherOf({ ...(cicd === undefined ? {} : { cicd }), registry: [row] })).toHaveLength(2);
  });

  test('may have sixteen names, and no more', () => {
    const named = (count: number): Row =>
      index(Array.from({ length: count }, (_, at) => association(`web-${at}`)));
    expect(furtherOf({ registry: [named(16)] })).toHaveLength(32);
    const search = searchFor();
    answerAll(search, { registry: [named(17)] });
    expect(search.underWay).toEqual([]);
    expect(resultOf(search)).toMatchObject({
      error: {
        code: 'HSS_INVALID_ARGUMENT',
        summary:
          'shop/web is an index whose platforms have 17 other names, and HSS is asked for at most 16',
      },
    });
  });

  test.each([['a/'.repeat(17)], ['//'], ['/'.repeat(40)]])(
    'with an odd name such as %s never end as an image without platforms',
    (name) => {
      const search = searchFor();
      answerAll(search, { registry: [index([association(name)])] });
      const result = resultOf(search);
      if ('error' in result) expect(result.error.code).toBe('HSS_INVALID_ARGUMENT');
      else expect(search.underWay).toHaveLength(2);
    },
  );
});
