import { gunzipSync } from 'node:zlib';
import type { Fault, RunningSimulator } from '../../../src/simulator';
import type { Reply } from '../support';
import { closeAll, control, get, listUrl, setFaults, socketError, start } from '../support';

const ROWS = 35;
const images = (count = ROWS): Array<Record<string, unknown>> =>
  Array.from({ length: count }, (_, index) => ({ image_name: `i${index}`, severity_level: 'Low' }));

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await start({ rows: 0 });
});
beforeEach(async () => {
  await control(simulator, 'PUT', 'data', {
    cicd_images: images(),
    image_registries: [{ id: 'only' }],
  });
  await setFaults(simulator);
});
afterAll(closeAll);

const page = (offset = 0): Promise<Reply> => get(simulator, 'cicd', `offset=${offset}`);
const names = ({ json }: Reply): string => json.data_list.map((row) => row.image_name).join(' ');
const range = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => `i${from + index}`).join(' ');

describe('an answer in place of the real one', () => {
  test.each<[Fault & object, number, (reply: Reply) => void]>([
    [
      { kind: 'status', status: 503 },
      503,
      ({ json }) => expect(Object.keys(json)).toEqual(['error_code', 'error_msg']),
    ],
    [
      { kind: 'status', status: 429, retryAfter: 7, errorMsg: 'slow' },
      429,
      ({ headers, json }) => {
        expect(headers['retry-after']).toBe('7');
        expect(json).toEqual({ error_code: 'APIGW.0308', error_msg: 'slow' });
      },
    ],
    [
      { kind: 'status', status: 503, retryAfter: 'Wed, 21 Oct 2015 07:28:00 GMT' },
      503,
      ({ headers }) => expect(headers['retry-after']).toBe('Wed, 21 Oct 2015 07:28:00 GMT'),
    ],
    [
      { kind: 'status', status: 503, retryAfter: { inSeconds: 60 } },
      503,
      ({ headers }) => {
        const ahead = Date.parse(headers['retry-after']!) - Date.now();
        expect(ahead).toBeGreaterThan(50_000);
        expect(ahead).toBeLessThan(61_000);
      },
    ],
    [{ kind: 'status', status: 500, body: 'boom' }, 500, ({ text }) => expect(text).toBe('boom')],
    [
      { kind: 'status', status: 400, body: { error: { code: 'X', message: 'y' } } },
      400,
      ({ json }) => expect(json.error).toEqual({ code: 'X', message: 'y' }),
    ],
    [
      { kind: 'redirect', location: 'http://elsewhere.invalid/' },
      302,
      ({ headers }) => expect(headers.location).toBe('http://elsewhere.invalid/'),
    ],
    [
      { kind: 'html' },
      200,
      ({ headers, text }) => {
        expect(headers['content-type']).toMatch('text/html');
        expect(text).toMatch(/^<!DOCTYPE html>/);
      },
    ],
    [{ kind: 'wrong-type', value: [] }, 200, ({ text }) => expect(text).toBe('[]')],
    [{ kind: 'wrong-type', value: 'x' }, 200, ({ text }) => expect(text).toBe('"x"')],
    [{ kind: 'wrong-type', value: null }, 200, ({ text }) => expect(text).toBe('null')],
    [{ kind: 'empty' }, 200, ({ text }) => expect(text).toBe('')],
  ])('is sent for %j', async (fault, status, check) => {
    await setFaults(simulator, fault);
    const reply = await page();
    expect(reply.status).toBe(status);
    expect(reply.headers['x-request-id']).toBeDefined();
    check(reply);
  });

  test('is 429 above the number of requests a second', async () => {
    await setFaults(simulator, { kind: 'rate', perSecond: 3 });
    const replies = await Promise.all(Array.from({ length: 6 }, () => page()));
    const refused = replies.filter(({ status }) => status === 429);
    expect(refused.length).toBe(3);
    expect(refused[0].json.error_code).toBe('APIGW.0308');
  });
});

describe('an answer that breaks on the way', () => {
  /** The bytes of a response up to its end, on a bare socket. */
  async function bytes(fault: Fault): Promise<string> {
    await setFaults(simulator, fault);
    const { connect } = await import('node:net');
    return new Promise((resolve) => {
      let text = '';
      const socket = connect(simulator.port, '127.0.0.1');
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(text));
      const path = listUrl(simulator, 'cicd').slice(simulator.endpoint.length);
      socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nx-auth-token: demo-token\r\n`);
      socket.write('connection: close\r\n\r\n');
    });
  }

  test('ends before its headers by reset-before', async () => {
    expect(await bytes({ kind: 'reset-before' })).toBe('');
    expect(await socketError(page())).toBe('ECONNRESET');
  });

  test('ends in its headers by reset-in-headers', async () => {
    const text = await bytes({ kind: 'reset-in-headers' });
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(text).not.toContain('\r\n\r\n');
  });

  test('ends in its body by reset-in-body', async () => {
    const [head, body] = (await bytes({ kind: 'reset-in-body' })).split('\r\n\r\n');
    const declared = Number(/content-length: (\d+)/i.exec(head)![1]);
    expect(body.length).toBe(Math.floor(declared / 2));
    expect(await socketError(page())).toBe('ECONNRESET');
  });

  test('is sound HTTP around broken JSON by truncated', async () => {
    await setFaults(simulator, { kind: 'truncated' });
    const reply = await page();
    expect(Number(reply.headers['content-length'])).toBe(reply.raw.length);
    expect(() => reply.json).toThrow(SyntaxError);
    await setFaults(simulator, { kind: 'truncated', keep: 3 });
    expect((await page()).text).toBe('{"t');
  });

  test('ends only when the client gives up by hang and hang-in-body', async () => {
    const own = await start({
      rows: 5,
      faults: [{ kind: 'hang', times: 1 }, { kind: 'hang-in-body' }],
    });
    const hung = socketError(get(own, 'cicd'));
    const halfway = socketError(get(own, 'cicd'));
    const flying = async (): Promise<number> =>
      (await control(own, 'GET', 'requests')).json.inFlight;
    while ((await flying()) < 2);
    const { requests } = (await control(own, 'GET', 'requests')).json;
    expect(requests.map(({ status }: { status: number | null }) => status)).toEqual([null, 200]);
    await own.close();
    expect([await hung, await halfway]).toEqual(['ECONNRESET', 'ECONNRESET']);
  });

  test('comes slowly by drip', async () => {
    await setFaults(simulator, { kind: 'drip', everyMs: 1, bytes: 100 });
    expect(names(await page())).toBe(range(0, 10));
  });

  test('is compressed by gzip, alone and truncated', async () => {
    await setFaults(simulator, { kind: 'gzip' });
    const reply = await page();
    expect(reply.headers['content-encoding']).toBe('gzip');
    expect(JSON.parse(gunzipSync(reply.raw).toString())).toMatchObject({ total_num: ROWS });
    await setFaults(simulator, { kind: 'gzip' }, { kind: 'truncated' });
    const cut = await page();
    expect(() => gunzipSync(cut.raw)).toThrow();
  });

  test('is too large by oversized, with and without a content-length', async () => {
    await setFaults(simulator, { kind: 'oversized', bytes: 300_000 });
    const reply = await page();
    expect(reply.raw.length).toBeGreaterThan(300_000);
    expect(Number(reply.headers['content-length'])).toBe(reply.raw.length);
    expect(names(reply)).toBe(range(0, 10));
    await setFaults(simulator, { kind: 'oversized', bytes: 300_000, chunked: true });
    const chunked = await page();
    expect(chunked.headers['content-length']).toBeUndefined();
    expect(chunked.raw.length).toBe(reply.raw.length);
  });
});

describe('a page that is wrong', () => {
  test.each<[Fault & object, string]>([
    [{ kind: 'total', value: '4' }, '{"total_num":"4",'],
    [{ kind: 'total', value: null }, '{"total_num":null,'],
    [{ kind: 'total', value: -1 }, '{"total_num":-1,'],
    [{ kind: 'total', delta: -5 }, '{"total_num":30,'],
    [{ kind: 'total', omit: true }, '{"data_list":['],
    [{ kind: 'data-list', omit: true }, '{"total_num":35}'],
    [{ kind: 'data-list', value: null }, '{"total_num":35,"data_list":null}'],
    [{ kind: 'data-list', value: { a: 1 } }, '{"total_num":35,"data_list":{"a":1}}'],
    [
      { kind: 'new-enum', field: 'severity_level', value: 'Critical', first: true },
      '{"total_num":35,"data_list":[{"image_name":"i0","severity_level":"Critical"},{"image_name":"i1","severity_level":"Low"}',
    ],
    [
      { kind: 'new-enum', field: 'severity_level' },
      '{"total_num":35,"data_list":[{"image_name":"i0","severity_level":"value_from_the_future"}',
    ],
  ])('is sent for %j', async (fault, expected) => {
    await setFaults(simulator, fault);
    expect((await page()).text.slice(0, expected.length)).toBe(expected);
  });

  test('keeps an exact number', async () => {
    await control(simulator, 'PUT', 'faults', '[{"kind":"total","value":35.0}]');
    expect((await page()).text).toMatch(/^\{"total_num":35\.0,/);
  });

  test('has fewer rows by page-cap', async () => {
    await setFaults(simulator, { kind: 'page-cap', rows: 4 });
    expect(names(await page(10))).toBe(range(10, 14));
  });

  test.each<[Fault & object, string]>([
    [{ kind: 'repeat' }, `${range(10, 20)} i19`],
    [{ kind: 'repeat', count: 2, keepSize: true }, `${range(10, 18)} i17 i17`],
    [{ kind: 'repeat', what: 'previous-page', count: 2 }, range(8, 20)],
    [{ kind: 'repeat', what: 'previous-page', count: 2, keepSize: true }, range(8, 18)],
  ])('is wrong for %j', async (fault, expected) => {
    await setFaults(simulator, fault);
    const reply = await page(10);
    expect(names(reply)).toBe(expected);
    expect(reply.json.total_num).toBe(ROWS);
  });

  test('has one object in place of a list by single-object', async () => {
    await setFaults(simulator, { kind: 'single-object' });
    expect((await get(simulator, 'registries')).json).toEqual({
      total_num: 1,
      data_list: { id: 'only' },
    });
    expect(names(await page())).toBe(range(0, 10));
  });
});

describe('the drift of a list', () => {
  test('moves rows across pages while the total stays', async () => {
    const row = { image_name: 'new' };
    await setFaults(simulator, {
      kind: 'drift',
      page: 10,
      times: 1,
      insertAt: 0,
      removeAt: 34,
      row,
    });
    expect(names(await page(0))).toBe(range(0, 10));
    const second = await page(10);
    expect([names(second), second.json.total_num]).toEqual([range(9, 19), ROWS]);
    expect(names(await page(0))).toBe(`new ${range(0, 9)}`);
  });

  test('removes rows', async () => {
    await setFaults(simulator, { kind: 'drift', page: 10, times: 1, removeAt: 3 });
    await page(0);
    const second = await page(10);
    expect([names(second), second.json.total_num]).toEqual([range(11, 21), ROWS - 1]);
  });

  test('inserts a new row each time, into generated lists and filtered ones too', async () => {
    const own = await start({ rows: 20, faults: [{ kind: 'drift', insertAt: 0, times: 2 }] });
    const answers = [
      await get(own, 'cicd', 'has_vul=false'),
      await get(own, 'cicd'),
      await get(own, 'cicd', 'limit=200'),
    ];
    expect(answers.slice(1).map(({ json }) => json.total_num)).toEqual([22, 22]);
    const ids = answers[2].json.data_list.map((row) => row.image_id);
    expect(new Set(ids).size).toBe(22);
  });
});
