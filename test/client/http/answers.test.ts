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

test.concurrent.each(PASSING)('the second attempt has the rows after %j', async (fault) => {
  const hss = await startHss({ faults: [{ ...fault, times: 1 }] });
  expect(await listOnce({ ...hss.options, ...oneRetry(fault) })).toHaveLength(5);
  expect(await hss.requests()).toHaveLength(2);
});

const BROKEN_OFF = { code: 'HSS_UNREACHABLE', words: 'broke off' } as const;
const TOO_SLOW = { code: 'HSS_TIMEOUT', words: 'no whole answer within 1 s' } as const;
const LASTING: {
  readonly fault: FaultKind;
  readonly code: HssErrorCode;
  readonly words: string;
}[] = [
  { fault: { kind: 'status', status: 429 }, code: 'HSS_THROTTLED', words: 'APIGW.0308' },
  {
    fault: { kind: 'status', status: 502 },
    code: 'HSS_SERVER_ERROR',
    words: 'HTTP 502 APIGW.0201',
  },
  { fault: { kind: 'status', status: 503 }, code: 'HSS_SERVER_ERROR', words: 'HTTP 503' },
  { fault: { kind: 'status', status: 504 }, code: 'HSS_SERVER_ERROR', words: 'HTTP 504' },
  { fault: { kind: 'html', status: 503 }, code: 'HSS_SERVER_ERROR', words: 'HTTP 503' },
  { fault: { kind: 'reset-before' }, ...BROKEN_OFF },
  { fault: { kind: 'reset-in-headers' }, ...BROKEN_OFF },
  { fault: { kind: 'reset-in-body' }, ...BROKEN_OFF },
  { fault: { kind: 'hang' }, ...TOO_SLOW },
  { fault: { kind: 'hang-in-body' }, ...TOO_SLOW },
  { fault: { kind: 'drip', everyMs: 100 }, ...TOO_SLOW },
];

test.concurrent.each(LASTING)(
  'a request fails after all allowed attempts where HSS always answers $fault',
  async ({ fault, code, words }) => {
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
const FINAL: { readonly fault: FaultKind; readonly code: HssErrorCode; readonly words: string }[] =
  [
    { fault: error(500), code: 'HSS_SERVER_ERROR', words: 'HTTP 500' },
    { fault: error(401), code: 'HSS_AUTH_FAILED', words: 'APIGW.0301' },
    { fault: error(401, 'APIGW.0307'), code: 'HSS_AUTH_FAILED', words: 'APIGW.0307' },
    { fault: error(403), code: 'HSS_FORBIDDEN', words: 'HSS.0013' },
    { fault: error(404), code: 'HSS_NOT_FOUND', words: 'HSS.0011' },
    { fault: error(400), code: 'HSS_INVALID_ARGUMENT', words: 'HSS.0001' },
    { fault: error(400, 'HSS.0010'), code: 'HSS_FORBIDDEN', words: 'HSS.0010' },
    { fault: error(400, 'HSS.0011'), code: 'HSS_NOT_FOUND', words: 'HSS.0011' },
    { fault: error(400, 'HSS.0013'), code: 'HSS_FORBIDDEN', words: 'HSS.0013' },
    {
      fault: error(404, 'APIGW.0101'),
      code: 'HSS_BAD_RESPONSE',
      words: 'partner clouds often have fewer APIs',
    },
    {
      fault: {
        kind: 'status',
        status: 404,
        body: { error_msg: 'The API does not exist or is not published' },
      },
      code: 'HSS_BAD_RESPONSE',
      words: 'HW_CLOUD',
    },
    { fault: error(400, 'toString'), code: 'HSS_INVALID_ARGUMENT', words: 'toString' },
    { fault: error(408), code: 'HSS_TIMEOUT', words: 'HTTP 408' },
    { fault: error(413), code: BAD, words: 'APIGW.0201' },
    {
      fault: { kind: 'status', status: 403, body: '<html>' },
      code: 'HSS_FORBIDDEN',
      words: 'HTTP 403',
    },
    {
      fault: {
        kind: 'status',
        status: 403,
        body: { error: { code: 'X.1', message: 'other words' } },
      },
      code: 'HSS_FORBIDDEN',
      words: 'X.1 other words',
    },
    { fault: { kind: 'html' }, code: BAD, words: 'the answer is HTML or XML' },
    { fault: { kind: 'truncated' }, code: BAD, words: 'the answer is not JSON' },
    { fault: { kind: 'truncated', keep: 0 }, code: BAD, words: 'the answer has no body' },
    { fault: { kind: 'empty' }, code: BAD, words: 'the answer has no body' },
    { fault: { kind: 'wrong-type', value: [] }, code: BAD, words: 'not a JSON object' },
    { fault: { kind: 'wrong-type', value: 'rows' }, code: BAD, words: 'not a JSON object' },
    { fault: { kind: 'data-list', value: null }, code: BAD, words: 'data_list is null' },
    { fault: { kind: 'data-list', omit: true }, code: BAD, words: 'data_list is missing' },
    { fault: { kind: 'total', omit: true }, code: BAD, words: 'total_num is missing' },
    { fault: { kind: 'total', value: -1 }, code: BAD, words: 'total_num is -1' },
    { fault: { kind: 'total', value: '5' }, code: BAD, words: 'total_num is "5"' },
    { fault: { kind: 'gzip' }, code: BAD, words: 'encoded as gzip' },
    {
      fault: { kind: 'oversized', bytes: MAX_ANSWER_BYTES },
      code: BAD,
      words: 'larger than one page can be',
    },
    {
      fault: { kind: 'oversized', bytes: MAX_ANSWER_BYTES, chunked: true },
      code: BAD,
      words: 'larger than one page can',
    },
  ];

test.concurrent.each(FINAL)(
  'a request is not retried after $fault, and its error says what it means',
  async ({ fault, code, words }) => {
    const hss = await startHss({ faults: [fault] });
    const failure = await failureOf(() => listOnce({ ...hss.options, maxRetries: 3 }));
    expect([failure.code, failure.message]).toEqual([code, expect.stringContaining(words)]);
    expect(failure.message).toMatch(/what to do: \w/);
    expect(failure.details.query).toContain('/image/cicd/images');
    expect(await hss.requests()).toHaveLength(1);
  },
);

test('odd but sound lists are read, such as one row as itself, an odd size, and an unknown status', async () => {
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

test.concurrent('a request is not retried where no retries are allowed', async () => {
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
  { given: 'seconds', status: 429, retryAfter: 3600, code: 'HSS_THROTTLED' },
  { given: 'a date', status: 429, retryAfter: { inSeconds: 3600 }, code: 'HSS_THROTTLED' },
  {
    given: 'more seconds than there are',
    status: 429,
    retryAfter: '9'.repeat(400),
    code: 'HSS_THROTTLED',
  },
  { given: 'seconds, of another status', status: 503, retryAfter: 3600, code: 'HSS_SERVER_ERROR' },
])(
  'Retry-After beyond the deadline, as $given, fails at once',
  async ({ status, retryAfter, code }) => {
    const hss = await startHss({ faults: [{ kind: 'status', status, retryAfter }] });
    const failure = await failureOf(() => listOnce({ ...hss.options, deadlineSeconds: 300 }));
    expect([failure.code, (await hss.requests()).length]).toEqual([code, 1]);
  },
);

test.concurrent.each(['soon', '-5', '', '1e9'])(
  'the Retry-After %j is ignored',
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

test.concurrent('a host where nobody listens is unreachable at once', async () => {
  const hss = await startHss();
  const options = { ...hss.options, endpoint: 'http://127.0.0.1:9', deadlineSeconds: 300 };
  const { code, message } = await failureOf(() => listOnce(options));
  expect([code, message]).toEqual(['HSS_UNREACHABLE', expect.stringContaining('be reached')]);
});

test.concurrent.each([301, 302, 303, 307, 308])(
  'a redirect by %d is not followed',
  async (status) => {
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
  },
);

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

describe('an answer 200 that contains the credential', () => {
  const token = 'SECRET/token-1234567890abcdef';

  test.each<[string, FaultKind]>([
    ['as its list', { kind: 'data-list', value: token }],
    ['as its total', { kind: 'total', value: token }],
    ['in a row', { kind: 'data-list', value: [{ image_version: `v-${token}` }] }],
  ])('%s is refused, and not quoted', async (_, fault) => {
    const hss = await startHss({ token, faults: [fault] });
    const { code, message } = await failureOf(() => listOnce(hss.options));
    expect(code).toBe(BAD);
    expect(message).toContain('the answer contains the credential of the request');
    expect(message).not.toContain('SECRET');
  });

  test('in part is not quoted', async () => {
    const value = token.slice(0, 20);
    const hss = await startHss({ token, faults: [{ kind: 'data-list', value }] });
    const { message } = await failureOf(() => listOnce(hss.options));
    expect(message).toContain('data_list is "***", where a list is expected');
  });
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
