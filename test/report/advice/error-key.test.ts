import { HssError, HssErrorDetails } from '../../../src/contract/error';
import { errorKey, groupErrors, imageListText } from '../../../src/report/advice/error-key';
import { render } from '../../../src/report/render';
import { UndecidedImage } from '../../../src/report/stack-report';
import { refusalText } from '../../../src/report/text/verdict-text';
import { run } from '../run-support';
import { report } from '../support';

/** One error that keeps many images from being decided is one error in every text. */

const DETAILS: HssErrorDetails = {
  query: 'GET https://hss.example/images?image_name=web&offset=0',
  status: 503,
  serviceCode: 'APIGW.0201',
  serviceMessage: 'backend unavailable',
  requestId: 'r-1',
  attempts: { count: 6, ms: 9_000 },
  advice: 'try again',
};
const errorWith = (change: HssErrorDetails): HssError =>
  new HssError('HSS_SERVER_ERROR', 'HSS failed', { ...DETAILS, ...change });

test.each<[string, HssErrorDetails, boolean]>([
  ['parameters of the request', { query: 'GET https://hss.example/images?image_name=api' }, true],
  ['request ID', { requestId: 'r-2' }, true],
  ['attempts', { attempts: { count: 5, ms: 12_000 } }, true],
  ['construct', { constructPath: 'shop/api' }, true],
  ['request', { query: 'GET https://hss.example/registries' }, false],
  ['status', { status: 502 }, false],
  ['code of the answer', { serviceCode: 'APIGW.0301' }, false],
  ['message of the answer', { serviceMessage: 'maintenance' }, false],
])('errors that differ in the %s are the same: %#', (_, change, isSame) => {
  expect(errorKey(errorWith(change)) === errorKey(errorWith({}))).toBe(isSame);
});

const image = (at: number): UndecidedImage => ({
  reference: `r.io/shop/app${at}:1`,
  path: `shop/app${at}`,
  error: errorWith({ query: `GET https://hss.example/images?image_name=app${at}` }),
});
const FIFTY = Array.from({ length: 50 }, (_, at) => image(at));
const REFUSED = report({ undecided: FIFTY });

test('fifty images with one error are one group', () => {
  const places = FIFTY.map(({ path }) => path);
  expect(groupErrors(FIFTY)).toEqual([{ error: FIFTY[0].error, images: FIFTY, places }]);
});

test('groups per image keep images apart, and have each place once', () => {
  const [one, other] = FIFTY;
  const elsewhere = { ...one, path: 'shop/elsewhere' };
  const groups = groupErrors([one, other, elsewhere, one], { perImage: true });
  expect(groups.map(({ places }) => places)).toEqual([[one.path, elsewhere.path], [other.path]]);
});

test.each([
  [1, 'image: a'],
  [2, '2 images: a and b'],
  [3, '3 images: a, b and c'],
  [4, '4 images: a, b, c and 1 more'],
])('%d images: %s', (count, text) => {
  expect(imageListText(['a', 'b', 'c', 'd'].slice(0, count))).toBe(text);
});

test.each(['table', 'markdown', 'html', 'github'] as const)('%s has it once', async (format) => {
  const text = await render(format, run({ outcome: 'undecided', parts: [REFUSED] }));
  expect(text.match(/try again/g)).toHaveLength(1);
  expect(text).toMatch(/50 images: .*app0:1.*app1:1.*app2:1.* and 47 more/);
});

test('a refusal has it once', () => {
  const text = refusalText(REFUSED, { colour: false });
  expect(text.match(/could not be decided/g)).toHaveLength(1);
  expect(text).toContain('50 images: r.io/shop/app0:1 (shop/app0), ');
  expect(text).toContain(' and 47 more\n');
});

test.each([
  [['a'], 'a:1 (s/p1)'],
  [['a', 'a'], 'a:1 (s/p1 and s/p2)'],
  [['a', 'b', 'a'], '2 images: a:1 (s/p1 and s/p3) and b:1 (s/p2)'],
])('a refusal counts images, not places: %j', (names, title) => {
  const undecided = names.map((name, at) => ({
    ...image(0),
    reference: `${name}:1`,
    path: `s/p${at + 1}`,
  }));
  expect(refusalText(report({ undecided }), { colour: false }).split('\n')[0]).toBe(title);
});

test('the page isolates the direction of each reference', async () => {
  const text = await render('html', run({ outcome: 'undecided', parts: [REFUSED] }));
  const isolated = [0, 1, 2].map((at) => `<bdi>r.io/shop/app${at}:1</bdi>`).join(', ');
  expect(text).toContain(`50 images: ${isolated} and 47 more</p>`);
});

test('a refusal names one image with its place', () => {
  const text = refusalText(report({ undecided: [image(1)] }), { colour: false });
  expect(text).toMatch(/^r\.io\/shop\/app1:1 \(shop\/app1\)\n {2}could not be decided: HSS_SERVER/);
});
