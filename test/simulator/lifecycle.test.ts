import { request as httpsRequest } from 'node:https';
import { startSimulator, stopWithParent } from '../../src/simulator';
import { closeAll, control, get, listUrl, send, start, WITH_TOKEN } from './support';
import { TEST_CERTIFICATE, TEST_KEY } from './tls';

afterAll(closeAll);

test('the simulator answers on its own port, and no longer when it is closed', async () => {
  const simulator = await start({ rows: 1 });
  expect(simulator.endpoint).toBe(`http://127.0.0.1:${simulator.port}`);
  expect((await get(simulator, 'cicd')).status).toBe(200);
  await simulator.close();
  await expect(get(simulator, 'cicd')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('a port that is taken is an error', async () => {
  const { port } = await start({ rows: 1 });
  await expect(startSimulator({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('closing does not wait for the latency', async () => {
  const simulator = await start({ rows: 1, latencyMs: 600_000 });
  const reply = get(simulator, 'cicd').catch((error: NodeJS.ErrnoException) => error.code);
  while ((await control(simulator, 'GET', 'requests')).json.inFlight === 0);
  await simulator.close();
  expect(await reply).toBe('ECONNRESET');
});

test('requests wait side by side', async () => {
  const simulator = await start({ rows: 1, latencyMs: 50 });
  await Promise.all(Array.from({ length: 20 }, () => get(simulator, 'cicd')));
  const { inFlightPeak } = (await control(simulator, 'GET', 'requests')).json;
  expect(inFlightPeak).toBeGreaterThan(1);
});

test('the simulator serves https with a certificate', async () => {
  const simulator = await start({ rows: 1, tls: { key: TEST_KEY, cert: TEST_CERTIFICATE } });
  expect(simulator.endpoint).toMatch(/^https:/);
  const status = await new Promise((resolve, reject) => {
    const options = { ca: TEST_CERTIFICATE, headers: WITH_TOKEN, agent: false };
    httpsRequest(listUrl(simulator, 'cicd'), options, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
  expect(status).toBe(200);
});

describe('the control API', () => {
  test('lists the requests without their credentials', async () => {
    const simulator = await start({ rows: 1 });
    await get(simulator, 'cicd', 'image_name=a%20b%2B&limit=10&limit=10');
    await get(simulator, 'registries', 'registry_name=%zz');
    await send('GET', listUrl(simulator, 'sync'), {
      'X-Auth-Token': 'wrong-token',
      'X-Security-Token': 'secret-st',
      Authorization: 'secret-authorization',
      'X-Other': 'seen',
    });
    const { json, text } = await control(simulator, 'GET', 'requests');
    const [first] = json.requests;
    expect(first).toEqual({
      method: 'GET',
      path: `/v5/${simulator.projectId}/image/cicd/images`,
      query: { image_name: 'a b+', limit: ['10', '10'] },
      url: `/v5/${simulator.projectId}/image/cicd/images?image_name=a%20b%2B&limit=10&limit=10`,
      status: 400,
      faults: [],
      headers: first.headers,
      time: first.time,
    });
    expect(Math.abs(Date.parse(first.time) - Date.now())).toBeLessThan(60_000);
    expect(json.requests[1]).toMatchObject({ query: null, status: 400 });
    expect(json.requests[2]).toMatchObject({ status: 401, headers: { 'x-other': 'seen' } });
    expect(json.requests[2].headers['x-auth-token']).toMatch(/^sha256:[0-9a-f]{12}$/);
    expect(text).not.toMatch(/demo-token|wrong-token|secret-/);
  });

  test('forgets them', async () => {
    const simulator = await start({ rows: 1 });
    await get(simulator, 'cicd');
    expect((await control(simulator, 'DELETE', 'requests')).status).toBe(200);
    expect((await control(simulator, 'GET', 'requests')).json.requests).toEqual([]);
  });

  test('names the faults a request met', async () => {
    const simulator = await start({
      rows: 1,
      faults: [{ kind: 'gzip' }, { kind: 'page-cap', rows: 1 }],
    });
    await get(simulator, 'cicd');
    const { requests } = (await control(simulator, 'GET', 'requests')).json;
    expect(requests[0].faults).toEqual(['gzip', 'page-cap']);
  });

  test('reports its health', async () => {
    const simulator = await start({ rows: 3 });
    expect((await control(simulator, 'GET', 'health')).json).toEqual({
      status: 'ok',
      rows: {
        cicd_images: 3,
        registry_images: 3,
        image_registries: 3,
        image_sync_task_registries: { 'demo-task': 3 },
        image_tasks: 0,
        vulnerabilities: 0,
        image_vulnerabilities: {},
      },
    });
  });

  test('counts the rows of all lists that it is given', async () => {
    const simulator = await start({ rows: 3 });
    const data = {
      registry_images: [{ id: 1 }, { id: 2 }],
      image_tasks: [{ type: 'image_scan', task_id: 't-1' }],
    };
    expect((await control(simulator, 'PUT', 'data', data)).json).toEqual({
      rows: {
        cicd_images: 0,
        registry_images: 2,
        image_registries: 0,
        image_sync_task_registries: {},
        image_tasks: 1,
        vulnerabilities: 0,
        image_vulnerabilities: {},
      },
    });
  });

  test('refuses what it does not know, and web pages that call themselves us', async () => {
    const simulator = await start({ rows: 1 });
    expect((await control(simulator, 'POST', 'faults', [])).status).toBe(404);
    expect((await control(simulator, 'PUT', 'data', { nonsense: [] })).status).toBe(400);
    const url = `${simulator.endpoint}/__simulator/health`;
    expect((await send('GET', url, { host: 'attacker.example' })).status).toBe(403);
    expect((await send('GET', url, { host: `localhost:${simulator.port}` })).status).toBe(200);
  });
});

describe('stopWithParent', () => {
  test('calls when the parent is another one', async () => {
    let parent = process.ppid;
    await new Promise<void>((resolve) => {
      stopWithParent(resolve, { parentId: () => parent, pollMs: 1 });
      parent = 1;
    });
  });

  test('calls when the parent is dead', async () => {
    await new Promise<void>((resolve) => {
      stopWithParent(resolve, { parentId: () => 2 ** 30, pollMs: 1 });
    });
  });

  test('calls once when the channel to it closes', () => {
    const gone = jest.fn();
    const before = process.listenerCount('disconnect');
    stopWithParent(gone);
    process.emit('disconnect');
    process.emit('disconnect');
    expect(gone).toHaveBeenCalledTimes(1);
    expect(process.listenerCount('disconnect')).toBe(before);
  });

  test('can be stopped', () => {
    const gone = jest.fn();
    stopWithParent(gone)();
    process.emit('disconnect');
    expect(gone).not.toHaveBeenCalled();
  });
});
