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
  { given: 'none', attempts: 0, ms: 300_000, says: 'none (not sent; queued for 300 s)' },
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
  const { message, details } = request.counted(throttled().error, 'GET /first');
  expect(details.attempts).toEqual({ count: 2, ms: 7_000, queuedMs: 100_000 });
  expect(message).toContain('attempts: 2 in 7 s (plus 100 s queued behind other requests)');
});

test('the last Retry-After counts', () => {
  const request = new RequestAttempts('GET /', 300_000, 6, () => 0);
  request.failed(throttled({ retryAfterMs: 90_000 }));
  expect(request.retryAt).toBe(90_000);
  request.failed(throttled({ retryAfterMs: 29_100 }));
  const { message } = request.counted(throttled().error);
  expect(message).toContain('; HSS asked to wait 30 s (Retry-After)');
  request.failed(throttled());
  expect(request.retryAt).toBeUndefined();
  expect(request.counted(throttled().error).message).not.toContain('Retry-After');
});

test.each([
  [86_400_000, '86400 s'],
  [86_400_001, 'more than a day'],
  [1e29, 'more than a day'],
  [Infinity, 'more than a day'],
])('a Retry-After of %d ms is shown as %s', (retryAfterMs, says) => {
  const request = new RequestAttempts('GET /', 300_000, 6, () => 0);
  request.failed(throttled({ retryAfterMs }));
  const { message } = request.counted(throttled().error);
  expect(message).toContain(`; HSS asked to wait ${says} (Retry-After)`);
});

test.each([
  {
    wait: { retryAfterMs: 60_000, pauseLeftMs: 30_000 },
    says: '60 s (Retry-After); the pause ends in 30 s',
  },
  {
    wait: { retryAfterMs: 3_600_000, pauseLeftMs: 870_000, longestPauseMs: 900_000 },
    says: '3600 s (Retry-After); the pause, limited to 900 s, ends in 870 s',
  },
])('a pause that another request caused: $says', ({ wait, says }) => {
  const request = new RequestAttempts('GET /', 300_000, 6, () => 0);
  request.failed(throttled(wait));
  expect(request.retryAt).toBe(wait.pauseLeftMs);
  expect(request.counted(throttled().error).message).toContain(`; HSS asked to wait ${says}`);
});

test('a request that waited for the first answer names the request that gets it', () => {
  const request = new RequestAttempts('GET /', 300_000, 6, () => 0);
  const { message } = request.counted(new HssError('HSS_TIMEOUT', 'too late'), 'GET /first');
  expect(message).toContain(
    'attempts: none (not sent; queued for less than 1 s, waiting for the first answer, to GET /first)',
  );
  expect(request.counted(throttled().error, 'GET /first').message).not.toContain('/first');
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
      faults: [{ kind: 'status', status: 429, retryAfter: 3600 }],
    });
    const client = await clientOf({ ...hss.options, deadlineSeconds: 60 });
    const first = await failureOf(() => client.list());
    expect(first.message).toMatch(
      /attempts: 1 in .* s; HSS asked to wait 3600 s \(Retry-After\)\n/,
    );
    expect(first.details.attempts).toMatchObject({ count: 1 });
    const next = await failureOf(() => client.list());
    expect(next.message).toMatch(
      /attempts: none \(not sent; .*\); HSS asked to wait 3600 s \(Retry-After\); the pause, limited to 900 s, ends in \d+ s\n/,
    );
    expect(next.details.attempts).toMatchObject({ count: 0 });
    expect(await hss.requests()).toHaveLength(1);
  });

  test('until a credential is accepted, a request that was not sent names the one that was', async () => {
    const hss = await startHss({ faults: [{ kind: 'hang' }] });
    const client = await clientOf({ ...hss.options, deadlineSeconds: 0.5 });
    const [sent, queued] = await Promise.all([
      failureOf(() => client.list()),
      failureOf(() => client.list({ endpoint: 'image-registries', values: {} })),
    ]);
    expect(queued.details.attempts).toMatchObject({ count: 0, waitedFor: sent.details.query });
    expect(queued.details.query).toContain('/image/registries');
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
