import { parseExactly } from '../../../src/client/http/json';
import { pageOf } from '../../../src/client/paging/page';
import { failureOf } from '../../support/failure';

/** The outline of a page: what may be wrong with it is refused, and said. */

test.each([
  ['rows', '{"total_num":2,"data_list":[{"id":"a"},{"id":"b"}]}', 2, [{ id: 'a' }, { id: 'b' }]],
  ['one row as itself', '{"total_num":1,"data_list":{"id":"a"}}', 1, [{ id: 'a' }]],
  ['rows that are none', '{"total_num":2,"data_list":[null,7]}', 2, [null, 7]],
  ['no rows', '{"total_num":0,"data_list":[]}', 0, []],
  ['no rows, as null', '{"total_num":0,"data_list":null}', 0, []],
  ['no rows, as nothing', '{"total_num":0}', 0, []],
  ['a total with a fraction of nothing', '{"total_num":1.0,"data_list":[{}]}', 1, [{}]],
])('%s', (_, body, total, rows) => {
  expect(pageOf(parseExactly(body), 'GET /')).toEqual({ total, rows });
});

test.each([
  ['null', 'no JSON object'],
  ['[]', 'no JSON object'],
  ['"rows"', 'no JSON object'],
  ['9223372036854775807', 'no JSON object'],
  ['{}', 'total_num is missing'],
  ['{"data_list":[]}', 'total_num is missing'],
  ['{"total_num":null,"data_list":[]}', 'total_num is null'],
  ['{"total_num":"1","data_list":[{}]}', 'total_num is "1"'],
  ['{"total_num":-1,"data_list":[]}', 'total_num is -1'],
  ['{"total_num":1.5,"data_list":[{}]}', 'total_num is 1.5'],
  ['{"total_num":9223372036854775807,"data_list":[]}', 'total_num is 9223372036854775807'],
  ['{"total_num":true,"data_list":[]}', 'total_num is true'],
  ['{"__proto__":{"total_num":0},"data_list":[]}', 'total_num is missing'],
  ['{"total_num":1}', 'data_list is missing, though total_num is 1'],
  ['{"total_num":1,"data_list":null}', 'data_list is null, though total_num is 1'],
  ['{"total_num":1,"data_list":"rows"}', 'data_list is "rows"'],
  ['{"total_num":1,"data_list":7}', 'data_list is 7'],
  ['{"total_num":0,"data_list":false}', 'data_list is false'],
])('%s is refused', async (body, words) => {
  const { code, message } = await failureOf(() => pageOf(parseExactly(body), 'GET /'));
  expect([code, message]).toEqual(['HSS_BAD_RESPONSE', expect.stringContaining(words)]);
});

test('a page with more rows than were asked for is refused', async () => {
  const body = { total_num: 201, data_list: new Array(201).fill({}) };
  const { code, message } = await failureOf(() => pageOf(body, 'GET /'));
  expect([code, message]).toEqual(['HSS_BAD_RESPONSE', expect.stringContaining('has 201 rows')]);
});
