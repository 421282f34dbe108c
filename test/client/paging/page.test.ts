import { parseExactly } from '../../../src/client/http/json';
import { pageOf } from '../../../src/client/paging/page';
import { failureOf } from '../../support/failure';

/** The outline of a page: what may be wrong with it is refused, and said. */

test.each([
  {
    given: 'rows',
    body: '{"total_num":2,"data_list":[{"id":"a"},{"id":"b"}]}',
    total: 2,
    rows: [{ id: 'a' }, { id: 'b' }],
  },
  {
    given: 'one row as itself',
    body: '{"total_num":1,"data_list":{"id":"a"}}',
    total: 1,
    rows: [{ id: 'a' }],
  },
  {
    given: 'rows that are none',
    body: '{"total_num":2,"data_list":[null,7]}',
    total: 2,
    rows: [null, 7],
  },
  { given: 'no rows', body: '{"total_num":0,"data_list":[]}', total: 0, rows: [] },
  { given: 'no rows, as null', body: '{"total_num":0,"data_list":null}', total: 0, rows: [] },
  { given: 'no rows, as nothing', body: '{"total_num":0}', total: 0, rows: [] },
  {
    given: 'a total with a fraction of nothing',
    body: '{"total_num":1.0,"data_list":[{}]}',
    total: 1,
    rows: [{}],
  },
])('a page with $given is read', ({ body, total, rows }) => {
  expect(pageOf(parseExactly(body), 'GET /')).toEqual({ total, rows });
});

test.each([
  ['null', 'not a JSON object'],
  ['[]', 'not a JSON object'],
  ['"rows"', 'not a JSON object'],
  ['9223372036854775807', 'not a JSON object'],
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
])('the page %s is refused', async (body, words) => {
  const { code, message } = await failureOf(() => pageOf(parseExactly(body), 'GET /'));
  expect([code, message]).toEqual(['HSS_BAD_RESPONSE', expect.stringContaining(words)]);
});

test('a page with more rows than were asked for is refused', async () => {
  const body = { total_num: 201, data_list: new Array(201).fill({}) };
  const { code, message } = await failureOf(() => pageOf(body, 'GET /'));
  expect([code, message]).toEqual(['HSS_BAD_RESPONSE', expect.stringContaining('has 201 rows')]);
});
