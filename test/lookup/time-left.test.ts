import { ENDPOINTS } from '../../src/contract/endpoints';
import { HssError } from '../../src/contract/error';
import { checkQuery } from '../../src/contract/query';
import { WaitBudget } from '../../src/lookup/blocking/wait-budget';
import { Lookup, Lookups } from '../../src/lookup/lookups';
import { Listing, LookupRequest } from '../../src/lookup/request';
import { failureOf } from '../support/failure';

/** Which lookups are shared, where the gates that start them have different times left. */

const mockWorker = {
  requests: [] as LookupRequest[],
  answers: true,
  post(request: LookupRequest): LookupRequest {
    this.requests.push(request);
    return request;
  },
  read(): Listing {
    if (!this.answers) throw new HssError('HSS_TIMEOUT', 'HSS did not answer in time');
    return { rows: [], origin: { endpoint: 'https://hss.example', projectId: 'p-1' } };
  },
};

jest.mock('../../src/lookup/worker-handle', () => ({
  LookupWorker: { start: () => mockWorker },
}));

beforeEach(() => {
  mockWorker.requests.splice(0);
  mockWorker.answers = true;
});

/** The budget of a gate that has this much time left. */
function left(seconds: number): WaitBudget {
  let now = 0;
  const budget = new WaitBudget(0, () => now);
  budget.count(() => (now += (300 - seconds) * 1000));
  return budget;
}

function start(app: object, budget?: WaitBudget): Lookup {
  const query = checkQuery(ENDPOINTS['cicd-images'], {});
  const overrides = budget === undefined ? {} : { budget };
  return Lookups.of(app).start({ kind: 'live' }, {}, query, undefined, overrides);
}

const times = (): unknown[] => mockWorker.requests.map(({ timeLeft }) => timeLeft?.ms);

test.each([
  { given: 'as much time', first: 300, second: 300, sent: [300_000] },
  { given: 'less time', first: 300, second: 1, sent: [300_000] },
  { given: 'no time', first: 300, second: 0, sent: [300_000] },
  { given: 'more time', first: 1, second: 300, sent: [1_000, 300_000] },
  { given: 'no gate', first: 1, second: undefined, sent: [1_000, undefined] },
])('a lookup under way and an asker with $given', ({ first, second, sent }) => {
  const app = {};
  start(app, left(first));
  const budget = (): WaitBudget | undefined => (second === undefined ? undefined : left(second));
  start(app, budget());
  start(app, budget());
  expect(times()).toEqual(sent);
});

test('the failure of a lookup with little time is not the answer of a gate with more', async () => {
  const app = {};
  mockWorker.answers = false;
  const short = start(app, left(1));
  await failureOf(() => short.rows);
  mockWorker.answers = true;
  expect(start(app, left(300)).rows).toEqual([]);
});

test('rows that have been read are shared, whatever the time', () => {
  const app = {};
  expect(start(app, left(1)).rows).toEqual([]);
  expect(start(app, left(300)).rows).toEqual([]);
  expect(times()).toEqual([1_000]);
});
