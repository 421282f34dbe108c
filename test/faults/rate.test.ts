import { failureOf } from '../support/failure';
import { clientOf, startHss } from '../support/hss';
import { ENDPOINTS } from '../../src/contract/endpoints';
import { checkQuery } from '../../src/contract/query';

/** 429s are learned from by all lookups of the process, over real sockets. */

const statuses = (requests: readonly { readonly status: number | null }[]) =>
  requests.map(({ status }) => status);

test('300 lookups of two clients pass a limit of 50 requests a second without an error, and with few refusals', async () => {
  const hss = await startHss({ faults: [{ kind: 'rate', perSecond: 50 }] });
  const clients = [await clientOf(hss.options), await clientOf(hss.options)];
  const lookups = Array.from({ length: 300 }, (_, index) => {
    const query = checkQuery(ENDPOINTS['cicd-images'], { imageVersion: `none ${index}` });
    return clients[index % 2].list(query);
  });
  expect(await Promise.all(lookups)).toEqual(new Array(300).fill([]));
  const came = statuses(await hss.requests());
  expect(came.filter((status) => status === 200)).toHaveLength(300);
  // What a process may have under way at the first refusal, and two each second, about when the rate is back.
  expect(came.filter((status) => status === 429).length).toBeLessThanOrEqual(64 + 2 * 8);
});

test('after one Retry-After no lookup of the credential asks before that time', async () => {
  const hss = await startHss({
    faults: [{ kind: 'status', status: 429, retryAfter: 2, skip: 1, times: 1 }],
  });
  const [one, other] = [await clientOf(hss.options), await clientOf(hss.options)];
  await one.list();
  await Promise.all([one.list(), ...Array.from({ length: 5 }, () => other.list())]);
  // The others that were under way with it apart, which is up to all of them on a fast machine.
  await Promise.all([one.list(), other.list()]);
  const requests = await hss.requests();
  const refusedAt = Date.parse(requests.find(({ status }) => status === 429)!.time);
  const later = requests.map(({ time }) => Date.parse(time) - refusedAt).filter((ms) => ms > 500);
  expect(later.length).toBeGreaterThanOrEqual(2);
  expect(Math.min(...later)).toBeGreaterThanOrEqual(1980);
});

test('a time that is beyond the deadline ends all lookups of the credential, by one request', async () => {
  const hss = await startHss({
    faults: [{ kind: 'status', status: 429, retryAfter: 3600, skip: 1 }],
  });
  const [one, other] = [await clientOf(hss.options), await clientOf(hss.options)];
  await one.list();
  for (const client of [one, other, other]) {
    const { code, message } = await failureOf(() => client.list());
    expect([code, message]).toEqual(['HSS_THROTTLED', expect.stringContaining('APIGW.0308')]);
  }
  expect(statuses(await hss.requests())).toEqual([200, 429]);
});
