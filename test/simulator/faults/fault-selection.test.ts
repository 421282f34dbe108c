import type { RunningSimulator } from '../../../src/simulator';
import type { Reply } from '../support';
import { closeAll, control, get, listUrl, send, setFaults, start, WITH_TOKEN } from '../support';

const ROWS = 35;

let simulator: RunningSimulator;
beforeAll(async () => {
  simulator = await start({ rows: ROWS });
});
beforeEach(() => setFaults(simulator));
afterAll(closeAll);

const page = (offset = 0): Promise<Reply> => get(simulator, 'cicd', `offset=${offset}`);

describe('the requests that get a fault', () => {
  const statusesOf = async (offsets: number[]): Promise<number[]> => {
    const statuses: number[] = [];
    for (const offset of offsets) {
      statuses.push((await page(offset)).status);
    }
    return statuses;
  };
  const fault = { kind: 'status', status: 500 } as const;

  test.each<[object, number[], number[]]>([
    [{ page: 'first' }, [0, 10, 20, 30], [500, 200, 200, 200]],
    [{ page: 'middle' }, [0, 10, 20, 30], [200, 500, 500, 200]],
    [{ page: 'last' }, [0, 10, 20, 30], [200, 200, 200, 500]],
    [{ page: 20 }, [0, 10, 20, 30], [200, 200, 500, 200]],
    [{ times: 2 }, [0, 0, 0], [500, 500, 200]],
    [{ skip: 1, times: 1 }, [0, 0, 0], [200, 500, 200]],
    [{ page: 'first', skip: 1 }, [0, 10, 0, 0], [200, 200, 500, 500]],
    [{ endpoint: 'cicd' }, [0], [500]],
    [{ endpoint: 'sync' }, [0], [200]],
  ])('are selected by %j', async (target, offsets, expected) => {
    await setFaults(simulator, { ...fault, ...target });
    expect(await statusesOf(offsets)).toEqual(expected);
  });

  test('get the faults of a sequence in order', async () => {
    await setFaults(simulator, { ...fault, times: 1 }, { kind: 'status', status: 429, times: 1 });
    expect(await statusesOf([0, 0, 0])).toEqual([500, 429, 200]);
  });

  test('do not include refused ones', async () => {
    await setFaults(simulator, { ...fault, times: 1 });
    expect((await send('GET', listUrl(simulator, 'cicd'))).status).toBe(401);
    expect((await get(simulator, 'cicd', 'limit=1')).status).toBe(400);
    expect(await statusesOf([0, 0])).toEqual([500, 200]);
    const report = (await control(simulator, 'GET', 'faults')).json;
    expect(report).toEqual([{ fault: { ...fault, times: 1 }, fired: 1 }]);
  });

  test('include those to IAM, for faults that do not concern rows', async () => {
    const url = `${simulator.endpoint}/v3/projects?name=cn-north-4`;
    await setFaults(simulator, { kind: 'total', omit: true }, { kind: 'hang', page: 'first' });
    expect((await send('GET', url, WITH_TOKEN)).json.projects).toHaveLength(1);
    await setFaults(simulator, { ...fault, endpoint: 'iam' });
    expect((await send('GET', url, WITH_TOKEN)).status).toBe(500);
    expect((await page()).status).toBe(200);
  });

  test('get several page faults at once, such as an insertion beside a wrong total', async () => {
    await setFaults(
      simulator,
      { kind: 'drift', insertAt: 0, row: { image_name: 'new' } },
      { kind: 'page-cap', rows: 2 },
      { kind: 'total', delta: 1 },
      { kind: 'latency', ms: 1 },
    );
    const reply = await page();
    expect([reply.json.data_list[0], reply.json.data_list.length]).toEqual([
      { image_name: 'new' },
      2,
    ]);
    expect(reply.json.total_num).toBe(ROWS + 2);
  });
});

describe('an invalid fault is refused', () => {
  test.each<[unknown, string]>([
    [{}, 'faults must be a list'],
    [[1], 'faults[0] must be an object'],
    [[{ kind: 'x' }], 'faults[0].kind must be one of status'],
    [[{ kind: 'hang' }, { kind: 'status' }], 'faults[1].status is missing'],
    [[{ kind: 'status', status: 99 }], 'faults[0].status must be a status from 200 to 599'],
    [[{ kind: 'hang', page: 'second' }], 'faults[0].page must be first, middle, last or an offset'],
    [[{ kind: 'hang', time: 1 }], 'faults[0].time is not a field of the kind hang'],
    [[{ kind: 'hang', times: 0 }], 'faults[0].times must be an integer of at least 1'],
    [[{ kind: 'drift' }], 'faults[0] needs one of insertAt, removeAt'],
    [[{ kind: 'total' }], 'faults[0] needs one of value, delta, omit'],
    ['[', 'JSON'],
  ])('as %j', async (faults, message) => {
    const reply = await control(simulator, 'PUT', 'faults', faults);
    expect(reply.status).toBe(400);
    expect(reply.json.error).toContain(message);
  });
});
