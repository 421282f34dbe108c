import { ENDPOINTS } from '../../src/contract/endpoints';
import { EndpointId, MAX_OFFSET, PAGE_LIMIT } from '../../src/contract/fields';
import { Query, checkQuery, parametersOf, pathOf } from '../../src/contract/query';
import { failureOf } from '../support/failure';
import { PAGES, allowed, beyond, inWords, misfits } from './pages';

/** Checks the tables of src with every parameter of the API pages, within and beyond its bounds. */

const ENDPOINT_IDS = Object.keys(PAGES) as EndpointId[];

/** A query with the required parameters of its endpoint, each with its first allowed value. */
function check(id: EndpointId, given: object): Query {
  const needed = PAGES[id].required.map((prop) => [prop, sendable(id, prop)[0]]);
  return checkQuery(ENDPOINTS[id], { ...Object.fromEntries(needed), ...given });
}

/**
 * The allowed values of a parameter. In a path no value can be empty, even if the page allows it.
 */
function sendable(id: EndpointId, prop: string): readonly unknown[] {
  const values = allowed(PAGES[id].parameters[prop][1]);
  return isInPath(id, prop) ? values.filter((value) => value !== '') : values;
}

function isInPath(id: EndpointId, prop: string): boolean {
  return PAGES[id].path.includes(`{${prop}}`);
}

test.each(ENDPOINT_IDS)('%s has the parameters of its page, and its path', (id) => {
  expect(Object.keys(ENDPOINTS).sort()).toEqual([...ENDPOINT_IDS].sort());
  const spec = ENDPOINTS[id];
  expect(Object.keys(spec.parameters).sort()).toEqual(Object.keys(PAGES[id].parameters).sort());
  expect(spec.path).toBe(PAGES[id].path);
  expect([PAGE_LIMIT, MAX_OFFSET]).toEqual([200, 2_000_000]);
});

const PARAMETERS = ENDPOINT_IDS.flatMap((id) =>
  Object.entries(PAGES[id].parameters).map(([prop, [name, kind]]) => ({ id, prop, name, kind })),
);

test.each(PARAMETERS)('$id $prop takes what the page allows', ({ id, prop, name }) => {
  const required = PAGES[id].required.filter((one) => one !== prop && !isInPath(id, one));
  for (const value of sendable(id, prop)) {
    const query = check(id, { [prop]: value });
    const wire = Array.isArray(value) ? value.join(',') : String(value);
    if (isInPath(id, prop)) {
      expect(pathOf(ENDPOINTS[id], query)).toBe(PAGES[id].path.replace(`{${prop}}`, wire));
    } else {
      const others = required.map((one) => [PAGES[id].parameters[one][0], sendable(id, one)[0]]);
      expect(new Map(parametersOf(ENDPOINTS[id], query))).toEqual(
        new Map([[name, wire], ...others] as [string, string][]),
      );
    }
  }
});

test.each(ENDPOINT_IDS.flatMap((id) => PAGES[id].required.map((prop) => ({ id, prop }))))(
  '$id requires $prop',
  async ({ id, prop }) => {
    const { code, message } = await failureOf(() => check(id, { [prop]: undefined }));
    expect([code, message]).toEqual([
      'HSS_INVALID_ARGUMENT',
      expect.stringContaining(`${prop} is required by ${ENDPOINTS[id].operation}`),
    ]);
  },
);

test.each(['', '.', '..', 'a/b', 'a b', '漏洞', 'HUAWEI:1'])(
  'an ID that cannot stand in a path is refused: %j',
  async (text) => {
    for (const [id, prop] of [
      ['image-vulnerabilities', 'imageId'],
      ['vulnerability-cves', 'vulId'],
    ] as const) {
      const { code } = await failureOf(() => check(id, { [prop]: text }));
      expect(code).toBe('HSS_INVALID_ARGUMENT');
    }
  },
);

test.each(PARAMETERS)('$id $prop refuses everything else', async ({ id, prop, kind }) => {
  for (const value of [...beyond(kind), ...misfits(kind)]) {
    const { code, message } = await failureOf(() => check(id, { [prop]: value }));
    expect(code).toBe('HSS_INVALID_ARGUMENT');
    const shown = typeof value === 'number' ? String(value) : JSON.stringify(value);
    expect(message).toContain(`${prop} is ${shown.slice(0, 80)}`);
    for (const words of inWords(kind)) expect(message).toContain(words);
  }
});

test('null and undefined are omitted from a query, but not false, 0 and an empty ID', () => {
  const given = { namespace: null, imageName: undefined, hasVul: false, imageSize: 0, imageId: '' };
  expect(parametersOf(ENDPOINTS['cicd-images'], check('cicd-images', given))).toEqual([
    ['image_id', ''],
    ['image_size', '0'],
    ['has_vul', 'false'],
  ]);
});

test('the length of a text is counted in characters, not in UTF-16 units', () => {
  expect(() => check('cicd-images', { imageVersion: '😀'.repeat(64) })).not.toThrow();
  expect(() => check('cicd-images', { imageVersion: '😀'.repeat(65) })).toThrow('64 characters');
});

test('equal lists of types are equal queries', () => {
  const query = check('image-registries', { registryTypes: ['Other', 'Harbor', 'Other'] });
  expect(query).toEqual(check('image-registries', { registryTypes: ['Harbor', 'Other'] }));
});

test.each([
  ['no task', { taskId: undefined }, 'taskId is required'],
  ['an empty task', { taskId: '' }, '1 to 64 characters'],
  ['a task that climbs', { taskId: '..' }, 'taskId is ".."'],
  ['a task that needs escapes', { taskId: 'a/b' }, 'A-Z a-z 0-9 - . _ ~'],
  ['a task in Chinese', { taskId: '任务' }, 'A-Z a-z 0-9 - . _ ~'],
  ['a page size', { limit: 10 }, 'limit is not a parameter of ListAssociateRegistries'],
  ["another endpoint's parameter", { imageName: 'web' }, 'imageName is not a parameter'],
  ['a name that all objects have', { toString: 'x' }, 'toString is not a parameter'],
  ['half a character', { registryName: 'a\ud800' }, 'registryName is'],
  ['a big integer', { registryName: 5n }, 'registryName is'],
])('a query refuses %s', async (_, given, words) => {
  const { code, message } = await failureOf(() => check('sync-task-registries', given));
  expect([code, message]).toEqual(['HSS_INVALID_ARGUMENT', expect.stringContaining(words)]);
});

test('a value in an error is truncated', async () => {
  const { message } = await failureOf(() =>
    check('cicd-images', { namespace: 'n'.repeat(100_000) }),
  );
  expect(message.length).toBeLessThan(500);
});
