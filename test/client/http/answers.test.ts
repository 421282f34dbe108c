import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { ConnectionOptions } from '../../../src/client/settings/options';
import { MAX_ANSWER_BYTES } from '../../../src/client/http/transport';
import { HssErrorCode } from '../../../src/contract/error';
import { FaultKind } from '../../../src/simulator';
import { failureOf } from '../../support/failure';
import { CICD, closeLater, listOnce, startHss } from '../../support/hss';

/** What becomes of each answer, over real sockets: which are tried again, and what the rest are called. */

/** A short timeout for those alone that it is to end: a busy machine is slow, too. */
function oneRetry({ kind }: FaultKind): ConnectionOptions {
  const isSlow = kind === 'hang' || kind === 'hang-in-body' || kind === 'drip';
  return { maxRetries: 1, ...(isSlow ? { timeoutSeconds: 1 } : {}) };
}

const PASSING: FaultKind[] = [
  { kind: 'status', status: 429 },
  { kind: 'status', status: 502 },
  { kind: 'status', status: 503 },
  { kind: 'status', status: 504 },
  { kind: 'reset-before' },
  { kind: 'reset-in-headers' },
  { kind: 'reset-in-body' },
  { kind: 'hang' },
  { kind: 'hang-in-body' },
  { kind: 'drip', everyMs: 100 },
];

test.concurrent.each(PASSING)('%j once: the second attempt has the rows', async (fault) => {
  const hss = await startHss({ faults: [{ ...fault, times: 1 }] });
  expect(await listOnce({ ...hss.options, ...oneRetry(fault) })).toHaveLength(5);
  expect(await hss.requests()).toHaveLength(2);
});

const BROKEN_OFF: [HssErrorCode, string] = ['HSS_UNREACHABLE', 'broke off'];
const TOO_SLOW: [HssErrorCode, string] = ['HSS_TIMEOUT', 'no whole answer within 1 s'];
const LASTING: [fault: FaultKind, HssErrorCode, string][] = [
  [{ kind: 'status', status: 429 }, 'HSS_THROTTLED', 'APIGW.0308'],
  [{ kind: 'status', status: 502 }, 'HSS_SERVER_ERROR', 'HTTP 502 APIGW.0201'],
  [{ kind: 'status', status: 503 }, 'HSS_SERVER_ERROR', 'HTTP 503'],
  [{ kind: 'status', status: 504 }, 'HSS_SERVER_ERROR', 'HTTP 504'],
  [{ kind: 'html', status: 503 }, 'HSS_SERVER_ERROR', 'HTTP 503'],
  [{ kind: 'reset-before' }, ...BROKEN_OFF],
  [{ kind: 'reset-in-headers' }, ...BROKEN_OFF],
  [{ kind: 'reset-in-body' }, ...BROKEN_OFF],
  [{ kind: 'hang' }, ...TOO_SLOW],
  [{ kind: 'hang-in-body' }, ...TOO_SLOW],
  [{ kind: 'drip', everyMs: 100 }, ...TOO_SLOW],
];

test.concurrent.each(LASTING)(
  '%j for ever: as many attempts as allowed',
  async (fault, code, words) => {
    const hss = await startHss({ faults: [fault] });
    const failure = await failureOf(() => listOnce({ ...hss.options, ...oneRetry(fault) }));
    expect([failure.code, failure.message]).toEqual([code, expect.stringContaining(words)]);
    expect(failure.message).toContain('/v5/');
    expect(await hss.requests()).toHaveLength(2);
  },
);

const error = (status: number, errorCode?: string): FaultKind => ({
  kind: 'status',
  status,
  ...(errorCode === undefined ? {} : { errorCode }),
});
const BAD = 'HSS_BAD_RESPONSE';
const FINAL: [fault: FaultKind, HssErrorCode, string][] = [
  [error(500), 'HSS_SERVER_ERROR', 'HTTP 500'],
  [error(401), 'HSS_AUTH_FAILED', 'APIGW.0301'],
  [error(401, 'APIGW.0307'), 'HSS_AUTH_FAILED', 'APIGW.0307'],
  [error(403), 'HSS_FORBIDDEN', 'HSS.0013'],
  [error(404), 'HSS_NOT_FOUND', 'HSS.0011'],
  [error(400), 'HSS_INVALID_ARGUMENT', 'HSS.0001'],
  [error(400, 'HSS.0010'), 'HSS_FORBIDDEN', 'HSS.0010'],
  [error(400, 'HSS.0011'), 'HSS_NOT_FOUND', 'HSS.0011'],
  [error(400, 'HSS.0013'), 'HSS_FORBIDDEN', 'HSS.0013'],
  [error(404, 'APIGW.0101'), 'HSS_BAD_RESPONSE', 'partner clouds often have fewer APIs'],
  [
    {
      kind: 'status',
      status: 404,
      body: { error_msg: 'The API does not exist or is not published' },
    },
    'HSS_BAD_RESPONSE',
    'HW_CLOUD',
  ],
  [error(400, 'toString'), 'HSS_INVALID_ARGUMENT', 'toString'],
  [error(408), 'HSS_TIMEOUT', 'HTTP 408'],
  [error(413), BAD, 'APIGW.0201'],
  [{ kind: 'status', status: 403, body: '<html>' }, 'HSS_FORBIDDEN', 'HTTP 403'],
  [
    { kind: 'status', status: 403, body: { error: { code: 'X.1', message: 'other words' } } },
    'HSS_FORBIDDEN',
    'X.1 other words',
  ],
  [{ kind: 'html' }, BAD, 'the answer is HTML or XML'],
  [{ kind: 'truncated' }, BAD, 'the answer is not JSON'],
  [{ kind: 'truncated', keep: 0 }, BAD, 'the answer has no body'],
  [{ kind: 'empty' }, BAD, 'the answer has no body'],
  [{ kind: 'wrong-type', value: [] }, BAD, 'no JSON object'],
  [{ kind: 'wrong-type', value: 'rows' }, BAD, 'no JSON object'],
  [{ kind: 'data-list', value: null }, BAD, 'data_list is null'],
  [{ kind: 'data-list', omit: true }, BAD, 'data_list is missing'],
  [{ kind: 'total', omit: true }, BAD, 'total_num is missing'],
  [{ kind: 'total', value: -1 }, BAD, 'total_num is -1'],
  [{ kind: 'total', value: '5' }, BAD, 'total_num is "5"'],
  [{ kind: 'gzip' }, BAD, 'encoded as gzip'],
  [{ kind: 'oversized', bytes: MAX_ANSWER_BYTES }, BAD, 'larger than one page can be'],
  [{ kind: 'oversized', bytes: MAX_ANSWER_BYTES, chunked: true }, BAD, 'larger than one page can'],
];

test.concurrent.each(FINAL)('%j: one attempt, and what it means', async (fault, code, words) => {
  const hss = await startHss({ faults: [fault] });
  const failure = await failureOf(() => listOnce({ ...hss.options, maxRetries: 3 }));
  expect([failure.code, failure.message]).toEqual([code, expect.stringContaining(words)]);
  expect(failure.message).toMatch(/what to do: \w/);
  expect(failure.details.query).toContain('/image/cicd/images');
  expect(await hss.requests()).toHaveLength(1);
});

test('odd but sound lists are read: one row as itself, an odd size, an unknown status', async () => {
  const hss = await startHss({
    data: { cicd_images: [{ image_id: 'a', image_size: '1000 单位(Bytes)', scan_status: 'new' }] },
    faults: [{ kind: 'single-object' }],
  });
  expect(await listOnce(hss.options)).toEqual([
    {
      imageId: 'a',
      anomalies: [expect.stringMatching(/^scan_status/), expect.stringMatching(/^image_size/)],
    },
  ]);
});

test.concurrent('no retries when none are allowed', async () => {
  const hss = await startHss({ faults: [{ kind: 'status', status: 503 }] });
  const { code } = await failureOf(() => listOnce({ ...hss.options, maxRetries: 0 }));
  expect([code, (await hss.requests()).length]).toEqual(['HSS_SERVER_ERROR', 1]);
});

test.concurrent.each([
  ['seconds', 1, 1000],
  // A date has no milliseconds: it may be up to one second nearer.
  ['a date', { inSeconds: 2 }, 1000],
])('Retry-After as %s is waited for', async (_, retryAfter, atLeastMs) => {
  const hss = await startHss({ faults: [{ kind: 'status', status: 429, retryAfter, times: 1 }] });
  expect(await listOnce(hss.options)).toHaveLength(5);
  const [first, second] = (await hss.requests()).map(({ time }) => Date.parse(time));
  expect(second - first).toBeGreaterThanOrEqual(atLeastMs - 20);
});

test.concurrent.each([
  ['seconds', 429, 3600, 'HSS_THROTTLED'],
  ['a date', 429, { inSeconds: 3600 }, 'HSS_THROTTLED'],
  ['more seconds than there are', 429, '9'.repeat(400), 'HSS_THROTTLED'],
  ['seconds, of another status', 503, 3600, 'HSS_SERVER_ERROR'],
])('Retry-After beyond the deadline, as %s, fails at once', async (_, status, retryAfter, code) => {
  const hss = await startHss({ faults: [{ kind: 'status', status, retryAfter }] });
  const failure = await failureOf(() => listOnce({ ...hss.options, deadlineSeconds: 300 }));
  expect([failure.code, (await hss.requests()).length]).toEqual([code, 1]);
});

test.concurrent.each(['soon', '-5', '', '1e9'])(
  'Retry-After: %j is no time',
  async (retryAfter) => {
    const hss = await startHss({ faults: [{ kind: 'status', status: 429, retryAfter, times: 1 }] });
    expect(await listOnce(hss.options)).toHaveLength(5);
  },
);

test.concurrent('the deadline ends what hangs, and says so', async () => {
  const hss = await startHss({ faults: [{ kind: 'hang' }] });
  const options = { ...hss.options, deadlineSeconds: 0.3, timeoutSeconds: 30 };
  const { code, message } = await failureOf(() => listOnce(options));
  expect([code, message]).toEqual(['HSS_TIMEOUT', expect.stringContaining('deadline of 0.3 s')]);
});

test.concurrent('nobody listens: unreachable, at once', async () => {
  const hss = await startHss();
  const options = { ...hss.options, endpoint: 'http://127.0.0.1:9', deadlineSeconds: 300 };
  const { code, message } = await failureOf(() => listOnce(options));
  expect([code, message]).toEqual(['HSS_UNREACHABLE', expect.stringContaining('be reached')]);
});

test.concurrent.each([301, 302, 303, 307, 308])('%d is not followed', async (status) => {
  let reached = 0;
  const elsewhere = createServer((_, response) => {
    reached++;
    response.end('{"total_num":0}');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => elsewhere.once('listening', resolve));
  closeLater(() => new Promise((resolve) => elsewhere.close(resolve)));
  const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
  const hss = await startHss({ faults: [{ kind: 'redirect', location, status }] });
  const { code, message } = await failureOf(() => listOnce(hss.options));
  expect([code, message]).toEqual(['HSS_BAD_RESPONSE', expect.stringContaining('not followed')]);
  expect([reached, (await hss.requests()).length]).toEqual([0, 1]);
});

test('an echo of the credential is blotted out, and control characters are cleaned away', async () => {
  const token = 'tok-SECRET-en';
  const hss = await startHss({
    token,
    faults: [
      {
        kind: 'status',
        status: 500,
        errorCode: `E\u001b[31m.${token}`,
        errorMsg: `you sent ${token}, \u001b]0;title\u0007\u202e\u009b2J\r\n${'and more '.repeat(100)}`,
      },
    ],
  });
  const { message, details } = await failureOf(() => listOnce(hss.options));
  expect(message).not.toContain('SECRET');
  expect(message).toContain('you sent ***,');
  // eslint-disable-next-line no-control-regex
  expect(message).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  expect(details.serviceMessage!.length).toBeLessThan(310);
});

test('the request id is named', async () => {
  const server = createServer((_, response) => {
    response.writeHead(403, { 'x-request-id': 'id-12345' }).end('{}');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  closeLater(() => new Promise((resolve) => server.close(resolve)));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { message } = await failureOf(() =>
    listOnce({ endpoint, projectId: 'p', credentials: { kind: 'token', token: 'tok' } }, CICD),
  );
  expect(message).toContain('(request id id-12345)');
});
