import { UnderWay } from '../../../../src/cli/scan/asking/under-way';

const TASKS = new Map([['registry 1', 'the synchronization of registry prod']]);
const LINES = ['goes on in HSS: the synchronization of registry prod'];

test('a task counts from before its request is answered until it ends', async () => {
  const underWay = new UnderWay();
  const during = await underWay.during(TASKS, () => Promise.resolve(underWay.lines()));
  expect([during, underWay.lines()]).toEqual([LINES, LINES]);
  underWay.end('registry 1');
  expect(underWay.lines()).toEqual([]);
});

test('a request that fails has begun nothing', async () => {
  const underWay = new UnderWay();
  const request = underWay.during(TASKS, () => Promise.reject(new Error('refused')));
  await expect(request).rejects.toThrow('refused');
  expect(underWay.lines()).toEqual([]);
});
