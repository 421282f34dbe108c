import type { PendingRequest } from '../../../../src/client/observer';
import { waitText } from '../../../../src/cli/shared/waiting/wait-text';
import { HssError } from '../../../../src/contract/error';

/** The line that says what a command waits for, and why. */

const NOW = new Date(2026, 10, 28, 10, 10, 0).getTime();
const LATER = NOW + 300_000;

const request = (more: Partial<PendingRequest> = {}): PendingRequest => ({
  query: 'GET https://hss.example/v5/p/image/cicd/images?image_name=web&limit=200',
  deadline: LATER,
  attempts: 1,
  mostAttempts: 6,
  firstSentAt: NOW - 20_000,
  ...more,
});
const refused = (status: number, more: Partial<PendingRequest> = {}): PendingRequest =>
  request({ failure: new HssError('HSS_THROTTLED', 'too often', { status }), ...more });

const queued: PendingRequest = { query: 'GET /', deadline: LATER, attempts: 0, mostAttempts: 6 };

test.each<[string, PendingRequest[], string]>([
  [
    'a hanging request',
    [request({ attempts: 2 })],
    'no answer for 20 s to GET https://hss.example/v5/p/image/cicd/images (attempt 2 of 6), giving up at 10:15:00',
  ],
  [
    'hanging requests: the oldest',
    [request(), request({ query: 'GET /old', firstSentAt: NOW - 40_000 }), request()],
    'no answer for 40 s to GET /old (attempt 1 of 6) and 2 other requests, giving up at 10:15:00',
  ],
  [
    'a request that timed out before',
    [request({ attempts: 3, failure: new HssError('HSS_TIMEOUT', 'no answer in time') })],
    'no answer for 20 s to GET https://hss.example/v5/p/image/cicd/images (attempt 3 of 6), giving up at 10:15:00',
  ],
  [
    'more attempts than count',
    [request({ query: 'GET /', attempts: 7 })],
    'no answer for 20 s to GET / (attempt 7), giving up at 10:15:00',
  ],
  [
    'refused requests',
    [refused(429), request(), refused(429), refused(503), refused(429)],
    '3 requests got 429 (too many requests), retrying until 10:15:00',
  ],
  ['one', [refused(503)], '1 request got 503 (service unavailable), retrying until 10:15:00'],
  ['another status', [refused(500)], '1 request got 500, retrying until 10:15:00'],
  [
    'Retry-After',
    [refused(429, { retryAt: NOW + 60_000 }), refused(429, { retryAt: NOW - 1 })],
    '2 requests got 429 (too many requests), next attempt at 10:11:00, retrying until 10:15:00',
  ],
  [
    'a broken connection',
    [request({ failure: new HssError('HSS_UNREACHABLE', 'the connection broke off') })],
    '1 request failed (the connection broke off), retrying until 10:15:00',
  ],
  ['requests that were not sent yet', [queued, queued], '2 requests queued, giving up at 10:15:00'],
])('%s', (_, pending, text) => {
  expect(waitText(pending, NOW)).toBe(`waiting for HSS: ${text}`);
});

test('it is one line that does nothing to a terminal', () => {
  const failure = new HssError('HSS_UNREACHABLE', 'broken\n\u001b[31moff');
  // eslint-disable-next-line no-control-regex -- that is what must not be there
  expect(waitText([request({ failure })], NOW)).not.toMatch(/[\u0000-\u001f]/);
});
