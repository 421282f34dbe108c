import { AttemptFailure } from '../../../src/client/http/failure';
import { RequestAttempts } from '../../../src/client/retry/request-attempts';
import { HssError, HssErrorCode } from '../../../src/contract/error';
import { failureOf } from '../../support/failure';
import { clientOf, startHss } from '../../support/hss';
import { throttled } from './support';

/** An error says how many attempts were made, over how long, and how long HSS asked to wait. */

test.each([
  { given: 'two attempts', attempts: 2, ms: 42_400, says: '2 in 42 s' },
  { given: 'a quick one', attempts: 1, ms: 999, says: '1 in less than 1 s' },
  { given: 'none', attempts: 0, ms: 300_000, says: 'none in 300 s' },
])('$given: $says', ({ attempts, ms, says }) => {
  let now = 1_000_000;
  const request = new RequestAttempts('GET /', now + 300_000, 6, () => now);
  for (let sent = 0; sent < attempts; sent++) request.sent();
  request.failed(throttled());
  now += ms;
  const error = request.counted(throttled().error);
  expect(error.message).toContain(`\n  attempts: ${says}`);
  expect(error.message).not.toContain('Retry-After');
});

test('the time runs from the first attempt, not from the queue', () => {
  let now = 0;
  const request = new RequestAttempts('GET /', 300_000, 6, () => now);
  now = 100_000;
  request.sent();
  now = 107_000;
  request.sent();
  expect(request.counted(throttled().error).details.attempts).toEqual({ count: 2, ms: 7_000 });
});

test('the last Retry-After counts', () => {
  const request = new RequestAttempts('GET /', 300_000, 6, () => 0);
  request.failed(throttled({ retryAfterMs: 90_000 }));
  expect(request.retryAt).toBe(90_000);
  request.failed(throttled({ retryAfterMs: 29_100 }));
  const { message } = request.counted(throttled().error);
  expect(message).toContain('in less than 1 s; HSS asked to wait 30 s (Retry-After)');
  request.failed(throttled());
  expect(request.retryAt).toBeUndefined();
  expect(request.counted(throttled().error).message).not.toContain('Retry-After');
});

test.each<[HssErrorCode, boolean]>([
  ['HSS_THROTTLED', true],
  ['HSS_TIMEOUT', true],
  ['HSS_UNREACHABLE', true],
  ['HSS_SERVER_ERROR', true],
  ['HSS_AUTH_FAILED', false],
  ['HSS_FORBIDDEN', false],
  ['HSS_NOT_FOUND', false],
])('%s says its attempts: %s', (code, isCounted) => {
  const request = new RequestAttempts('GET /', 300_000, 6);
  request.failed(new AttemptFailure(new HssError(code, 'failed'), true));
  const { details } = request.counted(new HssError(code, 'failed'));
  expect(details.attempts !== undefined).toBe(isCounted);
});

describe('against a server', () => {
  test('a server that refuses for ever: each attempt counts', async () => {
    const hss = await startHss({ faults: [{ kind: 'status', status: 503 }] });
    const client = await clientOf({ ...hss.options, maxRetries: 1 });
    const { details } = await failureOf(() => client.list());
    expect(details.attempts).toMatchObject({ count: 2 });
    expect(await hss.requests()).toHaveLength(2);
  });

  test('a pause that ends after the deadline keeps other requests from being sent', async () => {
    const hss = await startHss({
      faults: [{ kind: 'status', status: 429, retryAfter: 900 }],
    });
    const client = await clientOf({ ...hss.options, deadlineSeconds: 60 });
    const first = await failureOf(() => client.list());
    const took = String.raw`in (less than 1|\d+) s; HSS asked to wait \d+ s`;
    expect(first.message).toMatch(new RegExp(`attempts: 1 ${took}`));
    expect(first.details.attempts).toMatchObject({ count: 1 });
    const next = await failureOf(() => client.list());
    expect(next.message).toMatch(new RegExp(`attempts: none ${took}`));
    expect(next.details.attempts).toMatchObject({ count: 0 });
    expect(await hss.requests()).toHaveLength(1);
  });

  test('a list that fails midway says how many pages had arrived', async () => {
    const hss = await startHss({
      rows: 450,
      faults: [{ kind: 'status', status: 500, page: 'last' }],
    });
    const client = await clientOf({ ...hss.options, concurrency: 1 });
    const { message, details } = await failureOf(() => client.list());
    expect(details.arrived).toEqual({ pages: 2, ofPages: 3, ofRows: 450 });
    expect(message).toContain('\n  list: 2 of 3 pages had arrived (450 rows in all)\n');
  });
});
