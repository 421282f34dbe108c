import { PausableDeadline, PostResult } from '../../../src/client/api';
import { ScanClient } from '../../../src/client/scan-client';
import { ConnectionOptions } from '../../../src/client/settings/options';
import { findSettings } from '../../../src/client/settings/settings';
import { RegistryType } from '../../../src/contract/enums';
import { HssErrorCode } from '../../../src/contract/error';
import { DEMO_ACCESS_KEY, DEMO_SECRET_KEY, FaultKind } from '../../../src/simulator';
import { failureOf } from '../../support/failure';
import { Hss, NO_FILES, closeLater, startHss } from '../../support/hss';

/** What becomes of a request that writes: it may cost money, so it is sent twice only where it can't have been carried out. */

async function synchronize(
  hss: Hss,
  options: ConnectionOptions = {},
  seconds = 60,
): Promise<PostResult> {
  const settings = await findSettings({ ...hss.options, ...options }, {}, NO_FILES);
  const client = new ScanClient(settings);
  closeLater(() => client.close());
  const registry = { registryId: 'r-1', registryType: RegistryType.HARBOR };
  return client.synchronize([registry], new PausableDeadline(seconds));
}

const posts = async (hss: Hss): Promise<number> =>
  (await hss.requests()).filter(({ method }) => method === 'POST').length;

test('an empty answer is a success, and the body arrives as it was written', async () => {
  const hss = await startHss();
  expect(await synchronize(hss)).toEqual({ accepted: true });
  const [{ body, headers }] = await hss.requests();
  expect(JSON.parse(body!)).toEqual({
    sync_all_registries: false,
    registry_info: [{ registry_id: 'r-1', registry_type: 'Harbor' }],
  });
  expect(headers['content-type']).toBe('application/json');
});

test('a signature covers the body', async () => {
  const hss = await startHss({ accessKey: DEMO_ACCESS_KEY, secretKey: DEMO_SECRET_KEY });
  const credentials = {
    kind: 'accessKey',
    accessKey: DEMO_ACCESS_KEY,
    secretKey: DEMO_SECRET_KEY,
  } as const;
  expect(await synchronize(hss, { credentials })).toEqual({ accepted: true });
});

test('a request that was throttled is sent again', async () => {
  const hss = await startHss({ faults: [{ kind: 'status', status: 429, times: 1 }] });
  expect(await synchronize(hss)).toEqual({ accepted: true });
  expect(await posts(hss)).toBe(2);
});

const UNKNOWN: { readonly fault: FaultKind; readonly code: HssErrorCode }[] = [
  { fault: { kind: 'status', status: 408 }, code: 'HSS_TIMEOUT' },
  { fault: { kind: 'status', status: 500 }, code: 'HSS_SERVER_ERROR' },
  { fault: { kind: 'status', status: 502 }, code: 'HSS_SERVER_ERROR' },
  { fault: { kind: 'status', status: 503 }, code: 'HSS_SERVER_ERROR' },
  { fault: { kind: 'status', status: 504 }, code: 'HSS_SERVER_ERROR' },
  { fault: { kind: 'reset-before' }, code: 'HSS_UNREACHABLE' },
  { fault: { kind: 'reset-in-headers' }, code: 'HSS_UNREACHABLE' },
  { fault: { kind: 'html' }, code: 'HSS_BAD_RESPONSE' },
  { fault: { kind: 'hang' }, code: 'HSS_TIMEOUT' },
  { fault: { kind: 'wrong-type', value: { error_code: 'HSS.0001' } }, code: 'HSS_BAD_RESPONSE' },
];

test.concurrent.each(UNKNOWN)(
  'after $fault nothing is sent again, and whether it was carried out is unknown',
  async ({ fault, code }) => {
    const hss = await startHss({ faults: [fault] });
    const slow = fault.kind === 'hang' ? { timeoutSeconds: 1 } : {};
    const result = await synchronize(hss, slow);
    expect(result).toEqual({ accepted: 'unknown', error: expect.objectContaining({ code }) });
    expect(await posts(hss)).toBe(1);
  },
);

test('a deadline that comes while HSS has the request leaves it unknown', async () => {
  const hss = await startHss({ faults: [{ kind: 'hang' }] });
  expect(await synchronize(hss, {}, 0.3)).toEqual({
    accepted: 'unknown',
    error: expect.objectContaining({ code: 'HSS_TIMEOUT' }),
  });
});

const REFUSED: {
  readonly fault: FaultKind;
  readonly code: HssErrorCode;
  readonly words: string;
}[] = [
  { fault: { kind: 'status', status: 400 }, code: 'HSS_INVALID_ARGUMENT', words: 'HSS.0001' },
  { fault: { kind: 'status', status: 403 }, code: 'HSS_FORBIDDEN', words: 'HSS FullAccess' },
  { fault: { kind: 'redirect', location: '/' }, code: 'HSS_BAD_RESPONSE', words: 'redirects' },
];

test.concurrent.each(REFUSED)('$fault is a refusal', async ({ fault, code, words }) => {
  const hss = await startHss({ faults: [fault] });
  const failure = await failureOf(() => synchronize(hss));
  expect([failure.code, failure.message]).toEqual([code, expect.stringContaining(words)]);
  expect(await posts(hss)).toBe(1);
});

test('a refused connection is an error, not a request whose end is unknown', async () => {
  const hss = await startHss();
  const failure = await failureOf(() => synchronize(hss, { endpoint: 'http://127.0.0.1:1' }));
  expect(failure.code).toBe('HSS_UNREACHABLE');
});
