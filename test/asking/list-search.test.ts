import { HssError, HssErrorCode } from '../../src/contract/error';
import {
  ASKING_ALL_VERSIONS,
  ASK_BY_NAME,
  ListAnswer,
  ListQuestion,
  ListingShare,
  SearchState,
  afterAnswer,
  afterShare,
  listingShare,
  queriesIn,
} from '../../src/asking/list-search';
import { ProjectImages } from '../../src/asking/project-images';
import { Row } from '../../src/contract/row';
import { parseReference } from '../../src/policy';
import { ImageSource } from '../../src/policy/model/image-source';
import { sha } from './images';

/** The states of a search in one list, and what leads from one to another. */

const error = (code: HssErrorCode): HssError => new HssError(code, 'so it is');
const tooMany = error('HSS_TOO_MANY_ROWS');
const down = error('HSS_UNREACHABLE');
const WEB: Row = { namespace: 'shop', imageName: 'web', imageVersion: '1.4' };
const API: Row = { ...WEB, imageName: 'api' };
const DOUBTFUL: Row = { namespace: 'shop', imageName: 'web', anomalies: ['image_version: odd'] };

const question = (text: string, list = ImageSource.CICD): ListQuestion => ({
  list,
  image: parseReference(text),
});
const tagged = question('r.io/shop/web:1.4');
const byDigest = question(`r.io/shop/web:1.4@${sha('a')}`);
const platform: ListQuestion = { ...tagged, image: { text: 'shop/web', path: 'shop/web' } };

const images = (...rows: Row[]): ListingShare => ({ images: new ProjectImages(rows) });

test.each<{ readonly given: string; readonly share: ListingShare; readonly then: SearchState }>([
  {
    given: 'images, among them the image',
    share: images(WEB, API, WEB),
    then: { name: 'settled', rows: [WEB] },
  },
  { given: 'images of others', share: images(API), then: { name: 'settled', rows: [] } },
  { given: 'a row in doubt', share: images(WEB, DOUBTFUL), then: ASKING_ALL_VERSIONS },
  { given: 'that each asks by name', share: ASK_BY_NAME, then: ASKING_ALL_VERSIONS },
  { given: 'an error', share: { error: down }, then: { name: 'failed', error: down } },
])('a search that shares a listing, which has $given, is $then.name', ({ share, then }) => {
  expect(afterShare(tagged, share)).toEqual(then);
});

test.each<{
  readonly of: string;
  readonly asked: ListQuestion;
  readonly state: SearchState;
  readonly given: string;
  readonly answer: ListAnswer;
  readonly then: SearchState;
}>([
  {
    of: 'of a tag',
    asked: tagged,
    state: ASKING_ALL_VERSIONS,
    given: 'rows that two questions list',
    answer: { rows: [[WEB], [WEB, API]] },
    then: { name: 'settled', rows: [WEB, API] },
  },
  {
    of: 'of a tag',
    asked: tagged,
    state: ASKING_ALL_VERSIONS,
    given: 'too many rows',
    answer: { error: tooMany },
    then: { name: 'asking' },
  },
  {
    of: 'of a digest',
    asked: byDigest,
    state: ASKING_ALL_VERSIONS,
    given: 'too many rows',
    answer: { error: tooMany },
    then: { name: 'failed', error: tooMany },
  },
  {
    of: 'of a platform',
    asked: platform,
    state: ASKING_ALL_VERSIONS,
    given: 'too many rows',
    answer: { error: tooMany },
    then: { name: 'failed', error: tooMany },
  },
  {
    of: 'of a tag',
    asked: tagged,
    state: ASKING_ALL_VERSIONS,
    given: 'another error',
    answer: { error: down },
    then: { name: 'failed', error: down },
  },
  {
    of: 'of a tag',
    asked: tagged,
    state: { name: 'asking' },
    given: 'rows',
    answer: { rows: [[WEB]] },
    then: { name: 'settled', rows: [WEB] },
  },
  {
    of: 'of a tag',
    asked: tagged,
    state: { name: 'asking' },
    given: 'too many rows again',
    answer: { error: tooMany },
    then: { name: 'failed', error: tooMany },
  },
])('a search $of that is $state.name, answered by $given, is $then.name', (one) => {
  expect(afterAnswer(one.asked, one.state, one.answer)).toEqual(one.then);
});

test.each<{ readonly state: SearchState; readonly versions: readonly (string | undefined)[] }>([
  { state: { name: 'sharing' }, versions: [] },
  { state: ASKING_ALL_VERSIONS, versions: [undefined, undefined] },
  { state: { name: 'asking' }, versions: ['1.4', '1.4'] },
  { state: { name: 'settled', rows: [WEB] }, versions: [] },
  { state: { name: 'failed', error: down }, versions: [] },
])('a search that is $state.name asks for the versions $versions', ({ state, versions }) => {
  for (const list of Object.values(ImageSource)) {
    const asked = { ...tagged, list, enterpriseProjectId: 'ep' };
    const queries = queriesIn(asked, state);
    expect(queries.map(({ values }) => values.imageVersion)).toEqual(versions);
    for (const { endpoint, values } of queries) {
      expect(endpoint).toBe(`${list}-images`);
      expect(values.enterpriseProjectId).toBe('ep');
    }
  }
});

test.each<[HssErrorCode, 'all' | 'by name']>([
  ['HSS_NO_CREDENTIALS', 'all'],
  ['HSS_AUTH_FAILED', 'all'],
  ['HSS_FORBIDDEN', 'all'],
  ['HSS_THROTTLED', 'all'],
  ['HSS_UNREACHABLE', 'all'],
  ['HSS_TIMEOUT', 'by name'],
  ['HSS_TOO_MANY_ROWS', 'by name'],
  ['HSS_UNSTABLE_LIST', 'by name'],
  ['HSS_BAD_RESPONSE', 'by name'],
  ['HSS_SERVER_ERROR', 'by name'],
  ['HSS_INTERNAL', 'by name'],
])('%s of a whole listing is met by %s', (code, by) => {
  const failed = { error: error(code) };
  expect(listingShare(failed)).toEqual(by === 'all' ? failed : ASK_BY_NAME);
});
