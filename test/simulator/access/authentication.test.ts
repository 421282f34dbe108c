import { createHash, createHmac } from 'node:crypto';
import type { RunningSimulator, SimulatorOptions } from '../../../src/simulator';
import {
  DEMO_ACCESS_KEY,
  DEMO_SECRET_KEY,
  DEMO_TOKEN,
  EXPIRED_TOKEN,
} from '../../../src/simulator';
import { LOCK_MS, Lockout } from '../../../src/simulator/access/lockout';
import type { Reply } from '../support';
import { closeAll, listUrl, send, start } from '../support';

afterAll(closeAll);

interface Signing {
  readonly ak?: string;
  readonly sk?: string;
  readonly date?: Date | string;
  readonly extra?: Record<string, string>;
  /** Headers left out of the signature. */
  readonly unsigned?: string[];
  /** Headers left out of the request. */
  readonly unsent?: string[];
  /** What is sent instead of what was signed. */
  readonly sendQuery?: string;
}

/** A signer for odd requests; sound ones are signed by the official SDK in official-sdk.test.ts. */
function signed(simulator: RunningSimulator, signing: Signing = {}, query = ''): Promise<Reply> {
  const { ak = DEMO_ACCESS_KEY, sk = DEMO_SECRET_KEY, date = new Date() } = signing;
  const url = listUrl(simulator, 'registries', query);
  const headers: Record<string, string> = {
    host: `127.0.0.1:${simulator.port}`,
    'x-sdk-date': typeof date === 'string' ? date : date.toISOString().replace(/[-:]|\.\d+/g, ''),
    ...signing.extra,
  };
  const names = Object.keys(headers)
    .filter((name) => !signing.unsigned?.includes(name))
    .sort();
  const hex = (text: string): string => createHash('sha256').update(text).digest('hex');
  const canonical = [
    'GET',
    `${new URL(url).pathname}/`,
    query,
    names.map((name) => `${name}:${headers[name]}\n`).join(''),
    names.join(';'),
    hex(''),
  ].join('\n');
  const toSign = ['SDK-HMAC-SHA256', headers['x-sdk-date'], hex(canonical)].join('\n');
  const signature = createHmac('sha256', sk).update(toSign).digest('hex');
  headers.authorization = `SDK-HMAC-SHA256 Access=${ak}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  signing.unsent?.forEach((name) => delete headers[name]);
  return send('GET', listUrl(simulator, 'registries', signing.sendQuery ?? query), headers);
}

const codeOf = async (reply: Promise<Reply>): Promise<string> => {
  const { status, json } = await reply;
  return status === 200 ? 'ok' : `${status} ${json.error_code}`;
};
const REFUSED = '401 APIGW.0301';
const EXPIRED = '401 APIGW.0307';
const minutes = (count: number): Date => new Date(Date.now() + count * 60_000);

describe('a token', () => {
  test.each<[title: string, headers: Record<string, string>, expected: string]>([
    ['the demo token', { 'x-auth-token': DEMO_TOKEN }, 'ok'],
    ['another', { 'x-auth-token': 'any' }, REFUSED],
    ['an empty one', { 'x-auth-token': '' }, REFUSED],
    ['one character more', { 'x-auth-token': `${DEMO_TOKEN}x` }, REFUSED],
    ['an expired one', { 'x-auth-token': EXPIRED_TOKEN }, EXPIRED],
    ['as a bearer', { authorization: `Bearer ${DEMO_TOKEN}` }, REFUSED],
    ['none', {}, REFUSED],
  ])('as %s is judged', async (_title, headers, expected) => {
    const simulator = await start({ rows: 1 });
    expect(await codeOf(send('GET', listUrl(simulator, 'cicd'), headers))).toBe(expected);
  });

  test('of the longest kind gets through', async () => {
    const token = 't'.repeat(32_768);
    const simulator = await start({ rows: 1, token });
    const reply = send('GET', listUrl(simulator, 'cicd'), { 'x-auth-token': token });
    expect(await codeOf(reply)).toBe('ok');
  });
});

describe('a signature', () => {
  const temporary: SimulatorOptions = {
    accessKey: DEMO_ACCESS_KEY,
    secretKey: DEMO_SECRET_KEY,
    securityToken: 'st',
  };
  const st = { 'x-security-token': 'st' };
  test.each<{
    readonly given: string;
    readonly signing: Signing;
    readonly expected: string;
    readonly options: SimulatorOptions;
  }>([
    { given: 'sound', signing: {}, expected: 'ok', options: {} },
    { given: 'wrong secret', signing: { sk: 'wrong' }, expected: REFUSED, options: {} },
    { given: 'unknown key', signing: { ak: 'UNKNOWN' }, expected: REFUSED, options: {} },
    { given: '14 minutes old', signing: { date: minutes(-14) }, expected: 'ok', options: {} },
    { given: '14 minutes ahead', signing: { date: minutes(14) }, expected: 'ok', options: {} },
    { given: '16 minutes old', signing: { date: minutes(-16) }, expected: REFUSED, options: {} },
    { given: '16 minutes ahead', signing: { date: minutes(16) }, expected: REFUSED, options: {} },
    {
      given: 'a date in another form',
      signing: { date: new Date().toISOString() },
      expected: REFUSED,
      options: {},
    },
    { given: 'no date', signing: { unsent: ['x-sdk-date'] }, expected: REFUSED, options: {} },
    {
      given: 'unsigned date',
      signing: { unsigned: ['x-sdk-date'] },
      expected: REFUSED,
      options: {},
    },
    { given: 'unsigned host', signing: { unsigned: ['host'] }, expected: REFUSED, options: {} },
    {
      given: 'another query than signed',
      signing: { sendQuery: 'limit=20' },
      expected: REFUSED,
      options: {},
    },
    {
      given: 'a signed header that is not sent',
      signing: { extra: { 'x-a': '1' }, unsent: ['x-a'] },
      expected: REFUSED,
      options: {},
    },
    {
      given: 'another signed header',
      signing: { extra: { 'x-a': '1 2' } },
      expected: 'ok',
      options: {},
    },
    {
      given: 'a wrong body hash',
      signing: { extra: { 'x-sdk-content-sha256': 'ab' } },
      expected: REFUSED,
      options: {},
    },
    {
      given: 'a security token that nobody gave',
      signing: { extra: st },
      expected: REFUSED,
      options: {},
    },
    { given: 'temporary key', signing: { extra: st }, expected: 'ok', options: temporary },
    {
      given: 'temporary key without its token',
      signing: {},
      expected: REFUSED,
      options: temporary,
    },
    {
      given: 'with a wrong one',
      signing: { extra: { 'x-security-token': 'no' } },
      expected: REFUSED,
      options: temporary,
    },
    {
      given: 'with it unsigned',
      signing: { extra: st, unsigned: ['x-security-token'] },
      expected: REFUSED,
      options: temporary,
    },
    {
      given: 'with it expired',
      signing: { extra: { 'x-security-token': EXPIRED_TOKEN } },
      expected: EXPIRED,
      options: temporary,
    },
    {
      given: 'where only a token counts',
      signing: {},
      expected: REFUSED,
      options: { token: 'only' },
    },
  ])('is $expected with $given', async ({ signing, expected, options }) => {
    const simulator = await start({ rows: 1, ...options });
    expect(await codeOf(signed(simulator, signing))).toBe(expected);
  });

  test('covers the query in any order on the wire', async () => {
    const simulator = await start({ rows: 1 });
    const query = 'limit=10&offset=0&registry_name=a%20b%2Bc%2F%E4%BB%93';
    const sendQuery = 'registry_name=a%20b%2Bc/%E4%BB%93&offset=0&limit=10';
    expect(await codeOf(signed(simulator, { sendQuery }, query))).toBe('ok');
    // A plus for a space means a plus here, so that the signature no longer fits.
    expect(
      await codeOf(signed(simulator, { sendQuery: sendQuery.replace('%20', '+') }, query)),
    ).toBe(REFUSED);
  });
});

describe('the lockout', () => {
  test('locks the key after more than five failures, for good signatures too', async () => {
    const simulator = await start({ rows: 1 });
    for (let attempt = 0; attempt < 5; attempt++) {
      expect(await codeOf(signed(simulator, { sk: 'wrong' }))).toBe(REFUSED);
    }
    expect(await codeOf(signed(simulator))).toBe('ok');
    for (let attempt = 0; attempt < 6; attempt++) {
      expect(await codeOf(signed(simulator, { sk: 'wrong' }))).toBe(REFUSED);
    }
    const locked = await signed(simulator);
    expect([locked.status, locked.json]).toEqual([
      401,
      {
        error_code: 'APIGW.0301',
        error_msg:
          'Incorrect IAM authentication information: AK access failed to reach the limit, forbidden',
      },
    ]);
    const headers = { 'x-auth-token': DEMO_TOKEN };
    expect(await codeOf(send('GET', listUrl(simulator, 'cicd'), headers))).toBe('ok');
  });

  test('ends after five minutes and touches no other key', () => {
    const lockout = new Lockout();
    for (let attempt = 0; attempt < 6; attempt++) {
      expect(lockout.isLocked('a', 1000)).toBe(false);
      lockout.failed('a', 1000);
    }
    expect(lockout.isLocked('a', 1000 + LOCK_MS - 1)).toBe(true);
    expect(lockout.isLocked('b', 1000)).toBe(false);
    expect(lockout.isLocked('a', 1000 + LOCK_MS)).toBe(false);
  });
});
